import { graphql } from "../../gql/index.ts";

export const EngagementChargesDocument = graphql(`
  query EngagementChargesPage($id: ID!, $after: String) {
    engagementCharges(engagementId: $id) {
      engagementId
      zone
      currency
      mayState
      mayAnswer
      milestones {
        id
        name
        dueOn
        state
        amount {
          amountMinor
          currency
        }
        steps {
          id
          kind
          on
          note
          byName
          at
        }
      }
      costLines {
        id
        name
        markupBps
        cap {
          amountMinor
          currency
          text
        }
      }
    }
    passedCosts(engagementId: $id, first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          lineId
          receipt
          description
          incurredOn
          state
          statedBy
          statedAt
          decidedBy
          decidedAt
          reason
          statementId
          amount {
            amountMinor
            currency
          }
        }
      }
    }
  }
`);

export const DeliverMilestoneDocument = graphql(`
  mutation DeliverMilestone($input: DeliverMilestoneInput!) {
    deliverMilestone(input: $input) {
      __typename
      ... on InvalidInput {
        issues {
          field
          message
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);

export const AnswerMilestoneDocument = graphql(`
  mutation AnswerMilestone($input: AnswerMilestoneInput!) {
    answerMilestone(input: $input) {
      __typename
      ... on InvalidInput {
        issues {
          field
          message
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);

export const StateCostDocument = graphql(`
  mutation StateCost($input: StateCostInput!) {
    stateCost(input: $input) {
      __typename
      ... on InvalidInput {
        issues {
          field
          message
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);

export const AnswerCostDocument = graphql(`
  mutation AnswerCost($input: AnswerCostInput!) {
    answerCost(input: $input) {
      __typename
      ... on InvalidInput {
        issues {
          field
          message
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);
