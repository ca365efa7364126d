import { graphql } from "../../gql/index.ts";

export const SimulatedEngagementDocument = graphql(`
  query SimulatedEngagement($id: ID!) {
    engagement(id: $id) {
      id
      statementOfWorkId
    }
  }
`);

export const SimulatedContractDocument = graphql(`
  query SimulatedContract($id: ID!) {
    statementOfWork(id: $id) {
      id
      title
      engagementId
      viewerMay
      priceHistory {
        source
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
      version {
        terms
        pricesEdit
      }
    }
  }
`);

export const SimulateDocument = graphql(`
  query Simulate(
    $engagementId: ID
    $statementOfWorkId: ID
    $prices: PricesInput
    $history: String
    $seed: String
    $runs: Int
  ) {
    simulateScheme(
      engagementId: $engagementId
      statementOfWorkId: $statementOfWorkId
      prices: $prices
      history: $history
      seed: $seed
      runs: $runs
    ) {
      __typename
      ... on SchemeSimulation {
        source
        currency
        replay {
          ...SimulatedMonth
        }
        worstMonth {
          period
          net {
            amountMinor
            currency
          }
        }
        drawn {
          seed
          runs
          credit {
            ...SimulatedSpreadParts
          }
          net {
            ...SimulatedSpreadParts
          }
          histogram {
            from {
              amountMinor
              currency
            }
            to {
              amountMinor
              currency
            }
            years
          }
        }
      }
      ... on SchemeSimulationRefused {
        issues {
          field
          message
        }
      }
    }
  }

  fragment SimulatedMonth on ReplayedMonth {
    period
    frozen
    fee {
      amountMinor
      currency
    }
    credit {
      amountMinor
      currency
    }
    collar {
      amountMinor
      currency
    }
    carried {
      amountMinor
      currency
    }
    net {
      amountMinor
      currency
    }
    levels {
      id
      name
      unit
      measured
      credit {
        amountMinor
        currency
      }
    }
    adjustments {
      id
      label
      sentence
      amount {
        amountMinor
        currency
      }
    }
  }

  fragment SimulatedSpreadParts on SimulatedSpread {
    mean {
      amountMinor
      currency
    }
    lowest {
      amountMinor
      currency
    }
    p05 {
      amountMinor
      currency
    }
    median {
      amountMinor
      currency
    }
    p95 {
      amountMinor
      currency
    }
    highest {
      amountMinor
      currency
    }
  }
`);
