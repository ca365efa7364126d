import { graphql } from "../../gql/index.ts";

export const RetentionDocument = graphql(`
  query RetentionPage {
    retention {
      mayChange
      nextRunAt
      kinds {
        kind
        title
        goes
        leastDays
        moments {
          moment
          words
        }
      }
      noRule {
        what
        why
      }
      rules {
        ruleId
        kind
        title
        days
        momentWords
        ground
        startsOn
        endsOn
        setByName
        withdrawnByName
        state
      }
      runs {
        runId
        day
        finishedAt
        parts {
          kind
          title
          days
          gone
          held {
            because
            words
            count
          }
          finishedAt
        }
      }
    }
  }
`);

export const TryRetentionDocument = graphql(`
  query TryRetention($rule: TryRetentionRuleInput) {
    retentionDryRun(rule: $rule) {
      refused
      issues {
        field
        message
      }
      findings {
        kind
        title
        days
        momentWords
        before
        gone
        held {
          because
          words
          count
        }
      }
    }
  }
`);

export const SetRetentionRuleDocument = graphql(`
  mutation SetRetentionRule($input: SetRetentionRuleInput!) {
    setRetentionRule(input: $input) {
      __typename
      ... on InvalidInput {
        message
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

export const WithdrawRetentionRuleDocument = graphql(`
  mutation WithdrawRetentionRule($input: WithdrawRetentionRuleInput!) {
    withdrawRetentionRule(input: $input) {
      __typename
      ... on InvalidInput {
        message
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
