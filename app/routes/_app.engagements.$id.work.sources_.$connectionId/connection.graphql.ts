import { graphql } from "../../gql/index.ts";

export const ConnectionDocument = graphql(`
  query Connection($id: ID!, $engagementId: ID!, $after: String, $before: String, $first: Int, $last: Int) {
    engagementMonths(engagementId: $engagementId) {
      zone
    }
    engagement(id: $engagementId) {
      viewerParty
    }
    inboundConnection(id: $id) {
      id
      engagementId
      name
      source
      path
      enabled
      lastDeliveryAt
      overlapUntil
      createdBy
      createdAt
      deliveryCount
      eventsAccepted
      eventsRefused
      viewerMayManage
      deliveries(after: $after, before: $before, first: $first, last: $last) {
        edges {
          node {
            id
            state
            failure
            accepted
            duplicates
            refused
            runs
            receivedAt
          }
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
      }
    }
  }
`);

export const RotateSecretDocument = graphql(`
  mutation RotateSecret($input: RotateInboundSecretInput!) {
    rotateInboundSecret(input: $input) {
      __typename
      ... on MutationRotateInboundSecretSuccess {
        data {
          secret
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);

export const SetConnectionDocument = graphql(`
  mutation SetConnection($input: SetInboundConnectionInput!) {
    setInboundConnection(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
