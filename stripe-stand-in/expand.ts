import { invalidParameter } from "./errors.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { embeddedList } from "./list.ts";
import { listParam } from "./params.ts";
import { presented } from "./resources/balance-transactions.ts";
import { creditBalances } from "./resources/customer-balance.ts";
import { presentDispute } from "./resources/disputes.ts";
import { paymentsOfInvoice } from "./resources/invoice-payments.ts";
import { presentInvoice } from "./resources/invoices.ts";
import { presentTransfer } from "./resources/transfers.ts";
import type { Work } from "./work.ts";

const deepest = 4;

/** Replaces ids by their objects where the request's `expand` asks for it, at most four levels deep. */
export function expanded({
  answer,
  params,
  work,
}: {
  answer: JsonObject;
  params: JsonObject;
  work: Work;
}): JsonObject {
  let result: Json = answer;
  for (const path of (listParam(params, "expand") ?? []).map(String)) {
    const keys = path.split(".");
    if (keys.filter((key) => key !== "data").length > deepest) {
      throw invalidParameter({
        param: "expand",
        message: "You cannot expand more than 4 levels of a property.",
      });
    }
    result = expandedAt({ node: result, keys, path, work });
  }
  return isObject(result) ? result : answer;
}

function expandedAt({
  node,
  keys,
  path,
  work,
}: {
  node: Json;
  keys: string[];
  path: string;
  work: Work;
}): Json {
  const [key, ...rest] = keys;
  if (key === undefined) return typeof node === "string" ? (objectNamed(node, work) ?? node) : node;
  if (Array.isArray(node)) return node.map((item) => expandedAt({ node: item, keys, path, work }));
  if (node === null || node === undefined) return node;
  const target = typeof node === "string" ? objectNamed(node, work) : node;
  if (!isObject(target)) throw unexpandable(path);
  const whole = withOnlyExpandable({ node: target, key, work });
  if (!(key in whole)) throw unexpandable(path);
  return { ...whole, [key]: expandedAt({ node: whole[key], keys: rest, path, work }) };
}

/** Some lists exist only where they are expanded. */
function withOnlyExpandable({
  node,
  key,
  work,
}: {
  node: JsonObject;
  key: string;
  work: Work;
}): JsonObject {
  const id = String(node.id);
  if (node.object === "invoice" && key === "payments" && !("payments" in node)) {
    return {
      ...node,
      payments: embeddedList({ rows: paymentsOfInvoice(work, id), url: "/v1/invoice_payments" }),
    };
  }
  if (node.object === "charge" && key === "refunds" && !("refunds" in node)) {
    const rows = work.store.all("refund").filter((refund) => refund.charge === id);
    return { ...node, refunds: embeddedList({ rows, url: `/v1/charges/${id}/refunds` }) };
  }
  if (node.object === "customer" && key === "invoice_credit_balance")
    return { ...node, invoice_credit_balance: creditBalances(work, id) };
  return node;
}

function objectNamed(id: string, work: Work): JsonObject | undefined {
  const { store, now } = work;
  switch (id.split("_")[0]) {
    case "cus":
      return store.get("customer", id);
    case "in": {
      const invoice = store.get("invoice", id);
      return invoice === undefined ? undefined : presentInvoice(work, invoice);
    }
    case "pi":
      return store.get("paymentIntent", id);
    case "ch":
      return store.get("charge", id);
    case "re":
      return store.get("refund", id);
    case "txn": {
      const transaction = store.get("balanceTransaction", id);
      return transaction === undefined ? undefined : presented({ transaction, now });
    }
    case "tr": {
      const transfer = store.get("transfer", id);
      return transfer === undefined ? undefined : presentTransfer(work, transfer);
    }
    case "du": {
      const dispute = store.get("dispute", id);
      return dispute === undefined ? undefined : presentDispute(work, dispute);
    }
    case "trr":
      return store.get("transferReversal", id);
    default:
      return undefined;
  }
}

function unexpandable(path: string) {
  return invalidParameter({ param: "expand", message: `This property cannot be expanded (${path}).` });
}
