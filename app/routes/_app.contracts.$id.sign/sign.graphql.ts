import { graphql } from "../../gql/index.ts";

export const SignPageDocument = graphql(`
  query SignPage($id: ID!) {
    signingForm {
      openedAt
      signerName
      authority
      consentText
      consentTextVersion
    }
    statementOfWork(id: $id) {
      id
      title
      state
      viewerParty
      viewerMay
      currentVersion
      startsOn
      retroactive
      buyer {
        name
      }
      provider {
        name
      }
      attestationGaps {
        kind
        name
        reason
        date
      }
      hoursCoverage {
        calendars {
          id
          name
          zone
          openSeconds
          uncoveredSeconds
          gaps {
            words
            seconds
            dates
          }
        }
      }
      version {
        number
        termsHash
        documentHash
        clauses {
          id
          heading
          paragraphs
          table {
            columns
            rows {
              cells
            }
          }
        }
      }
    }
  }
`);

export const SignDocument = graphql(`
  mutation SignContract($input: SignStatementOfWorkInput!) {
    signStatementOfWork(input: $input) {
      __typename
      ... on MutationSignStatementOfWorkSuccess {
        data {
          id
          state
        }
      }
      ... on InvalidInput {
        issues {
          field
          message
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);
