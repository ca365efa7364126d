import { graphql } from "../../gql/index.ts";

export const ObjectionsDocument = graphql(`
  query StatementObjectionsPage($statementId: ID!) {
    statementObjections(statementId: $statementId) {
      statementId
      title
      period
      buyerName
      providerName
      mayObject
      mayConcede
      mayRule
      net {
        amountMinor
        currency
      }
      lines {
        line
        amount {
          amountMinor
          currency
        }
      }
      objections {
        id
        line
        reason
        state
        openedByName
        openedAt
        answeredByName
        answeredAt
        answer
        amount {
          amountMinor
          currency
        }
        granted {
          amountMinor
          currency
        }
      }
    }
  }
`);

export const ContestAmountDocument = graphql(`
  mutation ContestAmount($input: ContestAmountInput!) {
    contestAmount(input: $input) {
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

export const WithdrawObjectionDocument = graphql(`
  mutation WithdrawObjection($input: AnswerObjectionInput!) {
    withdrawObjection(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const ConcedeObjectionDocument = graphql(`
  mutation ConcedeObjection($input: AnswerObjectionInput!) {
    concedeObjection(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const RuleObjectionDocument = graphql(`
  mutation RuleObjection($input: RuleObjectionInput!) {
    ruleObjection(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
