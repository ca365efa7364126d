import { graphql } from "../../gql/index.ts";

export const WarningsDocument = graphql(`
  query Warnings($unread: Boolean, $first: Int, $last: Int, $after: String, $before: String) {
    viewer {
      unreadWarnings
    }
    noticeHours {
      zone
      opens
      closes
      days
    }
    mailPreferences {
      kind
      name
      wanted
    }
    warnings(unread: $unread, first: $first, last: $last, after: $after, before: $before) {
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        node {
          id
          step
          workItemId
          breachId
          month
          note
          reference
          title
          engagementId
          engagementTitle
          zone
          levelName
          priority
          targetSeconds
          reachedAt
          breachAt
          shownAt
          readAt
          over
          forecast {
            ahead
            handlingSeconds
            sample
            doneAt
          }
        }
      }
    }
  }
`);

export const MarkWarningReadDocument = graphql(`
  mutation MarkWarningRead($input: MarkWarningReadInput!) {
    markWarningRead(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const MarkWarningsReadDocument = graphql(`
  mutation MarkWarningsRead($input: MarkWarningsReadInput!) {
    markWarningsRead(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const SetMailPreferencesDocument = graphql(`
  mutation SetMailPreferences($input: SetMailPreferencesInput!) {
    setMailPreferences(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const SetNoticeHoursDocument = graphql(`
  mutation SetNoticeHours($input: SetNoticeHoursInput!) {
    setNoticeHours(input: $input) {
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
