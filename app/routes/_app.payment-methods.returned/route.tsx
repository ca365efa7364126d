import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { query } from "../../graphql.server.ts";
import { FinishPaymentSetupDocument } from "../_app.payment-methods._index/payment-methods.graphql.ts";

/**
 * Where Stripe sends the buyer back to: what was saved there is looked up at once, and kept. Without it the
 * signed event does the same a moment later.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const setupId = new URL(request.url).searchParams.get("setup");
  if (setupId) await query({ request, context }, FinishPaymentSetupDocument, { input: { setupId } });
  return redirect("/payment-methods");
}
