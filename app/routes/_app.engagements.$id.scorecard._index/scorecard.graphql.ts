import { graphql } from "../../gql/index.ts";

export const ScorecardDocument = graphql(`
  query Scorecard($id: ID!) {
    scorecard(engagementId: $id) {
      engagementId
      change
      nextMonth
      mayEdit
      current {
        number
        fromMonth
        note
        levels {
          levelId
          weightBps
        }
      }
      versions {
        number
        fromMonth
        note
        createdBy
        createdAt
        levels {
          levelId
          weightBps
        }
      }
      levels {
        levelId
        name
        unit
        direction
        target
        minimum
        measured
        n
        excluded
        windowFrom
      }
      months {
        month
        runs
        version
        value
        levels {
          levelId
          weightBps
          score
          leftOut
        }
      }
    }
  }
`);

export const SaveScorecardDocument = graphql(`
  mutation SaveScorecard($input: SaveScorecardInput!) {
    saveScorecard(input: $input) {
      __typename
      ... on MutationSaveScorecardSuccess {
        data {
          engagementId
        }
      }
      ... on Refusal {
        message
        field
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
