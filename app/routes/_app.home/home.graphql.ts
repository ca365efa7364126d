import { graphql } from "../../gql/index.ts";

export const HomeDocument = graphql(`
  query Home($standing: String, $search: String, $first: Int, $after: ID, $before: ID) {
    viewer {
      organizationName
      organizationKind
    }
    warnings(unread: true, first: 5) {
      edges {
        node {
          id
          step
          workItemId
          breachId
          month
          note
          reference
          title
          engagementId
          engagementTitle
          zone
          levelName
          targetSeconds
          breachAt
          forecast {
            ahead
            handlingSeconds
            sample
            doneAt
          }
        }
      }
    }
    home(standing: $standing, search: $search, first: $first, after: $after, before: $before) {
      asOf
      outOfDate
      oldestFigures
      total
      belowTarget
      matching
      previousPage
      nextPage
      facets {
        name
        value
        label
        n
      }
      waitingCount
      waiting {
        engagementId
        title
        buyer
        provider
        zone
        openItems
        overdue
        dueSoon
        waitingOnBuyer
        nextDue
      }
      todos(each: 3) {
        ofKind
        kind
        subjectId
        title
        detail
        on
        count
        amount {
          amountMinor
          currency
        }
      }
      engagements {
        engagementId
        title
        buyer
        provider
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
        openItems
        overdue
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
  }
`);
