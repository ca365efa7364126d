import { graphql } from "../../gql/index.ts";

export const PortfolioDocument = graphql(`
  query Portfolio($standing: String, $module: String, $country: String, $provider: String, $buyer: String,
    $search: String, $first: Int, $after: ID, $before: ID) {
    portfolio(standing: $standing, module: $module, country: $country, provider: $provider, buyer: $buyer,
      search: $search, first: $first, after: $after, before: $before) {
      asOf
      outOfDate
      oldestFigures
      total
      belowTarget
      creditsAtRisk {
        amountMinor
        currency
      }
      matching
      previousPage
      nextPage
      facets {
        name
        value
        label
        n
      }
      urgentCount
      urgent {
        engagementId
        title
        buyer
        provider
        zone
        need
        month
        headline {
          levelId
          name
          measured
          target
          minimum
          unit
          direction
          n
          excluded
          windowFrom
        }
        attestations {
          name
          level
          levelName
          state
          daysLeft
        }
        openItems
        overdue
        dueSoon
        waitingOnBuyer
        nextDue
      }
      engagements {
        engagementId
        title
        buyer
        provider
        providerCountry
        moduleCode
        moduleName
        month
        outOfDate
        status
        headline {
          levelId
          name
          measured
          target
          minimum
          unit
          direction
          n
          excluded
          windowFrom
          low
          high
        }
        trend {
          period
          percent
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
        }
        forecast {
          unit
          method
          value
          low
          high
          test {
            months
            error
            naiveError
          }
        }
        score {
          value
          change
          trend {
            period
            percent
          }
        }
        creditAtRisk {
          amountMinor
          currency
        }
        attestations {
          name
          level
          levelName
          state
          daysLeft
        }
        statement {
          statementId
          period
          state
          invoiceState
          waitsForBuyer
          waitsForProvider
        }
      }
    }
    breaches(escalated: true, closed: false, first: 5) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
          engagementTitle
          buyerName
          providerName
          levelName
          month
          state
          severity
          severityName
          overdue
          repeated
          assignedTo
        }
      }
    }
    contests(toRule: true, first: 50) {
      edges {
        node {
          __typename
          id
          title
          month
          engagementTitle
          buyerName
          providerName
          state
          answerBy
        }
      }
    }
    corrections(state: "proposed", first: 50) {
      edges {
        node {
          __typename
          id
          month
          engagementTitle
          buyerName
          providerName
          createdAt
          difference {
            text
          }
        }
      }
    }
  }
`);
