import { graphql } from "../../gql/index.ts";

export const SuspensionsDocument = graphql(`
  query Suspensions($first: Int!, $after: String) {
    workSuspensions(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          buyerName
          because
          since
          liftedAt
          liftedByName
          liftedBecause
          mayLift
          holdingInvoices {
            invoiceId
            number
            isWrittenOff
            total {
              amountMinor
              currency
            }
          }
        }
      }
    }
  }
`);

export const LiftWorkSuspensionDocument = graphql(`
  mutation LiftWorkSuspension($input: LiftWorkSuspensionInput!) {
    liftWorkSuspension(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
