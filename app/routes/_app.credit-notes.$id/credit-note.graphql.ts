import { graphql } from "../../gql/index.ts";

export const CreditNoteDocument = graphql(`
  query CreditNotePage($id: ID!) {
    viewer {
      organizationKind
    }
    creditNote(id: $id) {
      id
      number
      state
      isUnknown
      stoppedBecause
      buyerName
      providerName
      engagementTitle
      zone
      invoiceId
      invoiceNumber
      reason
      memo
      correctionId
      contestId
      takenFrom
      askedByName
      askedAt
      issuedAt
      maySettle
      hasEInvoice
      net {
        amountMinor
        currency
      }
      tax {
        amountMinor
        currency
      }
      total {
        amountMinor
        currency
      }
      commission {
        amountMinor
        currency
      }
      provider {
        amountMinor
        currency
      }
      offInvoice {
        amountMinor
        currency
      }
      refunded {
        amountMinor
        currency
      }
      toBalance {
        amountMinor
        currency
      }
      fxLines {
        purpose
        words
        after {
          amountMinor
          currency
        }
      }
      lines {
        position
        label
        net {
          amountMinor
          currency
        }
      }
      refunds {
        id
        state
        failure
        replacedBy
        createdAt
        mayReplace
        amount {
          amountMinor
          currency
        }
      }
    }
  }
`);

export const SettleStoppedDocument = graphql(`
  mutation SettleStoppedCreditNote($input: SettleStoppedCreditNoteInput!) {
    settleStoppedCreditNote(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const ReplaceRefundDocument = graphql(`
  mutation ReplaceRefund($input: ReplaceRefundInput!) {
    replaceRefund(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
