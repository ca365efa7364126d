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
        takenBack {
          amountMinor
          currency
        }
        paidOut {
          amountMinor
          currency
        }
        closing {
          amountMinor
          currency
        }
      }
    }
  }
`);

export const EarningsFileDocument = graphql(`
  query EarningsFile($year: Int!, $providerId: ID) {
    earnings(year: $year, providerId: $providerId) {
      csv
    }
  }
`);
