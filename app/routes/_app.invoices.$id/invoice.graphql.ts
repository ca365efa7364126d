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
      mayCredit
      settlement {
        applied {
          amountMinor
          currency
        }
        creditedBefore {
          amountMinor
          currency
        }
        due {
          amountMinor
          currency
          text
        }
        refundOwed {
          amountMinor
          currency
        }
      }
      creditNotes {
        id
        number
        state
        isUnknown
        reason
        askedAt
        total {
          amountMinor
          currency
        }
      }
      disputes {
        id
        status
        outcome
        openedAt
        amount {
          amountMinor
          currency
        }
      }
      collecting {
        daysOverdue
        isProcessing
        isAsked
        declined
        step
        heldUntil
        autopayBy
        next {
          state
          on
        }
        maySaveMethods
        payableWith {
          id
          title
        }
      }
      total {
        amountMinor
        currency
        text
      }
      net {
        amountMinor
        currency
      }
      taxes {
        category
        rateBps
        label
        note
        taxable {
          text
        }
        tax {
          amountMinor
          currency
        }
      }
      fxLines {
        purpose
        words
        after {
          amountMinor
          currency
        }
      }
      seller {
        ...PartyOnInvoice
      }
      buyer {
        ...PartyOnInvoice
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

/** A side as the sheet names it. */
export const PartyOnInvoice = graphql(`
  fragment PartyOnInvoice on InvoiceParty {
    name
    addressLines
    country
    vatNumber
    registrationNumber
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

export const PayWithSavedMethodDocument = graphql(`
  mutation PayWithSavedMethod($input: PayWithSavedMethodInput!) {
    payWithSavedMethod(input: $input) {
      __typename
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
