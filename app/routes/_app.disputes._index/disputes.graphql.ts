import { graphql } from "../../gql/index.ts";

export const DisputesDocument = graphql(`
  query Disputes($first: Int!, $after: String) {
    chargeDisputes(first: $first, after: $after) {
      edges {
        node {
          id
          status
          outcome
          reason
          buyerName
          providerName
          invoiceId
          invoiceNumber
          dueBy
          zone
          mayAnswer
          amount {
            amountMinor
            currency
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
