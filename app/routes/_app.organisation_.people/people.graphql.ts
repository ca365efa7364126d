import { graphql } from "../../gql/index.ts";

export const PeopleDocument = graphql(`
  query People($ended: Boolean!, $search: String!, $first: Int, $last: Int, $after: String, $before: String,
    $mayManage: Boolean!) {
    organization {
      name
      zone
      kind
    }
    peopleCount {
      present
      ended
    }
    people(ended: $ended, search: $search, first: $first, last: $last, after: $after, before: $before) {
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        node {
          membershipId
          name
          email
          roleName
          roleValue
          since
          lastActiveAt
          endedAt
          endedByName
          isSelf
          mayGovern
        }
      }
    }
    organizationRoles {
      value
      name
      mayGrant
    }
    ownershipOffer {
      offerId
      fromName
      toName
      isMine
      expiresAt
    }
    invitations @include(if: $mayManage) {
      invitationId
      email
      roleName
      invitedByName
      sentAt
      expiresAt
      sendings
      state
    }
  }
`);

export const InviteMemberDocument = graphql(`
  mutation InviteMember($input: InviteMemberInput!) {
    inviteMember(input: $input) {
      __typename
      ... on InvalidInput { message issues { field message } }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message field }
    }
  }
`);

export const ResendInvitationDocument = graphql(`
  mutation ResendInvitation($input: InvitationInput!) {
    resendInvitation(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const RevokeInvitationDocument = graphql(`
  mutation RevokeInvitation($input: InvitationInput!) {
    revokeInvitation(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const ChangeMemberRoleDocument = graphql(`
  mutation ChangeMemberRole($input: ChangeMemberRoleInput!) {
    changeMemberRole(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const RemoveMemberDocument = graphql(`
  mutation RemoveMember($input: RemoveMemberInput!) {
    removeMember(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const LeaveOrganizationDocument = graphql(`
  mutation LeaveOrganization($input: LeaveOrganizationInput!) {
    leaveOrganization(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const OfferOwnershipDocument = graphql(`
  mutation OfferOwnership($input: OfferOwnershipInput!) {
    offerOwnership(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const WithdrawOwnershipDocument = graphql(`
  mutation WithdrawOwnership($input: WithdrawOwnershipInput!) {
    withdrawOwnership(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const AnswerOwnershipDocument = graphql(`
  mutation AnswerOwnership($input: AnswerOwnershipInput!) {
    answerOwnership(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);
