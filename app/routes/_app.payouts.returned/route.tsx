import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { query } from "../../graphql.server.ts";
import { RefreshPayoutAccountDocument } from "../_app.payouts._index/payouts.graphql.ts";

/**
 * Where Stripe sends the provider back to: the account is looked up at once, and the payouts say how it
 * stands.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await query({ request, context }, RefreshPayoutAccountDocument, { input: {} });
  return redirect("/payouts");
}
