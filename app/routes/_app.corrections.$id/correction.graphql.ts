import { graphql } from "../../gql/index.ts";

export const CorrectionDocument = graphql(`
  query CorrectionPage($id: ID!) {
    correction(id: $id) {
      id
      engagementId
      engagementTitle
      buyerName
      providerName
      zone
      month
      number
      reason
      state
      price {
        ...Repriced
      }
      difference {
        amountMinor
        currency
        text
      }
      verdicts {
        workItemId
        reference
        levelId
        frozenVerdict
        frozenHash
        verdict
        bundleHash
      }
      figures {
        levelId
        frozenStatus
        frozenHash
        status
        bundleHash
      }
      ruleVersion
      calendarVersion
      frozenHash
      prevHash
      hash
      createdBy
      createdAt
      buyerAcceptedAt
      buyerAcceptedBy
      providerAcceptedAt
      providerAcceptedBy
      ruledAt
      ruledBy
      ruling
      answerBy
      buyerObjectedAt
      buyerObjectedBy
      buyerObjection
      providerObjectedAt
      providerObjectedBy
      providerObjection
      mayAccept
      mayObject
      isRuler
      mayRule
    }
  }
`);

export const CorrectionBundlesDocument = graphql(`
  query CorrectionBundles($id: ID!) {
    correction(id: $id) {
      month
      verdicts {
        bundle
      }
      figures {
        bundle
      }
    }
  }
`);

export const AcceptCorrectionDocument = graphql(`
  mutation AcceptCorrection($input: AcceptCorrectionInput!) {
    acceptCorrection(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const ObjectToCorrectionDocument = graphql(`
  mutation ObjectToCorrection($input: ObjectToCorrectionInput!) {
    objectToCorrection(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const RuleCorrectionDocument = graphql(`
  mutation RuleCorrection($input: RuleCorrectionInput!) {
    ruleCorrection(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
