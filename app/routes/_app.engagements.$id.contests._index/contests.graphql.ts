import { graphql } from "../../gql/index.ts";

export const ContestsDocument = graphql(`
  query Contests($id: ID!, $states: [String!], $after: String) {
    viewer {
      permissions
      organizationKind
    }
    contests(engagementId: $id, states: $states, first: 50, after: $after) {
      edges {
        node {
          id
          title
          itemTitle
          month
          subject
          side
          state
          waitsFor
          claimedBy
          claimedAt
          answerBy
          from
          to
          effectSentence
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    corrections(engagementId: $id, first: 50) {
      edges {
        node {
          id
          month
          number
          state
          reason
          createdAt
          difference {
            amountMinor
            currency
          }
        }
      }
    }
  }
`);
