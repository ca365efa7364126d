import { graphql } from "../../gql/index.ts";

export const RefusedRowsDocument = graphql(`
  query RefusedRows($importId: ID!) {
    importBatch(id: $importId) {
      fileName
      refusedCsv
    }
  }
`);
