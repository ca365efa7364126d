import { graphql } from "../../gql/index.ts";

export const WorkDocument = graphql(`
  query Work($id: ID!, $states: [String!], $priorities: [String!], $overdue: Boolean, $search: String,
    $first: Int, $last: Int, $after: String, $before: String) {
    viewer {
      permissions
      organizationKind
    }
    engagementMonths(engagementId: $id) {
      engagementId
      zone
    }
    workCounts(engagementId: $id) {
      state
      priority
      overdue
      n
    }
    workItems(engagementId: $id, states: $states, priorities: $priorities, overdue: $overdue, search:
      $search, first: $first, last: $last, after: $after, before: $before) {
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        node {
          id
          reference
          title
          typeName
          priority
          state
          waitingOn
          openedAt
          dueAt
          clocks {
            levelId
            name
            levelName
            state
            verdict
            netSeconds
            targetSeconds
            breachAt
            endedAt
          }
        }
      }
    }
  }
`);
