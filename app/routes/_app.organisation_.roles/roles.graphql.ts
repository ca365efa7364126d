import { graphql } from "../../gql/index.ts";

export const RolesDocument = graphql(`
  query Roles {
    organization {
      name
      kind
      zone
    }
    organizationRoles {
      value
      name
      isCustom
      permissions
      holders
    }
  }
`);

export const SaveCustomRoleDocument = graphql(`
  mutation SaveCustomRole($input: SaveCustomRoleInput!) {
    saveCustomRole(input: $input) {
      __typename
      ... on InvalidInput { message issues { field message } }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);

export const RemoveCustomRoleDocument = graphql(`
  mutation RemoveCustomRole($input: RemoveCustomRoleInput!) {
    removeCustomRole(input: $input) {
      __typename
      ... on InvalidInput { message }
      ... on NotAllowed { message }
      ... on NotFound { message }
      ... on Refused { message }
    }
  }
`);
