import { graphql } from "../../gql/index.ts";

export const CreditWeeksDocument = graphql(`
  query CreditWeeks($after: String) {
    creditWeeks(first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          engagementId
          title
          buyer
          provider
          currency
          weeks {
            weekOf
            month
            now {
              amountMinor
              currency
            }
            forecast {
              amountMinor
              currency
            }
            worst {
              amountMinor
              currency
            }
            levels
          }
        }
      }
    }
  }
`);
