import { graphql } from "../../gql/index.ts";

export const ContractsDocument = graphql(`
  query Contracts($filter: StatementOfWorkFilter, $after: String) {
    mine: statementsOfWork(filter: { awaitingMe: true }, first: 50) {
      edges {
        node {
          id
          title
          state
          viewerParty
          proposedBy
          currentVersion
          startsOn
          buyer {
            name
          }
          provider {
            name
          }
          attestationGaps {
            name
          }
        }
      }
    }
    all: statementsOfWork(filter: $filter, first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          title
          moduleName
          state
          waitingFor
          currentVersion
          startsOn
          updatedAt
          viewerParty
          buyer {
            name
          }
          provider {
            name
          }
          monthlyFee {
            amountMinor
            currency
          }
        }
      }
    }
  }
`);
