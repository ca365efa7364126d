import { graphql } from "../../gql/index.ts";

export const DisputeDocument = graphql(`
  query DisputePage($id: ID!) {
    chargeDispute(id: $id) {
      id
      status
      reason
      contestable
      buyerName
      providerName
      engagementTitle
      zone
      invoiceId
      invoiceNumber
      takenFrom
      notReversed
      dueBy
      submissionCount
      borneBy
      outcome
      paysTwice
      openedAt
      closedAt
      mayAnswer
      mayDecide
      amount {
        amountMinor
        currency
      }
      fee {
        amountMinor
        currency
      }
      settled {
        amountMinor
        currency
      }
      held {
        amountMinor
        currency
      }
      provider {
        amountMinor
        currency
      }
      moves {
        id
        kind
        state
        because
        doneAt
        amount {
          amountMinor
          currency
        }
      }
      files {
        id
        fileId
        shows
        name
        byteSize
        keptByName
        keptAt
      }
      evidence {
        id
        files {
          fileId
          field
          name
        }
        submits
        state
        refusedBecause
        byName
        at
        fields {
          name
          text
        }
      }
    }
  }
`);

export const AnswerDisputeDocument = graphql(`
  mutation AnswerDispute($input: AnswerChargeDisputeInput!) {
    answerChargeDispute(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const AddDisputeFileDocument = graphql(`
  mutation AddDisputeFile($input: AddDisputeFileInput!) {
    addDisputeFile(input: $input) {
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

export const RemoveDisputeFileDocument = graphql(`
  mutation RemoveDisputeFile($input: RemoveDisputeFileInput!) {
    removeDisputeFile(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const DecideBurdenDocument = graphql(`
  mutation DecideBurden($input: DecideDisputeBurdenInput!) {
    decideDisputeBurden(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
