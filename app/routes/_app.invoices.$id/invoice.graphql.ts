import { graphql } from "../../gql/index.ts";

export const InvoiceDocument = graphql(`
  query InvoicePage($id: ID!) {
    invoice(id: $id) {
      id
      number
      collection
      stoppedBecause
      mayPay
      buyerName
      providerName
      statementId
      engagementTitle
      period
      zone
      reference
      issuedAt
      dueOn
      paidAt
      payoutId
      mayRetry
      total {
        amountMinor
        currency
        text
      }
      lines {
        description
        amount {
          amountMinor
          currency
        }
      }
    }
  }
`);

export const PayInvoiceDocument = graphql(`
  mutation PayInvoice($input: PayInvoiceInput!) {
    payInvoice(input: $input) {
      __typename
      ... on MutationPayInvoiceSuccess {
        data {
          url
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);

export const RetryInvoiceDocument = graphql(`
  mutation RetryInvoice($input: RetryInvoiceInput!) {
    retryInvoice(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
