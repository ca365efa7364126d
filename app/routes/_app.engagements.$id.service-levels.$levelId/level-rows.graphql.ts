import { graphql } from "../../gql/index.ts";

export const LevelRowsDocument = graphql(`
  query LevelRows($id: ID!, $levelId: String!, $month: String!, $after: String) {
    viewer {
      permissions
    }
    monthFigures(engagementId: $id, month: $month) {
      zone
      state
      clockRules {
        levelId
        termsVersion
        hash
        words
      }
      levels {
        levelId
        name
        kind
        direction
        unit
        target
        minimum
        minimumSample
        measured
        gross
        excluded
        voided
        n
        hits
        misses
        status
        reason
        against {
          target
          minimum
          measured
        }
        window {
          kind
          from
          to
        }
        interval {
          low
          high
        }
        detail
      }
    }
    levelDefinition(engagementId: $id, levelId: $levelId) {
      metric
      numerator
      denominator
      formula
      facts {
        term
        text
      }
      missing
      drawn
      guard
      definedBy
      definedBySite
      source
      sourceSite
      vendorClaim
    }
    monthRows(engagementId: $id, levelId: $levelId, month: $month, first: 200, after: $after) {
      next
      rows {
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
        value
      }
    }
  }
`);
