import { graphql } from "../../gql/index.ts";

export const PayrollRunDocument = graphql(`
  query PayrollRunPage($id: ID!) {
    payrollRun(id: $id) {
      id
      engagementId
      engagementTitle
      title
      state
      payeeCount
      preparedBy
      preparedAt
      answeredBy
      answeredAt
      reason
      releasedAt
      mayAnswer
      showsPayees
      total {
        amountMinor
        currency
        text
      }
      paid {
        amountMinor
        currency
      }
      returned {
        amountMinor
        currency
      }
      payments {
        id
        payee
        account
        state
        reason
        mayPropose
        amount {
          amountMinor
          currency
        }
        resends {
          id
          account
          state
          proposedByName
          answeredByName
          reason
          mayAnswer
        }
      }
    }
  }
`);

export const AnswerPayrollRunDocument = graphql(`
  mutation AnswerPayrollRun($input: AnswerPayrollRunInput!) {
    answerPayrollRun(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const ProposeWageResendDocument = graphql(`
  mutation ProposeWageResend($input: ProposeWageResendInput!) {
    proposeWageResend(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const AnswerWageResendDocument = graphql(`
  mutation AnswerWageResend($input: AnswerWageResendInput!) {
    answerWageResend(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
