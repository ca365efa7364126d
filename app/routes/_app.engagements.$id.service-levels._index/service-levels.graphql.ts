import { graphql } from "../../gql/index.ts";

export const EngagementMonthsDocument = graphql(`
  query EngagementMonths($id: ID!) {
    viewer {
      permissions
      organizationKind
    }
    engagementMonths(engagementId: $id) {
      engagementId
      zone
      suggested
      closable
      months {
        month
        state
        hasWork
      }
    }
  }
`);

export const MonthDocument = graphql(`
  query Month($id: ID!, $month: String!) {
    monthFigures(engagementId: $id, month: $month) {
      month
      zone
      state
      step
      review {
        reviewedAt
        reviewedBy
        windowEndsAt
        windowOver
        buyerConfirmedAt
        buyerConfirmedBy
        providerConfirmedAt
        providerConfirmedBy
      }
      calendarVersion
      frozen {
        ruleVersion
        calendarVersion
        itemCount
        eventCount
        prevHash
        hash
        frozenAt
        frozenBy
      }
      levels {
        levelId
        name
        kind
        direction
        unit
        target
        minimum
        minimumSample
        n
        hits
        misses
        measured
        gross
        excluded
        voided
        sufficient
        excused
        status
        reason
        detail
        window {
          from
          to
        }
        interval {
          low
          high
        }
        desk {
          n
          percent
        }
      }
    }
    contests(engagementId: $id, month: $month, first: 200) {
      edges {
        node {
          id
          title
          state
          waitsFor
        }
      }
    }
    corrections(engagementId: $id, month: $month, first: 50) {
      edges {
        node {
          id
          number
          state
          reason
          price {
            netNow {
              amountMinor
              currency
            }
            netThen {
              amountMinor
              currency
            }
          }
        }
      }
    }
    monthStrip(engagementId: $id, month: $month) {
      month
      state
      levels {
        levelId
        measured
        status
      }
    }
  }
`);

export const ReviewMonthDocument = graphql(`
  mutation ReviewMonth($input: MonthInput!) {
    reviewMonth(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const ConfirmMonthDocument = graphql(`
  mutation ConfirmMonth($input: MonthInput!) {
    confirmMonth(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const CloseMonthDocument = graphql(`
  mutation CloseMonth($input: CloseMonthInput!) {
    closeMonth(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
