import { graphql } from "../../gql/index.ts";

export const ContractPricesDocument = graphql(`
  query ContractPrices($id: ID!) {
    statementOfWork(id: $id) {
      id
      title
      state
      viewerMay
      currentVersion
      priceHistory {
        source
        months {
          period
          frozen
          levels {
            id
            measured
            excused
            against
          }
        }
      }
      version {
        terms
        pricesEdit
      }
      signatures {
        version
      }
    }
  }
`);

export const ProposePricesDocument = graphql(`
  mutation ProposePrices($input: ProposePricesInput!) {
    proposePrices(input: $input) {
      __typename
      ... on MutationProposePricesSuccess {
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
