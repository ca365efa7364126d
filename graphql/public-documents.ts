const CARD = `listingId
        title
        summary
        provider {
          name
          city
          country
        }
        price {
          amountMinor
          currency
        }
        languages
        zone
        attestations {
          kind
          level
          validTo
        }`;

const FOUND = "filter: $filter, sort: $sort, first: $first, after: $after";
const ASKED = "$filter: ListingFilter, $sort: ListingSort! = RECOMMENDED, $first: Int, $after: String";

/** Documents that anybody may send, word for word: the published catalogue, without an API key. */
export const PUBLIC_DOCUMENTS = {
  listings: `query PublicListings(${ASKED}) {
  listings(${FOUND}) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ${CARD}
      }
    }
  }
}`,
  search: `query PublicSearch(${ASKED}) {
  listings(${FOUND}) {
    totalCount
    facets {
      countries {
        value
        count
      }
      modules {
        value
        count
      }
      currencies {
        value
        count
      }
      languages {
        value
        count
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ${CARD}
      }
    }
  }
}`,
} as const;
