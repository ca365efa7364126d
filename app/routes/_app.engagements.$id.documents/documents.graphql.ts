import { graphql } from "../../gql/index.ts";

export const EngagementDocumentsDocument = graphql(`
  query EngagementDocuments($id: ID!) {
    engagement(id: $id) {
      documents {
        key
        kind
        subjectId
        label
        state
        at
      }
    }
  }
`);
