import { graphql } from "../../gql/index.ts";

export const EngagementOverviewDocument = graphql(`
  query EngagementOverview($id: ID!) {
    engagement(id: $id) {
      id
      state
      stateName
      startsOn
      endsOn
      zone
      viewerParty
      statementOfWorkId
      buyer {
        name
      }
      provider {
        name
      }
      contract {
        currentVersion
        monthlyFee {
          amountMinor
          currency
        }
      }
      onboarding {
        done
        total
        openForBuyer
        openForProvider
        complete
        late
      }
      checklist {
        id
        position
        party
        title
        required
        doneAt
        doneByName
        viewerMay
      }
      people {
        id
        name
        email
        role
        organisation
        party
      }
    }
  }
`);

export const PriceOutlookDocument = graphql(`
  query PriceOutlook($id: ID!) {
    priceOutlook(engagementId: $id) {
      frozenMonths
      latest
      renewsOn
      mayOrderYear
      triggers {
        condition
        count
        needed
        counting
        reached {
          period
          because
        }
      }
      ratchetRule {
        bestMonths
        gapShareBps
      }
      ratchet {
        levelId
        name
        unit
        target
        next
        achieved
        by
      }
    }
  }
`);

export const OrderYearDocument = graphql(`
  mutation OrderRatchetedYear($input: OrderRatchetedYearInput!) {
    orderRatchetedYear(input: $input) {
      __typename
      ... on MutationOrderRatchetedYearSuccess {
        data {
          id
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);

export const CompleteItemDocument = graphql(`
  mutation CompleteItem($input: ChecklistItemInput!) {
    completeChecklistItem(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const ReopenItemDocument = graphql(`
  mutation ReopenItem($input: ChecklistItemInput!) {
    reopenChecklistItem(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
