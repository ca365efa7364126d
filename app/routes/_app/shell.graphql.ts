import { graphql } from "../../gql/index.ts";

export const ShellDocument = graphql(`
  query Shell {
    viewer {
      unreadWarnings
      name
      roleName
      organizationId
      organizationName
      organizationKind
      permissions
      zone
      memberships {
        organizationId
        organization
        role
      }
    }
  }
`);
