import { graphql } from "../../gql/index.ts";

export const ApiKeysDocument = graphql(`
  query ApiKeys {
    organization {
      zone
    }
    apiKeys {
      apiKeyId
      name
      prefix
      actsAs
      scopeSummary
      expiresAt
      lastUsedAt
      state
    }
  }
`);
