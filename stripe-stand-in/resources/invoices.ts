import { noSuch, refused } from "../errors.ts";
import { newId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { embeddedList } from "../list.ts";
import type { Work } from "../work.ts";
import type { Address, Customer } from "./customers.ts";
import { linesOf } from "./invoice-lines.ts";

export type InvoiceStatus = "draft" | "open" | "paid" | "uncollectible" | "void";

export type Invoice = ReturnType<typeof newInvoice>;

export function invoiceById(work: Work, id: string, param = "id"): Invoice {
  const invoice = work.store.get("invoice", id);
  if (invoice === undefined) throw noSuch({ noun: "invoice", id, param });
  return invoice;
}

/** The invoice as the API shows it: the row with its lines. `payments` appears where it is expanded. */
export function presentInvoice(work: Work, invoice: Invoice): JsonObject {
  const lines = embeddedList({ rows: linesOf(work, invoice.id), url: `/v1/invoices/${invoice.id}/lines` });
  return { ...invoice, lines };
}

export function draftOnly(invoice: Invoice): void {
  if (invoice.status === "draft") return;
  throw refused({
    code: "invoice_not_editable",
    message: `Invoice ${invoice.id} is no longer a draft and can't be changed.`,
  });
}

/** The sums of a draft from its lines. */
export function recomputed(work: Work, invoice: Invoice): Invoice {
  const total = linesOf(work, invoice.id).reduce((sum, line) => sum + line.amount, 0);
  const due = Math.max(0, total);
  return {
    ...invoice,
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
    amount_due: due,
    amount_remaining: due,
  };
}

export function newInvoice({
  customer,
  currency,
  now,
}: {
  customer: Customer;
  currency: string;
  now: number;
}) {
  return {
    id: newId("in"),
    object: "invoice",
    ...untouched,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    collection_method: "charge_automatically" as "charge_automatically" | "send_invoice",
    created: now,
    currency,
    customer: customer.id,
    customer_address: customer.address as Address | null,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: customer.phone,
    default_payment_method: null as string | null,
    description: null as string | null,
    due_date: null as number | null,
    effective_at: null as number | null,
    ending_balance: null as number | null,
    footer: null as string | null,
    hosted_invoice_url: null as string | null,
    invoice_pdf: null as string | null,
    issuer: { type: "self" },
    metadata: {} as Record<string, string>,
    number: null as string | null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: now,
    period_start: now,
    starting_balance: customer.balance,
    status: "draft" as InvoiceStatus,
    status_details: {},
    status_transitions: {
      finalized_at: null as number | null,
      marked_uncollectible_at: null as number | null,
      paid_at: null as number | null,
      voided_at: null as number | null,
    },
  };
}

/** What every new invoice starts with. */
const untouched = {
  account_country: "IE",
  account_name: "Local Stripe",
  account_tax_ids: null,
  amount_due: 0,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_paid_off_stripe: 0,
  amount_remaining: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  auto_advance: false,
  automatically_finalizes_at: null,
  billing_reason: "manual",
  custom_fields: null,
  customer_account: null,
  customer_shipping: null,
  customer_tax_exempt: "none",
  customer_tax_ids: [],
  default_source: null,
  default_tax_rates: [],
  discounts: [],
  from_invoice: null,
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  next_payment_attempt: null,
  on_behalf_of: null,
  parent: null,
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  subtotal: 0,
  subtotal_excluding_tax: 0,
  test_clock: null,
  total: 0,
  total_discount_amounts: [],
  total_excluding_tax: 0,
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
};
