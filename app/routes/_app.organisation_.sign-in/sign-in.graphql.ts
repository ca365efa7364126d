import { graphql } from "../../gql/index.ts";

export const SingleSignOnDocument = graphql(`
  query SingleSignOn {
    organization {
      name
      zone
    }
    ssoConnection {
      connectionId
      issuer
      clientId
      defaultRole
      returnAddress
      testedAt
      enforcedAt
      breakGlassName
      createdByName
      people
    }
    ssoDomains {
      domainId
      domain
      recordName
      recordValue
      verifiedAt
    }
    directoryTokens {
      tokenId
      name
      prefix
      defaultRole
      expiresAt
      revokedAt
      lastUsedAt
    }
    directoryGroups {
      groupId
      name
      people
      role
    }
    directoryAddress
    organizationRoles {
      value
      name
      mayGrant
    }
  }
`);

export const SaveSsoConnectionDocument = graphql(`
  mutation SaveSsoConnection($input: SaveSsoConnectionInput!) {
    saveSsoConnection(input: $input) {
      __typename
      ... on InvalidInput { message issues { field message } }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const EnforceSsoDocument = graphql(`
  mutation EnforceSso($input: EnforceSsoInput!) {
    enforceSso(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const RemoveSsoConnectionDocument = graphql(`
  mutation RemoveSsoConnection($input: SsoConnectionInput!) {
    removeSsoConnection(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const AddSsoDomainDocument = graphql(`
  mutation AddSsoDomain($input: AddSsoDomainInput!) {
    addSsoDomain(input: $input) {
      __typename
      ... on InvalidInput { message issues { field message } }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const VerifySsoDomainDocument = graphql(`
  mutation VerifySsoDomain($input: SsoDomainInput!) {
    verifySsoDomain(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const RemoveSsoDomainDocument = graphql(`
  mutation RemoveSsoDomain($input: SsoDomainInput!) {
    removeSsoDomain(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const CreateDirectoryTokenDocument = graphql(`
  mutation CreateDirectoryToken($input: CreateDirectoryTokenInput!) {
    createDirectoryToken(input: $input) {
      __typename
      ... on MutationCreateDirectoryTokenSuccess { data { secret } }
      ... on InvalidInput { message issues { field message } }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const RevokeDirectoryTokenDocument = graphql(`
  mutation RevokeDirectoryToken($input: RevokeDirectoryTokenInput!) {
    revokeDirectoryToken(input: $input) {
      __typename
      ... on InvalidInput { message issues { field message } }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const MapDirectoryGroupDocument = graphql(`
  mutation MapDirectoryGroup($input: MapDirectoryGroupInput!) {
    mapDirectoryGroup(input: $input) {
      __typename
      ... on InvalidInput { message issues { field message } }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);
