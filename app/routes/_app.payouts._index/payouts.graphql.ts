import { graphql } from "../../gql/index.ts";

export const PayoutsDocument = graphql(`
  query Payouts($first: Int, $after: String, $bankAfter: String) {
    maySetUpPayouts
    viewer {
      organizationKind
    }
    payoutAccount {
      transfersStatus
      wayOut
      dueAt
      closedAt
      checkedAt
      asked {
        what
        turn
        urgency
        wrong
      }
    }
    bankPayouts(first: 20, after: $bankAfter) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          providerName
          stripePayoutId
          state
          madeAt
          arrivesAt
          paidAt
          failedAt
          failedBecause
          wayOut
          amount {
            amountMinor
            currency
          }
        }
      }
    }
    maySetPayoutSchedules
    payoutSchedules {
      ...PayoutScheduleWords
    }
    heldPayoutParts {
      ...PayoutPartWords
    }
    payouts(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          state
          heldBecause
          providerName
          buyerName
          engagementTitle
          period
          amount {
            amountMinor
            currency
          }
          out {
            amountMinor
            currency
          }
          held {
            amountMinor
            currency
          }
        }
      }
    }
  }
`);

export const PayoutScheduleFragment = graphql(`
  fragment PayoutScheduleWords on PayoutSchedule {
    id
    providerId
    providerName
    currency
    holdDays
    rhythm
    runDay
    zone
    holidayPlace
    reserveBps
    reserveDays
    note
    setByName
    setAt
    minimum {
      amountMinor
      currency
    }
    reserveCap {
      amountMinor
      currency
    }
  }
`);

export const SetUpPayoutsDocument = graphql(`
  mutation SetUpPayouts($input: SetUpPayoutsInput!) {
    setUpPayouts(input: $input) {
      __typename
      ... on MutationSetUpPayoutsSuccess {
        data {
          onboardingUrl
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);

export const RefreshPayoutAccountDocument = graphql(`
  mutation RefreshPayoutAccount($input: RefreshPayoutAccountInput!) {
    refreshPayoutAccount(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
