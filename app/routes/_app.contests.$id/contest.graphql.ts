import { graphql } from "../../gql/index.ts";

export const ContestDocument = graphql(`
  query ContestPage($id: ID!) {
    contest(id: $id) {
      id
      engagementId
      engagementTitle
      buyerName
      providerName
      zone
      month
      subject
      kindName
      title
      effectSentence
      workItemId
      items
      reference
      itemTitle
      levelIds
      from
      to
      volume {
        forecast
        actual
        allowed
        over
      }
      reason
      evidence
      evidenceUrl
      evidenceHash
      side
      claimedBy
      claimedAt
      answerBy
      state
      waitsFor
      actions
      readings {
        id
        action
        party
        by
        reason
        at
        price {
          ...Repriced
        }
      }
      priceNow {
        ...Repriced
      }
    }
  }

  fragment Repriced on RepricedMonth {
    creditNow {
      amountMinor
      currency
    }
    creditThen {
      amountMinor
      currency
    }
    netNow {
      amountMinor
      currency
    }
    netThen {
      amountMinor
      currency
    }
    difference {
      amountMinor
      currency
    }
    levels {
      levelId
      name
      unit
      direction
      target
      measuredNow
      measuredThen
      nNow
      nThen
      missesNow
      missesThen
      statusNow
      statusThen
      creditNow {
        amountMinor
        currency
      }
      creditThen {
        amountMinor
        currency
      }
      sentenceNow
      sentenceThen
    }
  }
`);

export const AnswerContestDocument = graphql(`
  mutation AnswerContest($input: AnswerContestInput!) {
    answerContest(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const RuleContestDocument = graphql(`
  mutation RuleContest($input: RuleContestInput!) {
    ruleContest(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
