import { graphql } from "../../gql/index.ts";

export const ImportDocument = graphql(`
  query Import($engagementId: ID!, $importId: ID!, $mappingId: ID) {
    viewer {
      permissions
    }
    engagementMonths(engagementId: $engagementId) {
      zone
    }
    importBatch(id: $importId) {
      id
      engagementId
      fileName
      fileHash
      rowCount
      header
      state
      doneRows
      failure
      refusedRowCount
      counts {
        rows
        rowsAccepted
        rowsRefused
        ticketsRefused
        itemsNew
        itemsKnown
        eventsNew
        eventsKnown
        rowsLate
        eventsLate
      }
      refused(first: 50) {
        row
        number
        column
        value
        reason
        scope
      }
      proposal(mappingId: $mappingId) {
        mapping
        recognised
        states
        priorities
        effects
        sample
        workItemTypes
      }
    }
    savedMappings(engagementId: $engagementId) {
      id
      name
    }
    recentImports(engagementId: $engagementId) {
      id
      fileName
      state
      createdAt
      counts {
        itemsNew
        eventsNew
        rowsRefused
      }
    }
  }
`);

export const ImportProgressDocument = graphql(`
  query ImportProgress($importId: ID!) {
    importBatch(id: $importId) {
      id
      state
      doneRows
      rowCount
    }
  }
`);

export const StartImportDocument = graphql(`
  mutation StartImport($input: StartImportInput!) {
    startImport(input: $input) {
      __typename
      ... on MutationStartImportSuccess {
        data {
          id
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);

export const MapImportDocument = graphql(`
  mutation MapImport($input: MapImportInput!) {
    mapImport(input: $input) {
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

export const ConfirmImportDocument = graphql(`
  mutation ConfirmImport($input: ConfirmImportInput!) {
    confirmImport(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const SaveMappingDocument = graphql(`
  mutation SaveMapping($input: SaveMappingInput!) {
    saveMapping(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
