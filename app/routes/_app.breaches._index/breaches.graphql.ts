import { graphql } from "../../gql/index.ts";

export const BreachesDocument = graphql(`
  query Breaches(
    $engagementId: ID
    $levelId: String
    $states: [String!]
    $severity: Int
    $escalated: Boolean
    $closed: Boolean
    $mine: Boolean
    $first: Int
    $last: Int
    $after: String
    $before: String
  ) {
    viewer {
      organizationKind
    }
    breaches(
      engagementId: $engagementId
      levelId: $levelId
      states: $states
      severity: $severity
      escalated: $escalated
      closed: $closed
      mine: $mine
      first: $first
      last: $last
      after: $after
      before: $before
    ) {
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        node {
          id
          engagementId
          engagementTitle
          buyerName
          providerName
          zone
          month
          levelId
          levelName
          status
          severity
          severityName
          state
          closed
          dueAt
          overdue
          repeated
          assignedTo
          missed
          figure {
            measured
            target
            unit
            direction
            counted
            allowed
          }
        }
      }
    }
  }
`);
