import { graphql } from "../../gql/index.ts";

export const StatementsDocument = graphql(`
  query Statements($first: Int, $after: String, $engagementId: ID) {
    viewer {
      organizationKind
    }
    statements(first: $first, after: $after, engagementId: $engagementId) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          period
          closing
          title
          moduleName
          buyerName
          providerName
          state
          waitsFor
          waitsForViewer
          invoiceId
          invoiceNumber
          credit {
            amountMinor
            currency
          }
          net {
            amountMinor
            currency
          }
        }
      }
    }
  }
`);
