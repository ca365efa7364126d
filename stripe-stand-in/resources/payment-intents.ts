import { noSuch } from "../errors.ts";
import { newId, randomText } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { onlyParams } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import { typesFor } from "./checkout-sessions.ts";
import { paymentsOfInvoice } from "./invoice-payments.ts";
import type { Invoice } from "./invoices.ts";

export type PaymentIntent = ReturnType<typeof newPaymentIntent>;

export function retrievePaymentIntent(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, ["client_secret"]);
  return paymentIntentById(work, request.ids.id ?? "");
}

export function paymentIntentById(work: Work, id: string, param = "id"): PaymentIntent {
  const intent = work.store.get("paymentIntent", id);
  if (intent === undefined) throw noSuch({ noun: "payment_intent", id, param });
  return intent;
}

/** The intent that collects an invoice, or undefined where there was nothing to collect. */
export function intentOfInvoice(work: Work, invoice: string): PaymentIntent | undefined {
  const payment = paymentsOfInvoice(work, invoice).at(-1);
  return payment === undefined
    ? undefined
    : work.store.get("paymentIntent", payment.payment.payment_intent);
}

export function cancelPaymentIntent({
  work,
  invoice,
  reason,
}: {
  work: Work;
  invoice: string;
  reason: string;
}) {
  for (const payment of paymentsOfInvoice(work, invoice)) {
    if (payment.status !== "open") continue;
    const transitions = { ...payment.status_transitions, canceled_at: work.now };
    work.store.put("invoicePayment", { ...payment, status: "canceled", status_transitions: transitions });
    const intent = paymentIntentById(work, payment.payment.payment_intent);
    const canceled: PaymentIntent = {
      ...intent,
      status: "canceled",
      canceled_at: work.now,
      cancellation_reason: reason,
    };
    work.store.put("paymentIntent", canceled);
    work.emit("payment_intent.canceled", canceled);
  }
}

export function newPaymentIntent({ invoice, now }: { invoice: Invoice; now: number }) {
  const id = newId("pi");
  return {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: invoice.amount_due,
    amount_capturable: 0,
    amount_details: {},
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null as number | null,
    cancellation_reason: null as string | null,
    capture_method: "automatic",
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: "automatic",
    created: now,
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    description: invoice.description ?? "Payment for Invoice",
    excluded_payment_method_types: null,
    last_payment_error: null as JsonObject | null,
    latest_charge: null as string | null,
    livemode: false,
    managed_payments: null,
    metadata: {} as Record<string, string>,
    next_action: null,
    on_behalf_of: null,
    payment_method: null as string | null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: [...typesFor(invoice.currency), "customer_balance"],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method" as
      | "requires_payment_method"
      | "processing"
      | "succeeded"
      | "canceled",
    transfer_data: null,
    transfer_group: null as string | null,
  };
}
