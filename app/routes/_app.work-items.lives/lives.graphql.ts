import { graphql } from "../../gql/index.ts";

export const ItemLivesDocument = graphql(`
  query ItemLives($reference: String!) {
    workItemsByReference(reference: $reference) {
      id
      reference
      title
      engagementTitle
      type
      priority
      fields
      clocks {
        levelName
        asOf
        verdict
        netSeconds
        targetSeconds
      }
      events {
        at
        type
        waitingOn
        priority
        tags
        site
        since
        automated
      }
    }
  }
`);
