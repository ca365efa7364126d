import { graphql } from "../../gql/index.ts";

export const ExchangeRatesDocument = graphql(`
  query ExchangeRatesPage($base: String, $quote: String, $after: String) {
    exchangeRates {
      mayState
      today
      maxAgeDays
      endedMonth
      openPositions {
        amountMinor
        currency
      }
      ownResults {
        amountMinor
        currency
      }
      revaluations {
        id
        month
        doneByName
        doneAt
        loss {
          amountMinor
          currency
        }
        lines {
          rate
          position {
            amountMinor
            currency
          }
          value {
            amountMinor
            currency
          }
          carried {
            amountMinor
            currency
          }
        }
      }
      pairs {
        count
        holdsToday
        latest {
          id
          base
          quote
          rate
          validFrom
          source
        }
      }
      stated(base: $base, quote: $quote, first: 20, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            id
            base
            quote
            rate
            validFrom
            source
            statedByName
            statedAt
          }
        }
      }
    }
  }
`);

export const StateExchangeRateDocument = graphql(`
  mutation StateExchangeRate($input: StateExchangeRateInput!) {
    stateExchangeRate(input: $input) {
      __typename
      ... on Refusal {
        message
        code
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

export const RevalueMonthDocument = graphql(`
  mutation RevalueMonth($input: RevalueMonthInput!) {
    revalueMonth(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
