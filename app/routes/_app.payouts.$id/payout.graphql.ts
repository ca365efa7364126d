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
      stripeTransferId
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
`);
