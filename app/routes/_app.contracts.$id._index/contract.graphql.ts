import { graphql } from "../../gql/index.ts";

export const ContractDocument = graphql(`
  query Contract($id: ID!, $version: Int) {
    statementOfWork(id: $id) {
      id
      title
      state
      waitingFor
      viewerParty
      viewerMay
      proposedBy
      currentVersion
      startsOn
      zone
      retroactive
      moduleName
      engagementId
      closedAt
      closedReason
      buyer {
        name
      }
      provider {
        name
      }
      monthlyFee {
        amountMinor
        currency
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
      version(number: $version) {
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
      versions {
        id
        number
        author
        proposedBy
        note
        createdAt
        termsHash
      }
      signatures {
        id
        version
        party
        typedName
        email
        authority
        authMethod
        consentTextVersion
        address
        userAgent
        openedAt
        consentedAt
        signedAt
        termsHash
        documentHash
        prevHash
        hash
      }
      signatureChain {
        intact
        faults
      }
    }
  }
`);

export const OfferDocument = graphql(`
  mutation OfferContract($input: StatementOfWorkMoveInput!) {
    offerStatementOfWork(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const WithdrawDocument = graphql(`
  mutation WithdrawContract($input: StatementOfWorkMoveInput!) {
    withdrawStatementOfWork(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const DeclineDocument = graphql(`
  mutation DeclineContract($input: StatementOfWorkMoveInput!) {
    declineStatementOfWork(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
