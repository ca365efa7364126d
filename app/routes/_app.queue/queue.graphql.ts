import { graphql } from "../../gql/index.ts";

export const QueueDocument = graphql(`
  query Queue($group: String, $engagementId: ID, $priorities: [String!], $holder: String,
    $first: Int, $last: Int, $after: String, $before: String) {
    viewer {
      organizationKind
    }
    queueEngagements {
      id
      title
      buyer
    }
    queueCounts(engagementId: $engagementId, priorities: $priorities, holder: $holder) {
      group
      n
    }
    queue(group: $group, engagementId: $engagementId, priorities: $priorities, holder: $holder,
      first: $first, last: $last, after: $after, before: $before) {
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
          priority
          state
          holder
          dueAt
          group
          engagementId
          engagementTitle
          buyer
          provider
        }
      }
    }
  }
`);
