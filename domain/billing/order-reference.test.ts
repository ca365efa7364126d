import { expect, test } from "vitest";
import { orderReference } from "./order-reference.ts";

const PO = { number: "PO-7", amountMinor: "10000" };

test.each([
  ["no billing terms", null, 0n, null],
  ["neither", {}, 0n, null],
  ["a cost centre", { costCentre: "44" }, 0n, "Cost centre 44"],
  ["an order without a limit", { purchaseOrder: { number: "PO-7" } }, 500n, "Purchase order PO-7"],
  [
    "an order with a rest",
    { purchaseOrder: PO },
    500n,
    "Purchase order PO-7, $95.00 left after this invoice",
  ],
  [
    "an order used up",
    { purchaseOrder: PO },
    10_000n,
    "Purchase order PO-7, $0.00 left after this invoice",
  ],
  [
    "an order exceeded, and a cost centre",
    { purchaseOrder: PO, costCentre: "44" },
    10_001n,
    "Purchase order PO-7, exceeded by $0.01 · cost centre 44",
  ],
])("the reference of an invoice with %s", (_name, billing, orderedMinor, text) => {
  expect(orderReference({ billing, orderedMinor, currency: "USD" })).toBe(text);
});
