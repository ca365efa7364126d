import { graphql } from "../../gql/index.ts";

export const DeliveryDocument = graphql(`
  query Delivery($id: ID!, $engagementId: ID!) {
    viewer {
      permissions
    }
    engagementMonths(engagementId: $engagementId) {
      zone
    }
    engagement(id: $engagementId) {
      viewerParty
    }
    inboundDelivery(id: $id) {
      id
      connectionId
      engagementId
      state
      failure
      accepted
      duplicates
      refused
      runs
      receivedAt
      processedAt
      content {
        body
        bodyCharacters
        rows {
          row
          eventId
          status
          message
          workItemId
        }
      }
    }
  }
`);

export const ReplayDeliveryDocument = graphql(`
  mutation ReplayDelivery($input: ReplayInboundDeliveryInput!) {
    replayInboundDelivery(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
