import { graphql } from "../../gql/index.ts";

export const BundlesDocument = graphql(`
  query Bundles($id: ID!, $month: String!) {
    monthFigures(engagementId: $id, month: $month) {
      state
      verdicts {
        bundle
      }
      frozenFigures {
        bundle
      }
    }
  }
`);
