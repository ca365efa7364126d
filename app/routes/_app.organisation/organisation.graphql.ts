import { graphql } from "../../gql/index.ts";

export const OrganisationDocument = graphql(`
  query Organisation(
    $withKeys: Boolean!
    $withAudit: Boolean!
    $withLegalEntity: Boolean!
    $withReaders: Boolean!
  ) {
    organization {
      kind
      slug
      name
      country
      city
      zone
      currency
      about
      since
      mayStateTaxIdentity
      booksCurrency {
        currency
        statedByName
        statedAt
      }
      taxIdentity {
        name
        addressLine
        postalCode
        city
        country
        status
        vatNumber
        registrationNumber
        email
        statedByName
        statedAt
      }
    }
    peopleCount {
      present
    }
    staffAssignments @include(if: $withReaders) {
      assignmentId
      userName
      assignedByName
      since
    }
    staffAccesses @include(if: $withReaders) {
      accessId
      organization
      userName
      reason
      documents
      hours
      state
      askedAt
      expiresAt
      approvedByName
      mayApprove
      mayEnd
    }
    legalEntity @include(if: $withLegalEntity) {
      name
      addressLine
      postalCode
      city
      country
      currency
      status
      vatNumber
      registrationNumber
      email
      statedByName
      statedAt
      mayState
    }
    apiKeys @include(if: $withKeys) {
      apiKeyId
      name
      prefix
      actsAs
      createdAt
      expiresAt
      revokedAt
      lastUsedAt
    }
    auditTrail @include(if: $withAudit) {
      rows
      intact
      firstBroken
    }
  }
`);

export const StateBooksCurrencyDocument = graphql(`
  mutation StateBooksCurrency($input: StateBooksCurrencyInput!) {
    stateBooksCurrency(input: $input) {
      __typename
      ... on Refusal {
        message
      }
      ... on InvalidInput {
        issues {
          field
          message
        }
      }
    }
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
            name
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

export const StateTaxIdentityDocument = graphql(`
  mutation StateTaxIdentity($input: StateTaxIdentityInput!) {
    stateTaxIdentity(input: $input) {
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

export const StateLegalEntityDocument = graphql(`
  mutation StateLegalEntity($input: StateLegalEntityInput!) {
    stateLegalEntity(input: $input) {
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
