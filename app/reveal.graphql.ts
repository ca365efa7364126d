import { graphql } from "./gql/index.ts";

export const RevealNumberDocument = graphql(`
  mutation RevealNumber($input: RevealNumberInput!) {
    revealNumber(input: $input) {
      __typename
      ... on MutationRevealNumberSuccess {
        data {
          number
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);
