import { graphql } from "../../gql/index.ts";

export const CalendarDocument = graphql(`
  query Calendar($id: ID!, $siteId: String) {
    viewer {
      permissions
    }
    engagementMonths(engagementId: $id) {
      zone
    }
    engagementHours(engagementId: $id) {
      provider
      coverageKnown
      coveredHours
      sites {
        id
        name
        zone
      }
    }
    holidayCountries {
      code
      name
      regions {
        code
        name
      }
    }
    calendarVersions(engagementId: $id, siteId: $siteId) {
      id
      number
      calendar
      hash
      effectiveFrom
      note
      createdBy
      createdAt
      inForce
      standing
      inForceUntil
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

export const PublicHolidaysDocument = graphql(`
  query PublicHolidays($country: String!, $region: String, $first: Int!, $last: Int!) {
    publicHolidays(country: $country, region: $region, first: $first, last: $last) {
      date
      name
    }
  }
`);

export const ImportHolidaysDocument = graphql(`
  mutation ImportHolidays($input: ImportHolidaysInput!) {
    importHolidays(input: $input) {
      __typename
      ... on MutationImportHolidaysSuccess {
        data {
          known
          added {
            date
            name
          }
          refused {
            row
            title
            reason
          }
          version {
            number
          }
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
