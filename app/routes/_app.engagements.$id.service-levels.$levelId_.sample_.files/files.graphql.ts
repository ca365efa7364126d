import { graphql } from "../../gql/index.ts";

export const SampleFilesDocument = graphql(`
  query SampleFiles($id: ID!, $levelId: String!, $month: String!, $bundle: Boolean!) {
    levelSample(engagementId: $id, levelId: $levelId, month: $month) {
      sample {
        population @skip(if: $bundle)
        bundle @include(if: $bundle)
      }
    }
  }
`);
