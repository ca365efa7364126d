import { graphql } from "../../gql/index.ts";

export const PayoutDetailsDocument = graphql(`
  query PayoutDetailsPage {
    maySetUpPayouts
    payoutDetails {
      id
      currency
      holder
      account
      bic
      state
      proposedByName
      proposedAt
      decidedByName
      decidedAt
      reason
      replacedAt
      mayDecide
      mayWithdraw
    }
  }
`);

export const ProposePayoutDetailsDocument = graphql(`
  mutation ProposePayoutDetails($input: ProposePayoutDetailsInput!) {
    proposePayoutDetails(input: $input) {
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

export const DecidePayoutDetailsDocument = graphql(`
  mutation DecidePayoutDetails($input: DecidePayoutDetailsInput!) {
    decidePayoutDetails(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const WithdrawPayoutDetailsDocument = graphql(`
  mutation WithdrawPayoutDetails($input: WithdrawPayoutDetailsInput!) {
    withdrawPayoutDetails(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
