import { graphql } from "../../gql/index.ts";

export const DisputeFileContentDocument = graphql(`
  query DisputeFileContent($fileId: ID!) {
    disputeFile(fileId: $fileId) {
      fileName
      mediaType
      base64
    }
  }
`);
