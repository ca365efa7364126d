import { graphql } from "../../gql/index.ts";

export const NewWorkDocument = graphql(`
  query NewWork($id: ID!) {
    viewer {
      permissions
    }
    engagementMonths(engagementId: $id) {
      zone
    }
    engagementHours(engagementId: $id) {
      sites {
        id
        name
      }
    }
    workItemTypes(engagementId: $id) {
      id
      name
      fields
    }
  }
`);

export const CreateWorkItemDocument = graphql(`
  mutation CreateWorkItem($input: CreateWorkItemInput!) {
    createWorkItem(input: $input) {
      __typename
      ... on MutationCreateWorkItemSuccess {
        data {
          id
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
