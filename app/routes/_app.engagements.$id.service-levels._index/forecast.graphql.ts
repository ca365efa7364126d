import { graphql } from "../../gql/index.ts";

export const ForecastDocument = graphql(`
  query MonthForecast($id: ID!) {
    monthForecast(engagementId: $id) {
      month
      day
      levels {
        levelId
        name
        unit
        direction
        target
        method
        reason
        value
        low
        high
        status
        n
        open
        remaining
        earlier {
          months
          from
          to
        }
        test {
          months
          from
          to
          error
          naiveError
          inside
        }
      }
      credits {
        now {
          amountMinor
          currency
        }
        forecast {
          amountMinor
          currency
        }
        worst {
          amountMinor
          currency
        }
        levels {
          levelId
          name
          credit {
            amountMinor
            currency
          }
        }
      }
    }
  }
`);
