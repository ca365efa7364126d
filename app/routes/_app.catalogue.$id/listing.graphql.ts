import { graphql } from "../../gql/index.ts";

export const ListingDocument = graphql(`
  query ListingPage($id: ID!) {
    viewer {
      permissions
    }
    listing(id: $id) {
      listingId
      title
      summary
      priceModel
      poolBps
      languages
      zone
      readerZone
      onboardingDays
      hours
      coverage {
        from
        to
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
        engagements
        months
        items
        levelName
        percent
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
        delivers
        priceUnit
        priceNote
        attestations {
          kind
          name
          need
          because
        }
      }
      attestations {
        kind
        name
        level
        levelName
        issuer
        scope
        validFrom
        validTo
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
        minimumSample
        calendar
        targetMinutes {
          priority
          minutes
        }
        metric {
          numerator
          denominator
          source
          definedBy
          definedBySite
          usualTarget
          sourceSite
          vendorClaim
        }
        met
        missed
        failed
        months {
          period
          percent
          n
        }
        expectedCredit {
          amountMinor
          currency
        }
      }
      others {
        listingId
        title
        module {
          name
        }
        price {
          amountMinor
          currency
        }
      }
    }
  }
`);
