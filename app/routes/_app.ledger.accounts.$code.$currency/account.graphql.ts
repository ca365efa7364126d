import { graphql } from "../../gql/index.ts";

export const LedgerAccountDocument = graphql(`
  query LedgerAccount(
    $code: String!
    $currency: String!
    $organizationId: ID
    $from: String
    $to: String
    $first: Int
    $last: Int
    $after: String
    $before: String
  ) {
    ledgerAccount(
      code: $code
      currency: $currency
      organizationId: $organizationId
      from: $from
      to: $to
    ) {
      code
      name
      currency
      lineCount
      opening {
        amountMinor
        currency
      }
      closing {
        amountMinor
        currency
      }
      parties {
        id
        name
      }
      lines(first: $first, last: $last, after: $after, before: $before) {
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        edges {
          node {
            id
            entryId
            memo
            effectiveAt
            organizationName
            amount {
              amountMinor
              currency
            }
            balance {
              amountMinor
              currency
            }
          }
        }
      }
    }
  }
`);
