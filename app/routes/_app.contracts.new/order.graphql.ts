import { graphql } from "../../gql/index.ts";

export const OrderDraftDocument = graphql(`
  query OrderDraft($listingId: ID!) {
    breachRules {
      causeDays
      answerDays
      repeatTimes
      repeatMonths
    }
    orderDraft(listingId: $listingId) {
      listingId
      today
      terms
      edit
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
      provider {
        name
      }
      hoursCoverage {
        from
        coveredHours
      }
      attestationGaps {
        kind
        name
        reason
        date
      }
    }
  }
`);

export const CreateOrderDocument = graphql(`
  mutation CreateOrder($input: CreateOrderInput!) {
    createOrder(input: $input) {
      __typename
      ... on MutationCreateOrderSuccess {
        data {
          id
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
