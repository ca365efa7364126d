import { graphql } from "../../gql/index.ts";

export const ScorecardsDocument = graphql(`
  query Scorecards($after: String) {
    viewer {
      organizationKind
    }
    scorecards(first: 25, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          engagementId
          title
          buyer
          provider
          change
          current {
            number
            levels {
              levelId
            }
          }
          months {
            month
            runs
            value
          }
        }
      }
    }
  }
`);
