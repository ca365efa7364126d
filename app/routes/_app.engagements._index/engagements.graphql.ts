import { graphql } from "../../gql/index.ts";

export const EngagementsDocument = graphql(`
  query Engagements($after: String, $search: String) {
    engagements(first: 50, after: $after, search: $search) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          title
          moduleName
          state
          stateName
          startsOn
          endsOn
          viewerParty
          buyer {
            name
          }
          provider {
            name
          }
          onboarding {
            done
            total
            openForBuyer
            openForProvider
            complete
            late
          }
        }
      }
    }
  }
`);
