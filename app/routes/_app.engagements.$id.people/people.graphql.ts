import { graphql } from "../../gql/index.ts";

export const EngagementPeopleDocument = graphql(`
  query EngagementPeople($id: ID!) {
    engagement(id: $id) {
      people {
        id
        name
        email
        role
        organisation
        party
      }
    }
  }
`);
