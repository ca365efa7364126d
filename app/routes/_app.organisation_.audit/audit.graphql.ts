import { graphql } from "../../gql/index.ts";

export const AuditDocument = graphql(`
  query Audit($filter: AuditFilterInput, $first: Int, $last: Int, $after: String, $before: String) {
    auditTrail {
      rows
      intact
      firstBroken
    }
    auditEvents(filter: $filter, first: $first, last: $last, after: $after, before: $before) {
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        node {
          id
          seq
          at
          actorName
          role
          via
          credential
          address
          action
          subjectType
          subjectId
          requestId
          data
          hash
        }
      }
    }
  }
`);

export const AuditFileDocument = graphql(`
  query AuditFile($filter: AuditFilterInput, $as: String!) {
    auditFile(filter: $filter, as: $as)
  }
`);
