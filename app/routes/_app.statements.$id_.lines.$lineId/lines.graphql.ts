import { graphql } from "../../gql/index.ts";

export const StatementLineDocument = graphql(`
  query StatementLinePage($id: ID!, $lineId: String!, $after: String) {
    statement(id: $id) {
      id
      title
      period
      zone
      paper {
        charges {
          id
          label
          sentence
          itemCount
          unit
          evidence {
            id
            label
            on
            text
            amount {
              amountMinor
              currency
            }
          }
        }
      }
    }
    billedItems(statementId: $id, lineId: $lineId, first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          workItemId
          reference
          title
          finishedAt
          value
        }
      }
    }
  }
`);
