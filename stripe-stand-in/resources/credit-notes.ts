import { invalidParameter, noSuch, refused } from "../errors.ts";
import { newId } from "../ids.ts";
import { isObject, type JsonObject } from "../json.ts";
import { embeddedList, inCreated, listPage } from "../list.ts";
import {
  integerParam,
  listParam,
  mergedMetadata,
  missing,
  oneOf,
  onlyParams,
  positiveAmount,
  requiredText,
  textParam,
} from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import { chargeById } from "./charges.ts";
import { settle } from "./collect.ts";
import { changeCustomerBalance } from "./customer-balance.ts";
import { paymentsOfInvoice } from "./invoice-payments.ts";
import { type Invoice, invoiceById, presentInvoice } from "./invoices.ts";
import { intentOfInvoice } from "./payment-intents.ts";
import { refundCharge } from "./refunds.ts";

type Line = ReturnType<typeof newLine>;
export type CreditNote = ReturnType<typeof newCreditNote>;

/**
 * Credits an open or paid invoice. First what is still to be paid shrinks; what is more than that has
 * been paid and must be given back as refund, customer balance and out-of-band money that sum to it exactly
 * (docs.stripe.com/api/credit_notes/create).
 */
export function createCreditNote(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["invoice", "amount", "lines", "memo", "metadata", "reason", ...givenBackParams]);
  const invoice = invoiceById(work, requiredText(params, "invoice"), "invoice");
  if (invoice.status !== "open" && invoice.status !== "paid") {
    throw refused({ message: `You can only credit open or paid invoices; this one is ${invoice.status}.` });
  }
  const lines = linesFrom(params);
  const amount = positiveAmount(params, "amount") ?? lines.reduce((sum, line) => sum + line.amount, 0);
  if (amount <= 0) throw missing("amount");
  const before = invoice.pre_payment_credit_notes_amount + invoice.post_payment_credit_notes_amount;
  if (amount + before > invoice.total) {
    throw refused({
      param: "amount",
      message: "The sum of credit notes can't be more than the invoice's total.",
    });
  }
  const prePayment = Math.min(amount, invoice.amount_remaining);
  const givenBack = splitGivenBack({ params, postPayment: amount - prePayment });
  const note = newCreditNote({
    now: work.now,
    publicUrl: work.publicUrl,
    position: work.store.all("creditNote").filter((row) => row.invoice === invoice.id).length + 1,
    invoice,
    amount,
    prePayment,
    outOfBand: givenBack.outOfBand,
    lines: lines.length > 0 ? lines : [newLine({ amount, description: textParam(params, "memo") ?? null })],
    memo: textParam(params, "memo") ?? null,
    metadata: mergedMetadata(params),
    reason:
      oneOf(params, {
        name: "reason",
        words: ["duplicate", "fraudulent", "order_change", "product_unsatisfactory"],
      }) ?? null,
  });
  const issued = { ...note, refunds: refundsFor({ work, invoice, amount: givenBack.refund }) };
  const credited =
    givenBack.balance === 0
      ? issued
      : { ...issued, customer_balance_transaction: creditBalance(work, issued, givenBack.balance).id };
  work.store.put("creditNote", credited);
  applyToInvoice({ work, invoice, prePayment, postPayment: amount - prePayment });
  work.emit("credit_note.created", presentCreditNote(credited));
  return presentCreditNote(credited);
}

export function retrieveCreditNote(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const id = request.ids.id ?? "";
  const note = work.store.get("creditNote", id);
  if (note === undefined) throw noSuch({ noun: "credit note", id });
  return presentCreditNote(note);
}

export function listCreditNotes(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["invoice", "customer", "created", "limit", "starting_after", "ending_before"]);
  const invoice = textParam(params, "invoice");
  const customer = textParam(params, "customer");
  const rows = work.store
    .all("creditNote")
    .filter((note) => invoice === undefined || note.invoice === invoice)
    .filter((note) => customer === undefined || note.customer === customer)
    .filter(inCreated(params))
    .map(presentCreditNote);
  return listPage({ rows, params, url: "/v1/credit_notes" });
}

const givenBackParams = ["refund_amount", "credit_amount", "out_of_band_amount"];

function splitGivenBack({ params, postPayment }: { params: JsonObject; postPayment: number }) {
  const part = (name: string) => integerParam(params, name) ?? 0;
  const split = {
    refund: part("refund_amount"),
    balance: part("credit_amount"),
    outOfBand: part("out_of_band_amount"),
  };
  if (split.refund + split.balance + split.outOfBand !== postPayment) {
    throw refused({
      message: `The refund, credit and out of band amounts must sum to what has been paid (${postPayment}).`,
    });
  }
  return split;
}

function applyToInvoice({ work, invoice, prePayment, postPayment }: Applied) {
  const left = invoice.amount_remaining - prePayment;
  const updated: Invoice = {
    ...invoice,
    amount_due: invoice.amount_due - prePayment,
    amount_remaining: left,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + prePayment,
    post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + postPayment,
  };
  work.store.put("invoice", updated);
  for (const payment of paymentsOfInvoice(work, invoice.id)) {
    if (payment.status === "open") work.store.put("invoicePayment", { ...payment, amount_requested: left });
  }
  const intent = intentOfInvoice(work, invoice.id);
  if (intent?.status === "requires_payment_method")
    work.store.put("paymentIntent", { ...intent, amount: left });
  if (invoice.status === "open" && left === 0) settle({ invoice: updated, work, outOfBand: true });
  else work.emit("invoice.updated", presentInvoice(work, updated));
}

interface Applied {
  work: Work;
  invoice: Invoice;
  prePayment: number;
  postPayment: number;
}

function refundsFor({ work, invoice, amount }: { work: Work; invoice: Invoice; amount: number }) {
  if (amount === 0) return [];
  const charge = intentOfInvoice(work, invoice.id)?.latest_charge;
  if (charge === null || charge === undefined)
    throw refused({ message: "The invoice has no charge to refund." });
  const refund = refundCharge({
    charge: chargeById(work, charge),
    amount,
    reason: null,
    metadata: {},
    work,
  });
  return [{ amount_refunded: amount, payment_record_refund: null, refund: refund.id, type: "refund" }];
}

function creditBalance(work: Work, note: CreditNote, amount: number) {
  return changeCustomerBalance(work, {
    customer: note.customer,
    currency: note.currency,
    amount: -amount,
    type: "credit_note",
    creditNote: note.id,
    invoice: note.invoice,
  });
}

function linesFrom(params: JsonObject): Line[] {
  const lines = listParam(params, "lines") ?? [];
  return lines.map((line, index) => {
    if (!isObject(line) || line.type !== "custom_line_item") {
      throw invalidParameter({
        param: `lines[${index}]`,
        message: "The local Stripe takes custom_line_item lines.",
      });
    }
    onlyParams(line, ["type", "description", "quantity", "unit_amount", "amount"]);
    const amount = integerParam(line, "amount");
    const unit = integerParam(line, "unit_amount") ?? 0;
    const sum = amount ?? unit * (integerParam(line, "quantity") ?? 1);
    return newLine({ amount: sum, description: textParam(line, "description") ?? null });
  });
}

function presentCreditNote(note: CreditNote) {
  return { ...note, lines: embeddedList({ rows: note.lines, url: `/v1/credit_notes/${note.id}/lines` }) };
}

function newLine({ amount, description }: { amount: number; description: string | null }) {
  return {
    id: newId("cnli"),
    object: "credit_note_line_item",
    amount,
    description,
    discount_amount: 0,
    discount_amounts: [],
    livemode: false,
    metadata: {} as Record<string, string>,
    pretax_credit_amounts: [],
    quantity: 1,
    tax_rates: [],
    taxes: [],
    type: "custom_line_item",
    unit_amount: amount,
    unit_amount_decimal: String(amount),
  };
}

function newCreditNote(given: {
  now: number;
  publicUrl: string;
  /** The how-manieth credit note of the invoice it is. */
  position: number;
  invoice: Invoice;
  amount: number;
  prePayment: number;
  outOfBand: number;
  lines: Line[];
  memo: string | null;
  metadata: Record<string, string>;
  reason: string | null;
}) {
  const { invoice, amount, prePayment } = given;
  const id = newId("cn");
  return {
    id,
    object: "credit_note",
    amount,
    amount_shipping: 0,
    created: given.now,
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    customer_balance_transaction: null as string | null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: given.now,
    invoice: invoice.id,
    lines: given.lines,
    livemode: false,
    memo: given.memo,
    metadata: given.metadata,
    number: `${invoice.number}-CN-${String(given.position).padStart(2, "0")}`,
    out_of_band_amount: given.outOfBand === 0 ? null : given.outOfBand,
    pdf: `${given.publicUrl}/credit_notes/${id}`,
    post_payment_amount: amount - prePayment,
    pre_payment_amount: prePayment,
    pretax_credit_amounts: [],
    reason: given.reason,
    refunds: [] as JsonObject[],
    shipping_cost: null,
    status: "issued",
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
    type: prePayment === 0 ? "post_payment" : prePayment === amount ? "pre_payment" : "mixed",
    voided_at: null,
  };
}
