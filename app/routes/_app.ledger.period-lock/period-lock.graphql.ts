import { graphql } from "../../gql/index.ts";

export const PeriodLockDocument = graphql(`
  query PeriodLock {
    periodLock {
      closedThrough
      mayMove
      history {
        id
        action
        closedThrough
        reason
        byName
        at
      }
    }
  }
`);

export const ClosePeriodDocument = graphql(`
  mutation ClosePeriod($input: ClosePeriodInput!) {
    closePeriod(input: $input) {
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

export const ReopenPeriodDocument = graphql(`
  mutation ReopenPeriod($input: ReopenPeriodInput!) {
    reopenPeriod(input: $input) {
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
