import type { BillingEdit, LineEdit } from "../../../domain/contracts/billing-edit.input.ts";
import type { Values } from "../_app.contracts.new/terms-values.ts";

const PLAIN = [
  "minimum",
  "yearlyMinimum",
  "purchaseOrder",
  "purchaseOrderAmount",
  "costCentre",
  "silenceNotices",
  "silenceDays",
] as const;

type Plain = (typeof PLAIN)[number];

const LINE = [
  ...["id", "kind", "name", "amount", "unitPrice", "by", "type", "field", "seats", "bands"],
  ...["baseline", "deadBand", "additional", "reduced", "dueOn", "markup", "cap", "atRisk", "taxedAs"],
] as (keyof LineEdit)[];

/** Billing terms as the flat names and texts of a form. */
export function billingValuesOf(edit: BillingEdit): Values {
  const values: Record<string, string> = {};
  for (const name of PLAIN) values[name] = edit[name];
  for (const [index, line] of edit.lines.entries())
    for (const name of LINE) values[`lines.${index}.${name}`] = line[name];
  return values;
}

/** The form as the API takes it. A line of no kind is taken out. */
export function billingEditFrom(values: Values): BillingEdit {
  const text = (name: string) => values[name] ?? "";
  const rows = Object.keys(values).flatMap((name) => /^lines\.(\d+)\.kind$/.exec(name)?.[1] ?? []);
  const lines = rows
    .map(Number)
    .sort((left, right) => left - right)
    .map((at) => Object.fromEntries(LINE.map((name) => [name, text(`lines.${at}.${name}`)])) as LineEdit)
    .filter((line) => line.kind !== "");
  const plain = Object.fromEntries(PLAIN.map((name) => [name, text(name)])) as Record<Plain, string>;
  return { lines, ...plain };
}
