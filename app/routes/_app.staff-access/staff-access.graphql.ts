import { graphql } from "../../gql/index.ts";

export const StaffAccessDocument = graphql(`
  query StaffAccess {
    staffAssignments {
      assignmentId
      organization
      userName
      assignedByName
      since
    }
    staffAccesses {
      accessId
      organization
      userName
      reason
      documents
      hours
      state
      askedAt
      expiresAt
      approvedByName
      mayApprove
      mayEnd
    }
    tenants {
      organizationId
      name
      kind
    }
    people(first: 100) {
      edges {
        node {
          membershipId
          name
          roleValue
        }
      }
    }
  }
`);

export const AskStaffAccessDocument = graphql(`
  mutation AskStaffAccess($input: AskStaffAccessInput!) {
    askStaffAccess(input: $input) {
      __typename
      ... on InvalidInput { message issues { field message } }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const ApproveStaffAccessDocument = graphql(`
  mutation ApproveStaffAccess($input: StaffAccessInput!) {
    approveStaffAccess(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const EndStaffAccessDocument = graphql(`
  mutation EndStaffAccess($input: StaffAccessInput!) {
    endStaffAccess(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const AssignStaffDocument = graphql(`
  mutation AssignStaff($input: AssignStaffInput!) {
    assignStaff(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const EndStaffAssignmentDocument = graphql(`
  mutation EndStaffAssignment($input: EndStaffAssignmentInput!) {
    endStaffAssignment(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);
