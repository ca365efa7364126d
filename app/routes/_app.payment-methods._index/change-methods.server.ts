import type { ActionFunctionArgs } from "@remix-run/node";
import { query } from "../../graphql.server.ts";
import {
  ChooseBankTransferDocument,
  ChooseDefaultMethodDocument,
  RemovePaymentMethodDocument,
  SetAutopayDocument,
  StartPaymentSetupDocument,
} from "./payment-methods.graphql.ts";

type From = Pick<ActionFunctionArgs, "request" | "context">;

/** What came of a form: a refusal, a page of Stripe's to go to, or nothing more. */
export type Outcome = { message: string } | { url: string } | Record<string, never>;

/** Does what the pressed button says. */
export async function changeMethods(from: From, form: FormData): Promise<Outcome> {
  const text = (name: string) => String(form.get(name) ?? "");
  const method = { paymentMethodId: text("paymentMethodId") };
  switch (text("intent")) {
    case "add":
      return start(from, text("currency"));
    case "transfer":
      return outcome(
        (await query(from, ChooseBankTransferDocument, { input: { currency: text("currency") } }))
          .chooseBankTransfer,
      );
    case "default":
      return outcome(
        (await query(from, ChooseDefaultMethodDocument, { input: method })).chooseDefaultMethod,
      );
    case "remove":
      return outcome(
        (await query(from, RemovePaymentMethodDocument, { input: method })).removePaymentMethod,
      );
    case "autopay_on":
      if (text("agreed") !== "yes") return { message: "Tick that you agree to switch it on." };
      return autopay(from, { ...method, isOn: true, wording: text("wording") });
    default:
      return autopay(from, { ...method, isOn: false, wording: "" });
  }
}

async function start(from: From, currency: string): Promise<Outcome> {
  const returnUrl = new URL("/payment-methods/returned", from.request.url).href;
  const { startPaymentSetup: answer } = await query(from, StartPaymentSetupDocument, {
    input: { currency, returnUrl },
  });
  return answer.__typename === "MutationStartPaymentSetupSuccess"
    ? { url: answer.data.url }
    : { message: answer.message };
}

async function autopay(
  from: From,
  input: { paymentMethodId: string; isOn: boolean; wording: string },
): Promise<Outcome> {
  return outcome((await query(from, SetAutopayDocument, { input })).setAutopay);
}

function outcome(answer: { __typename: string; message?: string }): Outcome {
  return answer.message === undefined ? {} : { message: answer.message };
}
