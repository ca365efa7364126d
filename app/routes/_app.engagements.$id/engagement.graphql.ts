import { graphql } from "../../gql/index.ts";

export const EngagementFrameDocument = graphql(`
  query EngagementFrame($id: ID!) {
    engagement(id: $id) {
      id
      title
      moduleName
      state
      stateName
      zone
      buyer {
        name
      }
      provider {
        name
      }
    }
  }
`);
