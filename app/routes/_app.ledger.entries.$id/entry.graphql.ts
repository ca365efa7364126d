import { graphql } from "../../gql/index.ts";

export const JournalEntryDocument = graphql(`
  query JournalEntry($id: ID!) {
    journalEntry(id: $id) {
      id
      source
      sourceId
      step
      memo
      effectiveAt
      writtenAt
      seq
      hash
      prevHash
      cause {
        invoiceId
        invoiceNumber
        statementId
        period
        payoutId
      }
      legs {
        code
        account
        organizationName
        amount {
          amountMinor
          currency
        }
      }
    }
  }
`);
