import { graphql } from "../../gql/index.ts";

export const LevelSampleDocument = graphql(`
  query LevelSample(
    $id: ID!
    $levelId: String!
    $month: String!
    $filter: String
    $after: Int
    $itemAfter: Int
  ) {
    viewer {
      permissions
      organizationKind
    }
    levelSample(engagementId: $id, levelId: $levelId, month: $month) {
      engagementId
      levelId
      levelName
      direction
      unit
      month
      zone
      isOver
      plan
      scoredBy
      countedUnit
      unitsPerItem
      confidence
      twiceBps
      of
      size {
        size
        wanted
        heldBy
      }
      actions
      sample {
        id
        state
        of
        size
        populationHash
        commitment
        nonce
        answer
        seed
        committedBy
        committedByName
        committedAt
        answerBy
        answeredBy
        answeredByName
        drawnAt
        waitsFor
        scoredAt
        errors
        units
        bundleHash
        progress {
          round
          first
          second
          twice
          disagreements
          ruled
          next
        }
        items(filter: $filter, first: 50, after: $after) {
          total
          next
          rows {
            ...SampleItemParts
          }
        }
        chosen: items(filter: "all", first: 1, after: $itemAfter) {
          rows {
            ...SampleItemParts
          }
        }
      }
    }
    monthFigures(engagementId: $id, month: $month) {
      state
      levels {
        levelId
        measured
        unit
        direction
        target
        minimum
        n
        misses
        status
        reason
        interval {
          low
          high
        }
      }
    }
    engagementMonths(engagementId: $id) {
      months {
        month
        state
      }
    }
  }
`);

export const SampleItemFragment = graphql(`
  fragment SampleItemParts on SampleItem {
    position
    workItemId
    reference
    title
    state
    hidden
    mine
    first {
      errors
      units
      note
      by
      at
    }
    second {
      errors
      units
      note
      by
      at
    }
    ruling {
      errors
      units
      note
      by
      at
    }
  }
`);

export const BeginSampleDocument = graphql(`
  mutation BeginSample($input: BeginSampleInput!) {
    beginSample(input: $input) {
      __typename
      ... on Refusal {
        message
        field
      }
    }
  }
`);

export const DrawSampleDocument = graphql(`
  mutation DrawSample($input: DrawSampleInput!) {
    drawSample(input: $input) {
      __typename
      ... on Refusal {
        message
        field
      }
    }
  }
`);

export const ScoreSampleItemDocument = graphql(`
  mutation ScoreSampleItem($input: ScoreSampleItemInput!) {
    scoreSampleItem(input: $input) {
      __typename
      ... on MutationScoreSampleItemSuccess {
        data {
          progress {
            next
          }
        }
      }
      ... on Refusal {
        message
        field
      }
    }
  }
`);

export const RuleSampleItemDocument = graphql(`
  mutation RuleSampleItem($input: ScoreSampleItemInput!) {
    ruleSampleItem(input: $input) {
      __typename
      ... on MutationRuleSampleItemSuccess {
        data {
          progress {
            next
          }
        }
      }
      ... on Refusal {
        message
        field
      }
    }
  }
`);
