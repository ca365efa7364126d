import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { query } from "../../graphql.server.ts";
import { StateBooksCurrencyDocument } from "./organisation.graphql.ts";

export type CurrencyAnswer = { booksCurrency: string; message: string };

/** Sends the currency of the books; null where the form is about something else. */
export async function statedCurrency(
  door: Pick<ActionFunctionArgs, "request" | "context">,
  form: FormData,
) {
  if (form.get("intent") !== "books-currency") return null;
  const currency = String(form.get("currency") ?? "");
  const idempotencyKey = String(form.get("idempotencyKey") ?? "");
  const { stateBooksCurrency: answer } = await query(door, StateBooksCurrencyDocument, {
    input: { currency, idempotencyKey },
  });
  if (!("message" in answer)) return redirect("/organisation#books-currency");
  const message = "issues" in answer ? (answer.issues[0]?.message ?? answer.message) : answer.message;
  return data({ booksCurrency: currency, message } satisfies CurrencyAnswer, { status: 400 });
}
