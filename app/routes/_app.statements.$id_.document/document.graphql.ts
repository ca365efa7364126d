import { graphql } from "../../gql/index.ts";

export const StatementFileDocument = graphql(`
  query StatementFile($id: ID!, $format: DocumentFormat!) {
    statementDocument(id: $id, format: $format) {
      fileName
      mediaType
      base64
      refusal
    }
  }
`);
