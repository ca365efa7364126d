import { graphql } from "../../gql/index.ts";

export const CreditNoteFileDocument = graphql(`
  query CreditNoteFile($id: ID!, $format: DocumentFormat!) {
    creditNoteDocument(id: $id, format: $format) {
      fileName
      mediaType
      base64
      refusal
    }
  }
`);
