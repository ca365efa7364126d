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
      state
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
