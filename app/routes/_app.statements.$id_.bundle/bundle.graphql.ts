import { graphql } from "../../gql/index.ts";

export const StatementBundleDocument = graphql(`
  query StatementBundle($id: ID!) {
    statement(id: $id) {
      period
      paper {
        bundle
      }
    }
  }
`);
