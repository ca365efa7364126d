import { graphql } from "../../gql/index.ts";

export const BreachDocument = graphql(`
  query BreachPage($id: ID!) {
    viewer {
      organizationKind
    }
    breach(id: $id) {
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
      source
      severity
      severityName
      state
      closed
      waitsFor
      openedAt
      closedAt
      dueAt
      overdue
      repeated
      escalated
      assignedTo
      repeatTimes
      repeatMonths
      missed
      actionDueOn
      promisedMonth
      promisedFigure
      actions
      figure {
        measured
        n
        misses
        target
        minimum
        direction
        unit
        counted
        allowed
      }
      missedItems {
        id
        reference
        title
        priority
      }
      possibleOwners {
        userId
        name
      }
      plans {
        id
        number
        category
        categoryName
        cause
        explained
        explainedItemIds
        action
        owner
        ownerId
        dueOn
        promisedFigure
        promisedMonth
        by
        at
      }
      steps {
        id
        action
        party
        by
        reason
        at
      }
      effect {
        before {
          months
          n
          figure
          low
          high
        }
        after {
          months
          n
          figure
          low
          high
        }
        difference
        beyondChance
        judgedMonth
        judgedFigure
        kept
        better
        verdict
      }
    }
  }
`);

export const PlanBreachDocument = graphql(`
  mutation PlanBreach($input: PlanBreachInput!) {
    answer: planBreach(input: $input) {
      __typename
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

export const AnswerBreachPlanDocument = graphql(`
  mutation AnswerBreachPlan($input: AnswerBreachPlanInput!) {
    answer: answerBreachPlan(input: $input) {
      __typename
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

export const AnswerForBuyerDocument = graphql(`
  mutation AnswerBreachPlanForBuyer($input: AnswerBreachPlanInput!) {
    answer: answerBreachPlanForBuyer(input: $input) {
      __typename
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

export const FinishBreachActionDocument = graphql(`
  mutation FinishBreachAction($input: FinishBreachActionInput!) {
    answer: finishBreachAction(input: $input) {
      __typename
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

export const RuleBreachDocument = graphql(`
  mutation RuleBreach($input: RuleBreachInput!) {
    answer: ruleBreach(input: $input) {
      __typename
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
