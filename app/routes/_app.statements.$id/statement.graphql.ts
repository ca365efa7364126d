import { graphql } from "../../gql/index.ts";

export const StatementDocument = graphql(`
  query StatementPage($id: ID!) {
    statement(id: $id) {
      id
      engagementId
      buyerName
      providerName
      title
      moduleName
      zone
      period
      closing
      state
      waitsFor
      waitsForViewer
      mayApprove
      buyerApprovedAt
      providerApprovedAt
      bundleHash
      silence {
        says
        isAgreed
        mayObject
        entries {
          id
          side
          kind
          step
          note
          byName
          at
        }
      }
      invoiceId
      invoiceNumber
      invoiceBlockers {
        side
        message
      }
      fee {
        amountMinor
        currency
      }
      net {
        amountMinor
        currency
        text
      }
      whoBearsIt {
        party
        without {
          amountMinor
          currency
        }
        now {
          amountMinor
          currency
        }
        difference {
          amountMinor
          currency
        }
      }
      paper {
        charges {
          id
          kind
          evidence {
            id
          }
          label
          atRisk
          sentence
          itemCount
          amount {
            amountMinor
            currency
          }
        }
        adjustments {
          correctionId
          month
          amount {
            amountMinor
            currency
          }
          whole {
            amountMinor
            currency
            text
          }
        }
        capSentence
        commissionBps
        commissionOn
        priceLines {
          id
          label
          levelId
          months
          sentence
          amount {
            amountMinor
            currency
          }
        }
        contractVersion
        ruleVersion
        calendarVersion
        itemCount
        eventCount
        frozenAt
        buyerApprover
        providerApprover
        lines {
          levelId
          name
          unit
          direction
          outcome
          measured
          target
          minimum
          counts
          n
          excluded
          windowFrom
          intervalLow
          intervalHigh
          shareBps
          sentence
          credit {
            amountMinor
            currency
          }
        }
      }
    }
  }
`);

export const ApproveStatementDocument = graphql(`
  mutation ApproveStatement($input: ApproveStatementInput!) {
    approveStatement(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const ObjectToStatementDocument = graphql(`
  mutation ObjectToStatement($input: ObjectToStatementInput!) {
    objectToStatement(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
