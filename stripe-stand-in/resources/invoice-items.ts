import { invalidParameter, refused } from "../errors.ts";
import { newId } from "../ids.ts";
import { isObject, type JsonObject } from "../json.ts";
import { listPage } from "../list.ts";
import {
  currencyParam,
  flagParam,
  integerParam,
  listParam,
  mergedMetadata,
  missing,
  objectParam,
  onlyParams,
  requiredInteger,
  requiredText,
  textParam,
} from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import { customerById } from "./customers.ts";
import { lineOfItem } from "./invoice-lines.ts";
import { draftOnly, type Invoice, invoiceById, presentInvoice, recomputed } from "./invoices.ts";

export type InvoiceItem = ReturnType<typeof newInvoiceItem>;

const creatable = [
  "customer",
  "invoice",
  "amount",
  "currency",
  "description",
  "metadata",
  "period",
  "discountable",
];

export function createInvoiceItem(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, [...creatable, "quantity", "unit_amount_decimal"]);
  const invoiceId = textParam(params, "invoice");
  const invoice = invoiceId === undefined ? undefined : invoiceById(work, invoiceId, "invoice");
  const customer = customerById(
    work,
    textParam(params, "customer") ?? invoice?.customer ?? requiredText(params, "customer"),
  );
  if (invoice !== undefined && invoice.customer !== customer.id) {
    throw refused({ param: "invoice", message: "The invoice belongs to another customer." });
  }
  const currency = currencyParam(params, "currency") ?? invoice?.currency;
  if (currency === undefined) throw missing("currency");
  const item = itemFrom({ params, customer: customer.id, currency, work });
  if (invoice === undefined) {
    work.store.put("invoiceItem", item);
    work.emit("invoiceitem.created", item);
    return item;
  }
  return attach({ items: [item], invoice, work })[0] ?? item;
}

export function addLines(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, ["lines", "invoice_metadata"]);
  const invoice = invoiceById(work, request.ids.id ?? "");
  const items = (listParam(request.params, "lines") ?? []).map((line, index) => {
    if (!isObject(line)) throw invalidParameter({ param: `lines[${index}]`, message: "Invalid object" });
    onlyParams(line, ["amount", "description", "metadata", "period", "discountable", "quantity"]);
    return itemFrom({ params: line, customer: invoice.customer, currency: invoice.currency, work });
  });
  if (items.length === 0) throw missing("lines");
  const metadata = mergedMetadata(request.params, { existing: invoice.metadata, name: "invoice_metadata" });
  attach({ items, invoice: { ...invoice, metadata }, work });
  return presentInvoice(work, invoiceById(work, invoice.id));
}

export function listInvoiceItems(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, [
    "customer",
    "invoice",
    "pending",
    "limit",
    "starting_after",
    "ending_before",
  ]);
  const customer = textParam(request.params, "customer");
  const invoice = textParam(request.params, "invoice");
  const pending = flagParam(request.params, "pending");
  const rows = work.store
    .all("invoiceItem")
    .filter((item) => customer === undefined || item.customer === customer)
    .filter((item) => invoice === undefined || item.invoice === invoice)
    .filter((item) => pending === undefined || (item.invoice === null) === pending);
  return listPage({ rows, params: request.params, url: "/v1/invoiceitems" });
}

/** Puts items on a draft and brings its sums up to date. */
export function attach({
  items,
  invoice,
  work,
}: {
  items: InvoiceItem[];
  invoice: Invoice;
  work: Work;
}): InvoiceItem[] {
  draftOnly(invoice);
  const attached = items.map((item) => {
    if (item.currency !== invoice.currency) {
      throw refused({
        param: "currency",
        message: `The currency of an invoice item must be the invoice's: ${invoice.currency}.`,
      });
    }
    return { ...item, invoice: invoice.id };
  });
  for (const item of attached) {
    work.store.put("invoiceItem", item);
    work.store.put("invoiceLine", lineOfItem({ item, invoice: invoice.id }));
    work.emit("invoiceitem.created", item);
  }
  const updated = recomputed(work, invoice);
  work.store.put("invoice", updated);
  work.emit("invoice.updated", presentInvoice(work, updated));
  return attached;
}

function itemFrom({ params, customer, currency, work }: ItemSource): InvoiceItem {
  const quantity = integerParam(params, "quantity") ?? 1;
  const unit = textParam(params, "unit_amount_decimal");
  if (unit !== undefined && params.amount !== undefined) {
    throw invalidParameter({
      param: "amount",
      message: "You may only specify one of these parameters: amount, unit_amount_decimal.",
    });
  }
  if (unit !== undefined && !/^-?\d+$/.test(unit)) {
    throw invalidParameter({
      param: "unit_amount_decimal",
      message: "The local Stripe takes whole minor units only.",
    });
  }
  const amount = unit === undefined ? requiredInteger(params, "amount") : Number(unit) * quantity;
  if (params.amount !== undefined && quantity !== 1) {
    throw invalidParameter({
      param: "quantity",
      message: "A quantity needs a unit amount, not an amount.",
    });
  }
  if (!Number.isSafeInteger(amount) || Math.abs(amount) > 999_999_999_999) {
    throw invalidParameter({
      param: "amount",
      code: "amount_too_large",
      message: "Amount must be no more than 12 digits.",
    });
  }
  const period = objectParam(params, "period");
  return newInvoiceItem({
    now: work.now,
    amount,
    currency,
    customer,
    quantity,
    description: textParam(params, "description") ?? null,
    discountable: flagParam(params, "discountable") ?? amount >= 0,
    metadata: mergedMetadata(params),
    period: {
      start: period === undefined ? work.now : requiredInteger(period, "start"),
      end: period === undefined ? work.now : requiredInteger(period, "end"),
    },
  });
}

interface ItemSource {
  params: JsonObject;
  customer: string;
  currency: string;
  work: Work;
}

function newInvoiceItem(given: {
  now: number;
  amount: number;
  currency: string;
  customer: string;
  quantity: number;
  description: string | null;
  discountable: boolean;
  metadata: Record<string, string>;
  period: { start: number; end: number };
}) {
  const { now, quantity, ...fields } = given;
  return {
    id: newId("ii"),
    object: "invoiceitem",
    ...fields,
    customer_account: null,
    date: now,
    discounts: [],
    invoice: null as string | null,
    livemode: false,
    parent: null,
    pricing: { type: "price_details", unit_amount_decimal: String(given.amount / quantity) },
    proration: false,
    quantity,
    quantity_decimal: String(quantity),
    tax_rates: [],
    test_clock: null,
  };
}
