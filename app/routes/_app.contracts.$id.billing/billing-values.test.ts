import { expect, test } from "vitest";
import type { BillingEdit } from "../../../domain/contracts/billing-edit.input.ts";
import { NO_LINE } from "../../../domain/contracts/edited-billing.ts";
import { billingEditFrom, billingValuesOf } from "./billing-values.ts";

const EDIT: BillingEdit = {
  lines: [
    { ...NO_LINE, id: "a", kind: "fixed", name: "A", amount: "5.00" },
    { ...NO_LINE, id: "b", kind: "tiered", name: "B", bands: "10: 2.00\nrest: 1.00", atRisk: "no" },
  ],
  ...{
    minimum: "9.00",
    yearlyMinimum: "99.00",
    purchaseOrder: "PO",
    purchaseOrderAmount: "",
    costCentre: "4410",
    silenceNotices: "5, 10",
    silenceDays: "5",
  },
};

test("a form holds the billing and gives it back", () => {
  expect(billingEditFrom(billingValuesOf(EDIT))).toEqual(EDIT);
});

test("a line of no kind is taken out, and the others keep their order", () => {
  const values = {
    ...billingValuesOf(EDIT),
    "lines.0.kind": "",
    "lines.10.kind": "fixed",
    "lines.2.kind": "per_seat",
  };
  expect(billingEditFrom(values).lines.map((line) => line.kind)).toEqual(["tiered", "per_seat", "fixed"]);
});

test("an empty form is no billing", () => {
  expect(billingEditFrom({})).toEqual({
    ...{
      lines: [],
      minimum: "",
      yearlyMinimum: "",
      purchaseOrder: "",
      purchaseOrderAmount: "",
      costCentre: "",
      silenceNotices: "",
      silenceDays: "",
    },
  });
});
