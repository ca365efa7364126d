import { graphql } from "../../gql/index.ts";

export const CalendarDocument = graphql(`
  query Calendar($id: ID!) {
    viewer {
      permissions
    }
    engagementMonths(engagementId: $id) {
      zone
    }
    calendarVersions(engagementId: $id) {
      id
      number
      calendar
      hash
      effectiveFrom
      note
      createdBy
      createdAt
      inForce
      remarks
    }
  }
`);

export const AddCalendarVersionDocument = graphql(`
  mutation AddCalendarVersion($input: AddCalendarVersionInput!) {
    addCalendarVersion(input: $input) {
      __typename
      ... on Refusal {
        message
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
