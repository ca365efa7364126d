import { graphql } from "../../gql/index.ts";

export const InvoiceFileDocument = graphql(`
  query InvoiceFile($id: ID!, $format: DocumentFormat!) {
    invoiceDocument(id: $id, format: $format) {
      fileName
      mediaType
      base64
      refusal
    }
  }
`);
