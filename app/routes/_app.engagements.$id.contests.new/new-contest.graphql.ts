import { graphql } from "../../gql/index.ts";

export const NewContestDocument = graphql(`
  query NewContest($id: ID!, $workItemId: ID!, $hasItem: Boolean!) {
    engagement(id: $id) {
      id
      zone
    }
    orderedLevels: engagementMonths(engagementId: $id) {
      suggested
    }
    contestableLevels(engagementId: $id) {
      levelId
      name
      reads
      workItemTypes
    }
    workItem(id: $workItemId) @include(if: $hasItem) {
      id
      reference
      title
      type
    }
  }
`);

export const PreviewContestDocument = graphql(`
  query PreviewContest($proposal: ContestProposalInput!) {
    contestPreview(proposal: $proposal) {
      price {
        ...Repriced
      }
      refused
    }
  }
`);

export const OpenContestDocument = graphql(`
  mutation OpenContest($input: OpenContestInput!) {
    openContest(input: $input) {
      __typename
      ... on MutationOpenContestSuccess {
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
