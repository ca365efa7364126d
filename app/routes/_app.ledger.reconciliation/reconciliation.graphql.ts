import { graphql } from "../../gql/index.ts";

export const ReconciliationDocument = graphql(`
  query Reconciliation($open: Boolean, $kind: String, $after: String) {
    mayRunReconciliation
    breakOwners {
      id
      name
    }
    reconciliationRuns(first: 10) {
      edges {
        node {
          id
          state
          askedByName
          startedAt
          finishedAt
          transactionCount
          matchedCount
          bookedCount
          waitingCount
          openBreakCount
          failure
          balances {
            stripe {
              amountMinor
              currency
            }
            books {
              amountMinor
              currency
            }
            waiting {
              amountMinor
              currency
            }
          }
        }
      }
    }
    reconciliationBreaks(first: 50, open: $open, kind: $kind, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          kind
          kindName
          alarm
          says
          expected {
            amountMinor
            currency
          }
          actual {
            amountMinor
            currency
          }
          entryId
          since
          ageHours
          goneAt
          ownerId
          ownerName
          closedAt
          closedByName
          closeReason
        }
      }
    }
  }
`);

export const RunReconciliationDocument = graphql(`
  mutation RunReconciliation($input: RunReconciliationInput!) {
    runReconciliation(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const AssignBreakDocument = graphql(`
  mutation AssignBreak($input: AssignBreakInput!) {
    assignBreak(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const CloseBreakDocument = graphql(`
  mutation CloseBreak($input: CloseBreakInput!) {
    closeBreak(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
