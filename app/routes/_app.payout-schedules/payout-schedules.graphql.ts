import { graphql } from "../../gql/index.ts";

export const PayoutSchedulesDocument = graphql(`
  query PayoutSchedulesPage {
    commissionRules {
      providers {
        id
        name
      }
    }
    payoutSchedules {
      ...PayoutScheduleWords
    }
  }
`);

export const SetPayoutScheduleDocument = graphql(`
  mutation SetPayoutSchedule($input: SetPayoutScheduleInput!) {
    setPayoutSchedule(input: $input) {
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
