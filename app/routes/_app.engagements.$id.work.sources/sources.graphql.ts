import { graphql } from "../../gql/index.ts";

export const SourcesDocument = graphql(`
  query Sources($id: ID!) {
    viewer {
      permissions
    }
    engagementMonths(engagementId: $id) {
      zone
    }
    engagement(id: $id) {
      viewerParty
    }
    workItemTypes(engagementId: $id) {
      id
    }
    inboundConnections(engagementId: $id) {
      id
      name
      source
      enabled
      lastDeliveryAt
      deliveryCount
      eventsAccepted
      eventsRefused
    }
    savedMappings(engagementId: $id) {
      id
      name
      shape
      createdBy
      updatedAt
    }
    recentImports(engagementId: $id) {
      id
      fileName
      state
      createdAt
      counts {
        itemsNew
        eventsNew
        rowsRefused
      }
    }
    lateWorkEvents(engagementId: $id, first: 25) {
      edges {
        node {
          id
          source
          eventId
          itemReference
          text
          at
          period
          receivedBy
          receivedAt
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

export const CreateConnectionDocument = graphql(`
  mutation CreateConnection($input: CreateInboundConnectionInput!) {
    createInboundConnection(input: $input) {
      __typename
      ... on MutationCreateInboundConnectionSuccess {
        data {
          secret
          connection {
            name
            path
          }
        }
      }
      ... on Refusal {
        message
        field
      }
      ... on InvalidInput {
        issues {
          field
          message
        }
      }
    }
  }
`);

export const RemoveMappingDocument = graphql(`
  mutation RemoveMapping($input: RemoveMappingInput!) {
    removeMapping(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const RenameMappingDocument = graphql(`
  mutation RenameMapping($input: RenameMappingInput!) {
    renameMapping(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
