import { graphql } from "../../gql/index.ts";

export const DunningDocument = graphql(`
  query Dunning($first: Int!, $after: String) {
    dunningPolicy {
      version
      writeOffAfterDays
      setByName
      setAt
      maySet
      steps {
        state
        daysAfterDue
      }
    }
    dunningCases(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          invoiceId
          number
          buyerName
          dueOn
          daysOverdue
          state
          stepOn
          nextOn
          nextState
          heldUntil
          heldBecause
          heldByName
          closedBecause
          isProcessing
          declined
          writeOffFrom
          writeOffReason
          mayHold
          mayWriteOff
          total {
            amountMinor
            currency
          }
        }
      }
    }
  }
`);

export const HoldDunningDocument = graphql(`
  mutation HoldDunning($input: HoldDunningInput!) {
    holdDunning(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const WriteOffInvoiceDocument = graphql(`
  mutation WriteOffInvoice($input: WriteOffInvoiceInput!) {
    writeOffInvoice(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const SetDunningPolicyDocument = graphql(`
  mutation SetDunningPolicy($input: SetDunningPolicyInput!) {
    setDunningPolicy(input: $input) {
      __typename
      ... on Refusal {
        message
      }
      ... on InvalidInput {
        issues {
          field
          message
        }
      }
    }
  }
`);
