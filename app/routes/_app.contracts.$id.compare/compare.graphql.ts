import { graphql } from "../../gql/index.ts";

export const CompareContractDocument = graphql(`
  query CompareContract($id: ID!, $from: Int!, $to: Int!) {
    statementOfWork(id: $id) {
      id
      title
      currentVersion
      comparison(from: $from, to: $to) {
        figures {
          path
          label
          before
          after
        }
        clauses {
          id
          heading
          parts {
            kind
            text
          }
        }
      }
      versions {
        number
        author
        note
        proposedBy
      }
    }
  }
`);
