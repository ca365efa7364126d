import { invalidParameter, refused } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { inCreated, listPage } from "../list.ts";
import {
  currencyParam,
  flagParam,
  integerParam,
  mergedMetadata,
  oneOf,
  onlyParams,
  requiredText,
  textParam,
} from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import { customerById } from "./customers.ts";
import { attach } from "./invoice-items.ts";
import { linesOf } from "./invoice-lines.ts";
import { draftOnly, type Invoice, invoiceById, newInvoice, presentInvoice } from "./invoices.ts";

const secondsPerDay = 86_400;
const writable = [
  "auto_advance",
  "collection_method",
  "days_until_due",
  "description",
  "due_date",
  "footer",
  "metadata",
  "number",
  "default_payment_method",
];

export function createInvoice(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, [...writable, "customer", "currency", "pending_invoice_items_behavior"]);
  const customer = customerById(work, requiredText(params, "customer"), "customer");
  const currency = currencyParam(params, "currency") ?? customer.currency ?? "usd";
  const draft = changed({ invoice: newInvoice({ customer, currency, now: work.now }), params, work });
  const behavior = oneOf(params, { name: "pending_invoice_items_behavior", words: ["exclude", "include"] });
  work.store.put("invoice", draft);
  if (customer.currency === null) work.store.put("customer", { ...customer, currency });
  work.emit("invoice.created", presentInvoice(work, draft));
  if (behavior === "include") attach({ items: pendingItems(work, draft), invoice: draft, work });
  return presentInvoice(work, invoiceById(work, draft.id));
}

export function updateInvoice(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, writable);
  const invoice = invoiceById(work, request.ids.id ?? "");
  // Once finalized only what does not touch the money or the text may change.
  if (Object.keys(params).some((name) => !["metadata", "auto_advance", "expand"].includes(name)))
    draftOnly(invoice);
  const updated = changed({ invoice, params, work });
  work.store.put("invoice", updated);
  work.emit("invoice.updated", presentInvoice(work, updated));
  return presentInvoice(work, updated);
}

export function retrieveInvoice(request: ApiRequest, work: Work): JsonObject {
  return presentInvoice(work, invoiceById(work, request.ids.id ?? ""));
}

export function listInvoices(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, [
    "customer",
    "status",
    "created",
    "limit",
    "starting_after",
    "ending_before",
    "collection_method",
  ]);
  const customer = textParam(params, "customer");
  const status = oneOf(params, {
    name: "status",
    words: ["draft", "open", "paid", "uncollectible", "void"],
  });
  const method = textParam(params, "collection_method");
  const rows = work.store
    .all("invoice")
    .filter((invoice) => customer === undefined || invoice.customer === customer)
    .filter((invoice) => status === undefined || invoice.status === status)
    .filter((invoice) => method === undefined || invoice.collection_method === method)
    .filter(inCreated(params));
  const page = listPage({ rows, params, url: "/v1/invoices" });
  return { ...page, data: (page.data as Invoice[]).map((invoice) => presentInvoice(work, invoice)) };
}

export function listInvoiceLines(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, ["limit", "starting_after", "ending_before"]);
  const invoice = invoiceById(work, request.ids.id ?? "");
  // The lines of an invoice come in the order of the invoice, unlike every other list.
  const rows = linesOf(work, invoice.id).reverse();
  return listPage({ rows, params: request.params, url: `/v1/invoices/${invoice.id}/lines` });
}

function changed({ invoice, params, work }: { invoice: Invoice; params: JsonObject; work: Work }): Invoice {
  const method =
    oneOf(params, { name: "collection_method", words: ["charge_automatically", "send_invoice"] }) ??
    invoice.collection_method;
  const days = integerParam(params, "days_until_due");
  const due =
    integerParam(params, "due_date") ?? (days === undefined ? undefined : work.now + days * secondsPerDay);
  if (due !== undefined && method !== "send_invoice") {
    throw invalidParameter({
      param: days === undefined ? "due_date" : "days_until_due",
      message: "A due date is possible only for invoices with collection_method=send_invoice.",
    });
  }
  const dueDate = due ?? invoice.due_date;
  if (method === "send_invoice" && dueDate === null) {
    throw invalidParameter({
      param: "days_until_due",
      message: "If invoices are to be sent, you must specify either days_until_due or due_date.",
    });
  }
  const number = textParam(params, "number") ?? invoice.number;
  const taken = work.store
    .all("invoice")
    .some((other) => other.number === number && other.id !== invoice.id);
  if (number !== null && taken) {
    throw refused({ param: "number", message: `The invoice number ${number} has been used already.` });
  }
  return {
    ...invoice,
    auto_advance: flagParam(params, "auto_advance") ?? invoice.auto_advance,
    collection_method: method,
    default_payment_method: textParam(params, "default_payment_method") ?? invoice.default_payment_method,
    description: textParam(params, "description") ?? invoice.description,
    due_date: dueDate,
    footer: textParam(params, "footer") ?? invoice.footer,
    metadata: mergedMetadata(params, { existing: invoice.metadata }),
    number,
  };
}

function pendingItems(work: Work, invoice: Invoice) {
  return work.store
    .all("invoiceItem")
    .filter((item) => item.customer === invoice.customer && item.invoice === null)
    .filter((item) => item.currency === invoice.currency);
}
