import { graphql } from "../../gql/index.ts";

export const ProviderDocument = graphql(`
  query ProviderPage($slug: String!) {
    provider(slug: $slug) {
      name
      city
      country
      zone
      about
      since
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
      listings {
        listingId
        title
        summary
        module {
          name
        }
        measured {
          levelName
          percent
          engagements
        }
        price {
          amountMinor
          currency
        }
        expectedPrice {
          amountMinor
          currency
        }
      }
    }
  }
`);
