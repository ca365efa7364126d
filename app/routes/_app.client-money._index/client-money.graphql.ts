import { graphql } from "../../gql/index.ts";

export const ClientMoneyListDocument = graphql(`
  query ClientMoneyList {
    clientMoney {
      engagementId
      title
      buyerName
      providerName
      unused {
        amountMinor
        currency
      }
      expected {
        amountMinor
        currency
      }
      unpaid {
        amountMinor
        currency
      }
      owedByClient {
        amountMinor
        currency
      }
    }
  }
`);
