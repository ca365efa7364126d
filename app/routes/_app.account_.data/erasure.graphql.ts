import { graphql } from "../../gql/index.ts";

export const PersonErasureDocument = graphql(`
  query PersonErasure {
    personErasure {
      askedAt
      dueAt
    }
  }
`);

export const AskForErasureDocument = graphql(`
  mutation AskForErasure($input: PersonErasureInput!) {
    askForErasure(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const WithdrawErasureDocument = graphql(`
  mutation WithdrawErasure($input: PersonErasureInput!) {
    withdrawErasure(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
