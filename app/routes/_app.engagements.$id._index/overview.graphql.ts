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
