import { graphql } from "../../gql/index.ts";

export const LevelRowsDocument = graphql(`
  query LevelRows($id: ID!, $levelId: String!, $month: String!) {
    monthFigures(engagementId: $id, month: $month) {
      zone
      state
      levels {
        levelId
        name
        kind
        direction
        target
        minimum
        measured
        n
        hits
        misses
        status
      }
    }
    monthRows(engagementId: $id, levelId: $levelId, month: $month) {
      workItemId
      reference
      title
      priority
      openedAt
      resolvedAt
      deskMadeSla
      cause
      verdict
      netSeconds
      targetSeconds
      breachAt
    }
  }
`);
