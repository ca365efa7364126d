import { graphql } from "../../gql/index.ts";

export const EditContractDocument = graphql(`
  query EditContract($id: ID!) {
    breachRules {
      causeDays
      answerDays
      repeatTimes
      repeatMonths
    }
    statementOfWork(id: $id) {
      id
      title
      state
      today
      viewerMay
      currentVersion
      priceHistory {
        months {
          period
          frozen
          levels {
            id
            measured
            excused
            against
          }
        }
      }
      hoursCoverage {
        from
        coveredHours
      }
      provider {
        name
      }
      version {
        terms
        edit
      }
      signatures {
        version
      }
    }
  }
`);

export const ProposeVersionDocument = graphql(`
  mutation ProposeVersion($input: ProposeVersionInput!) {
    proposeVersion(input: $input) {
      __typename
      ... on MutationProposeVersionSuccess {
        data {
          id
          state
          currentVersion
        }
      }
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
