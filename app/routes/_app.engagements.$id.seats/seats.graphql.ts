import { graphql } from "../../gql/index.ts";

export const EngagementSeatsDocument = graphql(`
  query EngagementSeatsPage($id: ID!) {
    engagementSeats(engagementId: $id) {
      engagementId
      zone
      mayState
      lines {
        id
        name
        seats
        from
        counts {
          id
          effectiveOn
          count
          side
          statedBy
          statedAt
          inForce
        }
      }
    }
  }
`);

export const StateHeadCountDocument = graphql(`
  mutation StateHeadCount($input: StateHeadCountInput!) {
    stateHeadCount(input: $input) {
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
