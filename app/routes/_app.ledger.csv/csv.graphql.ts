import { graphql } from "../../gql/index.ts";

export const TrialBalanceCsvDocument = graphql(`
  query TrialBalanceCsv($asOf: String) {
    trialBalanceCsv(asOf: $asOf)
  }
`);

export const LedgerAccountCsvDocument = graphql(`
  query LedgerAccountCsv(
    $code: String!
    $currency: String!
    $organizationId: ID
    $from: String
    $to: String
  ) {
    ledgerAccount(
      code: $code
      currency: $currency
      organizationId: $organizationId
      from: $from
      to: $to
    ) {
      csv
    }
  }
`);
