import { graphql } from "../../gql/index.ts";

export const KeyScopesDocument = graphql(`
  query KeyScopes {
    keyScopes
  }
`);

export const CreateApiKeyDocument = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      __typename
      ... on MutationCreateApiKeySuccess {
        data {
          secret
          key {
            apiKeyId
            name
            scopeSummary
          }
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
