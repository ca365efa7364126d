import { graphql } from "../../gql/index.ts";

export const ContractBillingDocument = graphql(`
  query ContractBilling($id: ID!) {
    statementOfWork(id: $id) {
      id
      title
      state
      viewerMay
      currentVersion
      version {
        terms
        billingEdit
      }
      signatures {
        version
      }
    }
  }
`);

export const ProposeBillingDocument = graphql(`
  mutation ProposeBilling($input: ProposeBillingInput!) {
    proposeBilling(input: $input) {
      __typename
      ... on MutationProposeBillingSuccess {
        data {
          id
          state
          currentVersion
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
