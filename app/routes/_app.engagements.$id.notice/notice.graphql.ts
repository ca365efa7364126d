import { graphql } from "../../gql/index.ts";

export const EndingDocument = graphql(`
  query EngagementEnding($id: ID!) {
    engagement(id: $id) {
      id
      title
      viewerParty
      buyer {
        name
      }
      provider {
        name
      }
    }
    engagementEnding(engagementId: $id) {
      endsOn
      noticeDays
      mayGive
      chargesWholeMonths
      ordinary {
        earliest
        latest
      }
      rights {
        condition
        because
        span {
          earliest
          latest
        }
      }
      notices {
        id
        party
        condition
        because
        reason
        lastDay
        insteadOf
        givenAt
        givenByName
      }
    }
  }
`);

export const GiveNoticeDocument = graphql(`
  mutation GiveTerminationNotice($input: GiveTerminationNoticeInput!) {
    giveTerminationNotice(input: $input) {
      __typename
      ... on InvalidInput {
        message
        issues {
          field
          message
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);
