import { graphql } from "../../gql/index.ts";

export const ApiKeyDocument = graphql(`
  query ApiKey($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    organization {
      zone
    }
    apiKey(id: $id) {
      apiKeyId
      name
      prefix
      actsAs
      createdAt
      expiresAt
      revokedAt
      lastUsedAt
      state
      scopes
      perMinute
    }
    apiKeyCalls(apiKeyId: $id, first: $first, after: $after, last: $last, before: $before) {
      pageInfo {
        hasPreviousPage
        hasNextPage
        startCursor
        endCursor
      }
      edges {
        node {
          callId
          at
          operation
          outcome
          address
        }
      }
    }
  }
`);

export const RevokeApiKeyDocument = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
