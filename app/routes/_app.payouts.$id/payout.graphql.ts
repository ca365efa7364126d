import { graphql } from "../../gql/index.ts";

export const PayoutDocument = graphql(`
  query PayoutPage($id: ID!) {
    payout(id: $id) {
      id
      state
      heldBecause
      providerName
      buyerName
      engagementId
      engagementTitle
      zone
      period
      statementId
      invoiceId
      invoiceNumber
      paidAt
      sentAt
      fxLine {
        words
        after {
          amountMinor
          currency
        }
      }
      stripeTransferId
      releaseOn
      transfer {
        amountMinor
        currency
      }
      sent {
        amountMinor
        currency
      }
      parts {
        ...PayoutPartWords
        fxLine {
          words
        }
      }
      steps {
        id
        step
        says
        at
      }
      fee {
        amountMinor
        currency
      }
      credit {
        amountMinor
        currency
      }
      net {
        amountMinor
        currency
      }
      takenBack {
        amountMinor
        currency
      }
      commission {
        amountMinor
        currency
      }
      amount {
        amountMinor
        currency
      }
    }
  }
  fragment PayoutPartWords on PayoutPart {
    id
    payoutId
    statementId
    engagementTitle
    providerName
    period
    kind
    state
    reason
    releasesOn
    heldAt
    endedAt
    endedBecause
    stripeTransferId
    amount {
      amountMinor
      currency
    }
    left {
      amountMinor
      currency
    }
  }
`);
