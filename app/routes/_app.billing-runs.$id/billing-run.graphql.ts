import { graphql } from "../../gql/index.ts";

export const BillingRunDocument = graphql(`
  query BillingRunPage($id: ID!, $after: String) {
    billingRun(id: $id) {
      id
      month
      state
      askedByName
      askedAt
      finishedAt
      movedAt
      months
      drafted
      failed
      elsewhere
      left
      buyers
      buyersDone
    }
    billingRunFailures(runId: $id, first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          engagementId
          title
          buyerName
          providerName
          month
          reason
          billedSince
        }
      }
    }
  }
`);
