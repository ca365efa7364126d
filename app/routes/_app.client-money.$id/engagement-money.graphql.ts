import { graphql } from "../../gql/index.ts";

export const EngagementMoneyDocument = graphql(`
  query EngagementMoney($id: ID!, $after: String) {
    clientMoney(engagementId: $id) {
      engagementId
      title
      buyerName
      providerName
      currency
      mayFund
      mayPrepare
      cleared {
        amountMinor
        currency
      }
      expected {
        amountMinor
        currency
      }
      released {
        amountMinor
        currency
      }
      unpaid {
        amountMinor
        currency
      }
      unused {
        amountMinor
        currency
      }
      owedByClient {
        amountMinor
        currency
      }
      fundings {
        id
        state
        reference
        requestedBy
        requestedAt
        clearedAt
        returnedAt
        amount {
          amountMinor
          currency
        }
      }
    }
    payrollRuns(engagementId: $id, first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          title
          state
          payeeCount
          preparedBy
          preparedAt
          total {
            amountMinor
            currency
          }
        }
      }
    }
  }
`);

export const RequestFundingDocument = graphql(`
  mutation RequestFunding($input: RequestFundingInput!) {
    requestFunding(input: $input) {
      __typename
      ... on InvalidInput {
        issues {
          field
          message
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);

export const PreparePayrollRunDocument = graphql(`
  mutation PreparePayrollRun($input: PreparePayrollRunInput!) {
    preparePayrollRun(input: $input) {
      __typename
      ... on MutationPreparePayrollRunSuccess {
        data {
          id
        }
      }
      ... on InvalidInput {
        issues {
          field
          message
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);
