import { graphql } from "../../gql/index.ts";

export const EarningsDocument = graphql(`
  query EarningsPage($year: Int!) {
    viewer {
      organizationKind
    }
    earnings(year: $year) {
      months {
        providerId
        providerName
        month
        currency
        payments
        gross {
          amountMinor
          currency
        }
        commission {
          amountMinor
          currency
        }
        earned {
          amountMinor
          currency
        }
        creditNotes {
          amountMinor
          currency
        }
        lostToDisputes {
          amountMinor
          currency
        }
        paidOut {
          amountMinor
          currency
        }
        returned {
          amountMinor
          currency
        }
        closing {
          amountMinor
          currency
        }
        underDispute {
          amountMinor
          currency
        }
      }
      totals {
        providerId
        providerName
        currency
        payments
        gross {
          amountMinor
          currency
        }
        commission {
          amountMinor
          currency
        }
        earned {
          amountMinor
          currency
        }
        creditNotes {
          amountMinor
          currency
        }
        lostToDisputes {
          amountMinor
          currency
        }
        paidOut {
          amountMinor
          currency
        }
        returned {
          amountMinor
          currency
        }
      }
      disputes {
        disputeId
        providerName
        invoiceNumber
        day
        kind
        says
        amount {
          amountMinor
          currency
        }
      }
    }
  }
`);

export const EarningsFileDocument = graphql(`
  query EarningsFile($year: Int!, $format: DocumentFormat!) {
    earnings(year: $year) {
      file(format: $format) {
        fileName
        mediaType
        base64
        refusal
      }
    }
  }
`);
