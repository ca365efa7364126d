import { graphql } from "../../gql/index.ts";

export const BillingRunsDocument = graphql(`
  query BillingRuns($month: String, $after: String, $afterUnfrozen: String) {
    billingOutlook(month: $month) {
      month
      latest
      months
      contracts
      buyers
      unfrozen {
        reason
        contracts
      }
    }
    billingRunUnderWay {
      id
      month
      months
      left
    }
    unfrozenMonths(month: $month, first: 20, after: $afterUnfrozen) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          engagementId
          title
          buyerName
          providerName
          reason
        }
      }
    }
    billingRuns(first: 20, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          month
          state
          askedByName
          askedAt
          months
          drafted
          failed
          left
        }
      }
    }
  }
`);

export const StartBillingRunDocument = graphql(`
  mutation StartBillingRun($input: StartBillingRunInput!) {
    startBillingRun(input: $input) {
      __typename
      ... on MutationStartBillingRunSuccess {
        data {
          underWay
          run {
            id
          }
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);
