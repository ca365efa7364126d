import { newId } from "../ids.ts";
import { isObject, type JsonObject } from "../json.ts";
import { inCreated, listPage } from "../list.ts";
import { objectParam, oneOf, onlyParams, textParam } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import type { Invoice } from "./invoices.ts";

export type InvoicePayment = ReturnType<typeof openInvoicePayment>;

export function listInvoicePayments(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, [
    "invoice",
    "status",
    "payment",
    "created",
    "limit",
    "starting_after",
    "ending_before",
  ]);
  const invoice = textParam(params, "invoice");
  const status = oneOf(params, { name: "status", words: ["canceled", "open", "paid"] });
  const payment = objectParam(params, "payment");
  const intent = payment === undefined ? undefined : textParam(payment, "payment_intent");
  const rows = work.store
    .all("invoicePayment")
    .filter((row) => invoice === undefined || row.invoice === invoice)
    .filter((row) => status === undefined || row.status === status)
    .filter(
      (row) => intent === undefined || (isObject(row.payment) && row.payment.payment_intent === intent),
    )
    .filter(inCreated(params));
  return listPage({ rows, params, url: "/v1/invoice_payments" });
}

export function paymentsOfInvoice(work: Work, invoice: string): InvoicePayment[] {
  return work.store.all("invoicePayment").filter((payment) => payment.invoice === invoice);
}

export function openInvoicePayment({
  invoice,
  intent,
  now,
}: {
  invoice: Invoice;
  intent: string;
  now: number;
}) {
  return {
    id: newId("inpay"),
    object: "invoice_payment",
    amount_paid: null as number | null,
    amount_requested: invoice.amount_due,
    created: now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: "payment_intent", payment_intent: intent },
    status: "open" as "canceled" | "open" | "paid",
    status_transitions: { canceled_at: null as number | null, paid_at: null as number | null },
  };
}
