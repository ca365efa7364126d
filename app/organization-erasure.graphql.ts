import { graphql } from "./gql/index.ts";

export const OrganizationErasuresDocument = graphql(`
  query OrganizationErasures {
    organizationErasures {
      erasureId
      organization
      state
      askedByName
      askedAt
      approvedByName
      approvedAt
      dueAt
      withdrawnByName
      withdrawnAt
      doneAt
      askedByReader
      blockers {
        words
      }
    }
  }
`);

export const ErasureBlockersDocument = graphql(`
  query ErasureBlockers {
    erasureBlockers {
      words
    }
  }
`);

export const AskForOrganizationErasureDocument = graphql(`
  mutation AskForOrganizationErasure($input: AskForOrganizationErasureInput!) {
    askForOrganizationErasure(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const ApproveOrganizationErasureDocument = graphql(`
  mutation ApproveOrganizationErasure($input: OrganizationErasureInput!) {
    approveOrganizationErasure(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const WithdrawOrganizationErasureDocument = graphql(`
  mutation WithdrawOrganizationErasure($input: OrganizationErasureInput!) {
    withdrawOrganizationErasure(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
