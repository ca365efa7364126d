import { graphql } from "../../gql/index.ts";

export const LegalHoldsDocument = graphql(`
  query LegalHolds {
    legalHolds {
      holdId
      subject
      isPerson
      reason
      until
      placedByName
      placedAt
      liftedByName
      liftedAt
      liftedBecause
    }
    tenants {
      organizationId
      name
      kind
    }
  }
`);

export const PlaceLegalHoldDocument = graphql(`
  mutation PlaceLegalHold($input: PlaceLegalHoldInput!) {
    placeLegalHold(input: $input) {
      __typename
      ... on InvalidInput {
        message
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

export const LiftLegalHoldDocument = graphql(`
  mutation LiftLegalHold($input: LiftLegalHoldInput!) {
    liftLegalHold(input: $input) {
      __typename
      ... on InvalidInput {
        message
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
