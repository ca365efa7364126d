import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { handlers } from "../../stripe-stand-in/routes.ts";

export interface StripeSchemas {
  definitions: Record<string, object>;
  operations: Record<string, { request: object; response: object }>;
  resources: Record<string, object>;
}

const resources = [
  { object: "charge", file: "resources/Charges.d.ts", type: "Charge" },
  { object: "checkout.session", file: "resources/Checkout/Sessions.d.ts", type: "Session" },
  { object: "credit_note", file: "resources/CreditNotes.d.ts", type: "CreditNote" },
  { object: "customer", file: "resources/Customers.d.ts", type: "Customer" },
  {
    object: "customer_balance_transaction",
    file: "resources/CustomerBalanceTransactions.d.ts",
    type: "CustomerBalanceTransaction",
  },
  { object: "dispute", file: "resources/Disputes.d.ts", type: "Dispute" },
  { object: "event", file: "resources/Events.d.ts", type: "EventBase" },
  { object: "invoice", file: "resources/Invoices.d.ts", type: "Invoice" },
  { object: "invoice_payment", file: "resources/InvoicePayments.d.ts", type: "InvoicePayment" },
  { object: "invoiceitem", file: "resources/InvoiceItems.d.ts", type: "InvoiceItem" },
  { object: "mandate", file: "resources/Mandates.d.ts", type: "Mandate" },
  { object: "payment_intent", file: "resources/PaymentIntents.d.ts", type: "PaymentIntent" },
  { object: "payment_method", file: "resources/PaymentMethods.d.ts", type: "PaymentMethod" },
  { object: "refund", file: "resources/Refunds.d.ts", type: "Refund" },
  { object: "payout", file: "resources/Payouts.d.ts", type: "Payout" },
  { object: "setup_intent", file: "resources/SetupIntents.d.ts", type: "SetupIntent" },
  { object: "transfer", file: "resources/Transfers.d.ts", type: "Transfer" },
];

const script = fileURLToPath(new URL("../../scripts/generate-stripe-schemas.mjs", import.meta.url));
const writer = fileURLToPath(new URL("./schema-writer.mjs", import.meta.url));
const sdk = fileURLToPath(new URL("../../node_modules/stripe/package.json", import.meta.url));
const cache = fileURLToPath(new URL("../../node_modules/.cache/stripe-schemas/", import.meta.url));

let loaded: StripeSchemas | undefined;

/**
 * The schemas of every operation that the stand-in has, derived from the installed SDK. They are kept
 * per version of the SDK and of the generator; deriving them takes about two seconds.
 */
export function stripeSchemas(): StripeSchemas {
  loaded ??= JSON.parse(readFileSync(cachedFile(), "utf8")) as StripeSchemas;
  return loaded;
}

function cachedFile(): string {
  const wanted = JSON.stringify({ operationNames: Object.keys(handlers), resources });
  const key = createHash("sha256").update(wanted);
  for (const source of [script, writer, sdk]) key.update(readFileSync(source));
  const file = `${cache}${key.digest("hex").slice(0, 24)}.json`;
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  // Workers may derive at the same time: each writes its own file and moves it into place.
  const own = `${file}.${process.pid}`;
  writeFileSync(`${own}.wanted`, wanted);
  execFileSync(process.execPath, [script, "--schemas", `${own}.wanted`, own]);
  renameSync(own, file);
  return file;
}
