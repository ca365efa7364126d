import { graphql } from "../../gql/index.ts";

export const WorkItemDocument = graphql(`
  query WorkItem($id: ID!) {
    viewer {
      permissions
    }
    workItem(id: $id) {
      id
      engagementId
      engagementTitle
      zone
      source
      reference
      typeName
      title
      priority
      state
      waitingOn
      openedAt
      resolvedAt
      deskMadeSla
      fields
      fieldNames
      tags
      site
      siteName
      sites {
        id
        name
      }
      possibleEvents
      correctable {
        field
        name
        kind
        choices
        levels
      }
      priorities
      clocks {
        levelId
        levelName
        name
        state
        verdict
        netSeconds
        grossSeconds
        targetSeconds
        breachAt
        endedAt
        asOf
        calendarVersion
        aroundTheClock
        ignored
        bundleHash
        startedAt
        rulesInWords
        held {
          holder
          businessSeconds
          wallSeconds
        }
        pauses {
          from
          to
          holder
          businessSeconds
          wallSeconds
          reason
          recordedBy
          recordedAt
        }
        dueMoves {
          from
          to
          at
          ongoing
          causes {
            kind
            businessSeconds
            wallSeconds
            waitingOn
            reason
            priority
          }
        }
        intervals {
          from
          to
          state
          businessSeconds
          holder
          because
          reason
          priority
          evidence
        }
        windows {
          start
          end
        }
      }
      events {
        id
        at
        type
        text
        actor
        reason
        waitingOn
        priority
        site
        fields
      }
      frozenVerdicts {
        id
        month
        levelId
        verdict
        netSeconds
        targetSeconds
        bundleHash
      }
    }
  }
`);

export const WorkItemBundlesDocument = graphql(`
  query WorkItemBundles($id: ID!) {
    workItem(id: $id) {
      reference
      clocks {
        bundle
      }
      frozenVerdicts {
        bundle
      }
    }
  }
`);

export const RecordWorkEventDocument = graphql(`
  mutation RecordWorkEvent($input: RecordWorkEventInput!) {
    recordWorkEvent(input: $input) {
      __typename
      ... on MutationRecordWorkEventSuccess {
        data {
          id
        }
      }
      ... on Refusal {
        code
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

export const CorrectWorkItemDocument = graphql(`
  mutation CorrectWorkItem($input: CorrectWorkItemInput!) {
    correctWorkItem(input: $input) {
      __typename
      ... on MutationCorrectWorkItemSuccess {
        data {
          id
        }
      }
      ... on Refusal {
        code
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
