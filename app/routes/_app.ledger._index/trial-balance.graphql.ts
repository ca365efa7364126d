import { graphql } from "../../gql/index.ts";

export const TrialBalanceDocument = graphql(`
  query TrialBalance($asOf: String) {
    periodLock {
      closedThrough
    }
    trialBalance(asOf: $asOf) {
      code
      account
      debit {
        amountMinor
        currency
      }
      credit {
        amountMinor
        currency
      }
      balance {
        amountMinor
        currency
      }
    }
  }
`);
