import { graphql } from "../../gql/index.ts";

export const CommissionRulesDocument = graphql(`
  query CommissionRulesPage {
    serviceModules {
      code
      name
    }
    commissionRules {
      precedence
      mayChange
      providers {
        id
        name
      }
      rules {
        id
        providerName
        moduleCode
        currency
        commissionBps
        startsOn
        endsOn
        note
        setByName
        setAt
        endedByName
        withdrawnAt
      }
    }
  }
`);

export const TryCommissionRuleDocument = graphql(`
  query TryCommissionRule($rule: TryCommissionRuleInput!) {
    commissionDryRun(rule: $rule) {
      refused
      issues {
        field
        message
      }
      rows {
          engagementId
          title
          buyerName
          providerName
          signedBps
          beforeBps
          afterBps
          changes
          months
          ruleBefore {
            ...MatchedRuleWords
          }
          ruleAfter {
            ...MatchedRuleWords
          }
          taken {
            amountMinor
            currency
          }
          before {
            amountMinor
            currency
          }
          after {
            amountMinor
            currency
          }
        }
    }
  }
  fragment MatchedRuleWords on MatchedCommissionRule {
    id
    namesProvider
    namesModule
    namesCurrency
    commissionBps
  }
`);

export const SetCommissionRuleDocument = graphql(`
  mutation SetCommissionRule($input: SetCommissionRuleInput!) {
    setCommissionRule(input: $input) {
      __typename
      ... on Refusal {
        message
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

export const EndCommissionRuleDocument = graphql(`
  mutation EndCommissionRule($input: EndCommissionRuleInput!) {
    endCommissionRule(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
