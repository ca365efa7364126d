import { graphql } from "../../gql/index.ts";

export const InvoicesDocument = graphql(`
  query Invoices($first: Int, $after: String) {
    viewer {
      organizationKind
    }
    buyerCredits {
      amount {
        amountMinor
        currency
      }
    }
    invoices(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          number
          collection
          mayPay
          buyerName
          providerName
          engagementTitle
          period
          dueOn
          total {
            amountMinor
            currency
          }
        }
      }
    }
  }
`);
