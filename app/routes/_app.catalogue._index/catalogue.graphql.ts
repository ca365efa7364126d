import { graphql } from "../../gql/index.ts";

export const ModulesDocument = graphql(`
  query Modules {
    serviceModules {
      code
      name
      promise
      offers
      priceUnit
      priceFrom {
        amountMinor
        currency
      }
    }
  }
`);

export const CatalogueDocument = graphql(`
  query Catalogue($filter: ListingFilter, $sort: ListingSort!, $first: Int!, $after: String) {
    serviceModules {
      code
      name
    }
    listings(filter: $filter, sort: $sort, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      facets {
        modules {
          value
          count
        }
        countries {
          value
          count
        }
        languages {
          value
          count
        }
        currencies {
          value
          count
        }
        attestations {
          value
          count
        }
      }
      edges {
        node {
          listingId
          title
          summary
          readerZone
          provider {
            slug
            name
            city
            country
          }
          coverage {
            from
            to
          }
          attestationSummary {
            standing
            name
            daysLeft
            seen
            levels {
              levelName
              names
            }
          }
          measured {
            levelName
            engagements
            months
            percent
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
  }
`);
