import { graphql } from "./gql/index.ts";

export const AskForDataExportDocument = graphql(`
  mutation AskForDataExport($input: AskForDataExportInput!) {
    askForDataExport(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const OpenDataExportDocument = graphql(`
  mutation OpenDataExport($input: OpenDataExportInput!) {
    openDataExport(input: $input) {
      __typename
      ... on MutationOpenDataExportSuccess {
        data {
          id
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);

export const DataExportPartDocument = graphql(`
  query DataExportPart($id: ID!, $position: Int!) {
    dataExportPart(id: $id, position: $position) {
      fileName
      partCount
      base64
    }
  }
`);

export const DataExportsDocument = graphql(`
  query DataExports($kind: DataExportKind!) {
    dataExports(kind: $kind) {
      exportId
      state
      askedAt
      doneKinds
      ofKinds
      rowCount
      fileCount
      byteSize
      sha256
      madeAt
      expiresAt
    }
  }
`);
