import { graphql } from "../../gql/index.ts";

export const CompareDocument = graphql(`
  query Compare($ids: [ID!]!) {
    compareListings(ids: $ids) {
      listingId
      title
      poolBps
      languages
      zone
      hours
      readerZone
      onboardingDays
      coverage {
        from
        to
      }
      provider {
        slug
        name
        city
        country
      }
      module {
        code
        name
      }
      price {
        amountMinor
        currency
      }
      expectedPrice {
        amountMinor
        currency
      }
      expectedCredit {
        amountMinor
        currency
      }
      measured {
        levelName
        percent
        engagements
        months
      }
      attestations {
        name
        level
        levelName
        state
        daysLeft
      }
      levels {
        levelId
        name
        direction
        target
        minimum
        unit
        weightBps
        missBps
        failBps
        met
        missed
        failed
        expectedCredit {
          amountMinor
          currency
        }
      }
    }
  }
`);
