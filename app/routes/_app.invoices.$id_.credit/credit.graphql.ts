import { graphql } from "../../gql/index.ts";

export const CreditableInvoiceDocument = graphql(`
  query CreditableInvoicePage($id: ID!) {
    creditableInvoice(invoiceId: $id) {
      id
      number
      state
      due {
        amountMinor
        currency
      }
      refundable {
        amountMinor
        currency
      }
      lines {
        position
        label
        net {
          amountMinor
          currency
        }
        left {
          amountMinor
          currency
        }
      }
    }
  }
`);

export const IssueCreditNoteDocument = graphql(`
  mutation IssueCreditNote($input: IssueCreditNoteInput!) {
    issueCreditNote(input: $input) {
      __typename
      ... on MutationIssueCreditNoteSuccess {
        data {
          id
        }
      }
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
