import { minorUnitExponent } from "../shared/currency.ts";
import { formatDecimal, isDecimal, parseDecimal } from "../shared/decimal.ts";
import { toDecimalString } from "../shared/format-money.ts";
import { parseMoney } from "../shared/parse-money.ts";
import { multiplyRationals, rational } from "../shared/rational.ts";
import { type InputIssue, InvalidInput, parseInput } from "../shared/refusals.ts";
import { type BillingEdit, billingEditSchema, type LineEdit } from "./billing-edit.input.ts";
import type { BillingLine, BillingTerms } from "./billing-terms.ts";
import { percentNumber } from "./contract-tables.ts";
import { bpsOfPercent } from "./percent-input.ts";
import { type Terms, termsSchema } from "./terms.ts";

/**
 * The terms with the billing that somebody typed over `base`; nothing else of them changes. Throws
 * InvalidInput, each issue on the field as typed: "minimum", "lines.0.unitPrice", "lines.2.bands".
 */
export function editedBilling(base: Terms, input: unknown): Terms {
  const edit = parseInput(billingEditSchema, input);
  const issues: InputIssue[] = [];
  const read = reader(base.currency, issues);
  const { billing: _before, silence: _silence, ...kept } = base;
  const parsed = termsSchema.safeParse({ ...kept, ...billingFrom(edit, read), ...silenceFrom(edit) });
  if (!parsed.success)
    for (const issue of parsed.error.issues) {
      const field = fieldOf(issue.path);
      if (!issues.some((one) => one.field === field)) issues.push({ field, message: issue.message });
    }
  if (!parsed.success || issues.length > 0) throw new InvalidInput(issues);
  return parsed.data;
}

/** Nothing typed is nothing agreed; what is no number is refused by the terms. */
function silenceFrom({ silenceNotices, silenceDays }: BillingEdit): { silence?: unknown } {
  const notices = silenceNotices.split(/[,;\s]+/).filter(Boolean);
  if (notices.length === 0 && silenceDays.trim() === "") return {};
  const whole = (text: string) => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN);
  return { silence: { noticeAfterDays: notices.map(whole), approvedAfterDays: whole(silenceDays) } };
}

type Reader = ReturnType<typeof reader>;

function billingFrom(edit: BillingEdit, read: Reader): { billing?: unknown } {
  const further = [
    edit.minimum,
    edit.yearlyMinimum,
    edit.purchaseOrder,
    edit.purchaseOrderAmount,
    edit.costCentre,
  ];
  if (edit.lines.length === 0 && further.every((text) => text.trim() === "")) return {};
  const taken = new Set(edit.lines.map((one) => one.id).filter(Boolean));
  const given = (text: string) => text.trim() !== "";
  const orderMinor = given(edit.purchaseOrderAmount)
    ? { amountMinor: read.money("purchaseOrderAmount", edit.purchaseOrderAmount) }
    : {};
  const ordered = given(edit.purchaseOrder) || given(edit.purchaseOrderAmount);
  return {
    billing: {
      lines: edit.lines.map((one, at) => lineFrom(one, { at: `lines.${at}`, read, taken })),
      ...(given(edit.minimum) ? { minimumMinor: read.money("minimum", edit.minimum) } : {}),
      ...(given(edit.yearlyMinimum)
        ? { yearlyMinimumMinor: read.money("yearlyMinimum", edit.yearlyMinimum) }
        : {}),
      ...(ordered ? { purchaseOrder: { number: edit.purchaseOrder, ...orderMinor } } : {}),
      ...(given(edit.costCentre) ? { costCentre: edit.costCentre } : {}),
    },
  };
}

function lineFrom(one: LineEdit, p: { at: string; read: Reader; taken: Set<string> }): unknown {
  const { at, read } = p;
  const id = one.id || freeId(one.name, p.taken);
  const taxed = one.taxedAs.trim() === "" ? {} : { taxedAs: one.taxedAs.trim() };
  const named = { kind: one.kind, id, name: one.name, ...taxed };
  const plain = { ...named, ...(one.atRisk === "no" ? { atRisk: false } : {}) };
  const quantity = {
    ...{ by: one.by, type: one.type },
    ...(one.by === "count" ? {} : { field: one.field }),
  };
  switch (one.kind) {
    case "fixed":
      return { ...plain, amountMinor: read.money(`${at}.amount`, one.amount) };
    case "per_unit":
    case "per_employee":
      return { ...plain, unitPriceMinor: read.price(`${at}.unitPrice`, one.unitPrice), quantity };
    case "per_seat":
      return {
        ...{ ...plain, unitPriceMinor: read.price(`${at}.unitPrice`, one.unitPrice) },
        seats: /^\d{1,9}$/.test(one.seats.trim()) ? Number(one.seats) : Number.NaN,
      };
    case "tiered":
      return { ...plain, bands: bandsFrom(one.bands, { field: `${at}.bands`, read }), quantity };
    case "baseline":
      return {
        ...{ ...plain, quantity, baseline: one.baseline.trim() },
        deadBandBps: one.deadBand.trim() === "" ? 0 : (bpsOfPercent(one.deadBand) ?? Number.NaN),
        additionalMinor: read.price(`${at}.additional`, one.additional),
        reducedMinor: read.price(`${at}.reduced`, one.reduced),
      };
    case "milestone":
      return {
        ...{ ...plain, amountMinor: read.money(`${at}.amount`, one.amount) },
        dueOn: one.dueOn.trim(),
      };
    case "pass_through":
      return {
        ...named,
        markupBps: one.markup.trim() === "" ? 0 : (bpsOfPercent(one.markup) ?? Number.NaN),
        ...(one.cap.trim() === "" ? {} : { capMinor: read.money(`${at}.cap`, one.cap) }),
      };
    default:
      return plain;
  }
}

/** "100: 2.50" a line, the open band "rest: 1.75". */
function bandsFrom(text: string, p: { field: string; read: Reader }): unknown[] {
  const rows = text.split("\n").filter((row) => row.trim() !== "");
  return rows.map((row) => {
    const [end = "", price = ""] = row.split(":").map((part) => part.trim());
    const unitPriceMinor = p.read.price(p.field, price);
    if (/^rest$/i.test(end)) return { unitPriceMinor };
    if (!isDecimal(end)) p.read.refuse(p.field, "Write a band a line: “100: 2.50”, the last “rest: 1.75”.");
    return { upTo: end, unitPriceMinor };
  });
}

function freeId(name: string, taken: Set<string>): string {
  const stem =
    name
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join("-")
      .slice(0, 30) ?? "line";
  let id = stem;
  for (let number = 2; taken.has(id); number += 1) id = `${stem}-${number}`;
  taken.add(id);
  return id;
}

/** Reads amounts and remembers, once a field, what it could not read. */
function reader(currency: string, issues: InputIssue[]) {
  const refuse = (field: string, message: string) => {
    if (!issues.some((one) => one.field === field)) issues.push({ field, message });
  };
  return {
    refuse,
    money(field: string, text: string): string {
      const read = parseMoney(text, currency);
      if (!read.ok) refuse(field, read.message);
      return read.ok ? String(read.money.amountMinor) : "1";
    },
    /** A price as minor units that may have decimals: "0.0125" dollars are "1.25". */
    price(field: string, text: string): string {
      const plain = text.trim().replaceAll(",", "");
      const minor = isDecimal(plain) && !plain.startsWith("-") ? minorText(plain, currency) : null;
      if (minor === null) refuse(field, "Write a price such as 2.50; it may have six decimals more.");
      return minor ?? "1";
    },
  };
}

function minorText(major: string, currency: string): string | null {
  const scale = rational(10n ** BigInt(minorUnitExponent(currency)));
  const exact = multiplyRationals(parseDecimal(major), scale);
  if ((exact.numerator * 1_000_000n) % exact.denominator !== 0n) return null;
  return plainDecimal(formatDecimal(exact, 6));
}

function majorText(minor: string, currency: string): string {
  const exponent = minorUnitExponent(currency);
  const exact = multiplyRationals(parseDecimal(minor), rational(1n, 10n ** BigInt(exponent)));
  const [whole = "0", fraction = ""] = plainDecimal(formatDecimal(exact, exponent + 6)).split(".");
  return exponent === 0 && fraction === "" ? whole : `${whole}.${fraction.padEnd(exponent, "0")}`;
}

function plainDecimal(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A line before anything is typed. */
export const NO_LINE: LineEdit = {
  ...{ id: "", kind: "", name: "", amount: "", unitPrice: "", by: "", type: "", field: "", seats: "" },
  ...{ bands: "", baseline: "", deadBand: "", additional: "", reduced: "", dueOn: "" },
  ...{ markup: "", cap: "", atRisk: "yes", taxedAs: "" },
};

/** The billing as a form shows it first: what `editedBilling` reads back to the same terms. */
export function billingEditOf(terms: Pick<Terms, "billing" | "currency" | "silence">): BillingEdit {
  const { billing, currency, silence } = terms;
  const money = (minor: string | undefined) =>
    minor === undefined ? "" : toDecimalString({ amountMinor: BigInt(minor), currency });
  return {
    lines: (billing?.lines ?? []).map((line) => lineEdit(line, currency)),
    minimum: money(billing?.minimumMinor),
    yearlyMinimum: money(billing?.yearlyMinimumMinor),
    purchaseOrder: billing?.purchaseOrder?.number ?? "",
    purchaseOrderAmount: money(billing?.purchaseOrder?.amountMinor),
    costCentre: billing?.costCentre ?? "",
    silenceNotices: silence?.noticeAfterDays.join(", ") ?? "",
    silenceDays: silence ? String(silence.approvedAfterDays) : "",
  };
}

function lineEdit(line: BillingLine, currency: string): LineEdit {
  const { id, kind, name } = line;
  const price = (minor: string) => majorText(minor, currency);
  const figures: Partial<LineEdit> = {};
  if ("amountMinor" in line) figures.amount = price(line.amountMinor);
  if ("unitPriceMinor" in line) figures.unitPrice = price(line.unitPriceMinor);
  if ("seats" in line) figures.seats = String(line.seats);
  if ("bands" in line) figures.bands = bandsText(line.bands, price);
  if ("baseline" in line) {
    figures.baseline = line.baseline;
    figures.deadBand = percentNumber(line.deadBandBps);
    figures.additional = price(line.additionalMinor);
    figures.reduced = price(line.reducedMinor);
  }
  if ("quantity" in line) {
    figures.by = line.quantity.by;
    figures.type = line.quantity.type;
    if (line.quantity.by !== "count") figures.field = line.quantity.field;
  }
  if ("dueOn" in line) figures.dueOn = line.dueOn;
  if ("markupBps" in line) {
    figures.markup = percentNumber(line.markupBps);
    if (line.capMinor !== undefined) figures.cap = price(line.capMinor);
  }
  const atRisk = "atRisk" in line && line.atRisk === false ? "no" : "yes";
  return { ...NO_LINE, id, kind, name, ...figures, atRisk, taxedAs: line.taxedAs ?? "" };
}

function bandsText(bands: BandsOf, price: (minor: string) => string): string {
  return bands.map(({ upTo, unitPriceMinor }) => `${upTo ?? "rest"}: ${price(unitPriceMinor)}`).join("\n");
}

type BandsOf = Extract<BillingTerms["lines"][number], { kind: "tiered" }>["bands"];

const NAMES: Readonly<Record<string, string>> = {
  ...{ amountMinor: "amount", unitPriceMinor: "unitPrice", additionalMinor: "additional" },
  ...{ reducedMinor: "reduced", deadBandBps: "deadBand", id: "name" },
  ...{ markupBps: "markup", capMinor: "cap" },
};

/** Where in the form a rule of the terms was broken. */
function fieldOf(path: readonly PropertyKey[]): string {
  const [first, part, at, member, inner] = path.map(String);
  if (first === "monthlyFeeMinor") return "lines";
  if (first === "silence") return part === "approvedAfterDays" ? "silenceDays" : "silenceNotices";
  if (first !== "billing" || part === undefined) return path.map(String).join(".");
  if (part === "minimumMinor") return "minimum";
  if (part === "yearlyMinimumMinor") return "yearlyMinimum";
  if (part === "purchaseOrder") return at === "amountMinor" ? "purchaseOrderAmount" : "purchaseOrder";
  if (part !== "lines" || at === undefined || member === undefined) return part;
  return `lines.${at}.${member === "quantity" ? (inner ?? "by") : (NAMES[member] ?? member)}`;
}
