import { graphql } from "../../gql/index.ts";

export const MailDocument = graphql(`
  query Mail($first: Int, $last: Int, $after: String, $before: String) {
    mailMessages(first: $first, last: $last, after: $after, before: $before) {
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        node {
          id
          subject
          state
          createdAt
          sentAt
        }
      }
    }
  }
`);

export const MailMessageDocument = graphql(`
  query MailMessage($id: ID!) {
    mailMessage(id: $id) {
      id
      subject
      text
      to
      state
      createdAt
      sentAt
    }
  }
`);
