import { graphql } from "../../gql/index.ts";

export const PaymentMethodsDocument = graphql(`
  query PaymentMethods {
    paymentSettings {
      id
      currency
      suspendedBecause
      waiting {
        url
        startedByName
        expiresAt
      }
      autopay {
        isOn
        paymentMethodId
        wording
        byName
        at
      }
      methods {
        id
        kind
        title
        state
        isDefault
        expires
        bankHolder
        bankLines {
          label
          value
        }
        mayBeCharged
        consentWording
        addedByName
        addedAt
      }
    }
  }
`);

export const StartPaymentSetupDocument = graphql(`
  mutation StartPaymentSetup($input: StartPaymentSetupInput!) {
    startPaymentSetup(input: $input) {
      __typename
      ... on MutationStartPaymentSetupSuccess {
        data {
          url
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`);

export const FinishPaymentSetupDocument = graphql(`
  mutation FinishPaymentSetup($input: FinishPaymentSetupInput!) {
    finishPaymentSetup(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const ChooseBankTransferDocument = graphql(`
  mutation ChooseBankTransfer($input: ChooseBankTransferInput!) {
    chooseBankTransfer(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const ChooseDefaultMethodDocument = graphql(`
  mutation ChooseDefaultMethod($input: PaymentMethodInput!) {
    chooseDefaultMethod(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const RemovePaymentMethodDocument = graphql(`
  mutation RemovePaymentMethod($input: PaymentMethodInput!) {
    removePaymentMethod(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);

export const SetAutopayDocument = graphql(`
  mutation SetAutopay($input: SetAutopayInput!) {
    setAutopay(input: $input) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`);
