import type { Temporal } from "temporal-polyfill";
import { type Money, money } from "../shared/money.ts";
import { countedText } from "../shared/price-text.ts";
import { localDate } from "../shared/zoned.ts";
import { monthName } from "./month-name.ts";
import type { TaxCategory } from "./tax/tax-provider.ts";
import { taxLabel } from "./tax/tax-words.ts";

export type InvoiceLine = { description: string; amount: Money };

/**
 * The lines of an invoice: the month's fee, or the lines it is made of, then every credit as an amount below
 * 0, then what outcome prices add or take, then corrections of earlier months. They add up to the statement's
 * net to the minor unit, because those of a statement do.
 */
export function invoiceLines(p: {
  title: string;
  period: string;
  currency: string;
  feeMinor: bigint;
  credits: readonly { name: string; amountMinor: bigint }[];
  /** What corrections of earlier months add or give back. */
  adjustments?: readonly { period: string; netMinor: bigint }[];
  /** Adjustments, collar and what is carried on, signed. */
  others?: readonly { label: string; amountMinor: bigint }[];
  /** Of a contract with billing terms: what fee and charges are made of. */
  charges?: readonly ChargeLine[] | null;
}): InvoiceLine[] {
  const credits = p.credits
    .filter((credit) => credit.amountMinor > 0n)
    .map(({ name, amountMinor }) => ({
      description: `Service credit: ${name}`,
      amount: money(-amountMinor, p.currency),
    }));
  const others = (p.others ?? [])
    .filter((one) => one.amountMinor !== 0n)
    .map(({ label, amountMinor }) => ({ description: label, amount: money(amountMinor, p.currency) }));
  const adjustments = (p.adjustments ?? []).map(({ period, netMinor }) => ({
    description: `Correction of ${monthName(period)}`,
    amount: money(netMinor, p.currency),
  }));
  return [...feeLines(p), ...credits, ...others, ...adjustments];
}

type ChargeLine = { label: string; quantity: string | null; unit: string | null; amountMinor: bigint };

function feeLines(p: Parameters<typeof invoiceLines>[0]): InvoiceLine[] {
  const month = monthName(p.period);
  if (!p.charges) return [{ description: `${p.title}, ${month}`, amount: money(p.feeMinor, p.currency) }];
  return p.charges
    .filter((line) => line.amountMinor !== 0n)
    .map(({ label, quantity, unit, amountMinor }) => ({
      description: `${label}, ${month}${quantity === null || unit === null ? "" : ` (${countedText(quantity, unit)})`}`,
      amount: money(amountMinor, p.currency),
    }));
}

type TaxedTerms = {
  moduleCode: string;
  billing?: { lines: readonly { id: string; taxedAs?: string | undefined }[] } | undefined;
};

/**
 * As what each of the invoice's lines is taxed: a line of the contract as it says, everything else as the
 * service of the contract is. One kind a line of `invoiceLines`.
 */
export function kindsOfLines(
  p: Omit<Parameters<typeof invoiceLines>[0], "charges"> & {
    charges: readonly (ChargeLine & { id: string })[] | null;
  },
  terms: TaxedTerms,
): string[] {
  const stated = new Map(terms.billing?.lines.map((line) => [line.id, line.taxedAs]));
  const charged = (p.charges ?? [])
    .filter((line) => line.amountMinor !== 0n)
    .map(({ id }) => stated.get(id) ?? terms.moduleCode);
  const others = invoiceLines(p).length - charged.length;
  return [...charged, ...Array.from({ length: others }, () => terms.moduleCode)];
}

/** The tax of an invoice as lines of it; a category without tax has none. */
export function taxInvoiceLines(p: {
  currency: string;
  taxes: readonly { category: TaxCategory; rateBps: number; taxMinor: bigint }[];
}): InvoiceLine[] {
  return p.taxes
    .filter((one) => one.taxMinor !== 0n)
    .map((one) => ({ description: taxLabel(one), amount: money(one.taxMinor, p.currency) }));
}

/** "ER-000042": the numbers of one legal entity follow each other without a gap. */
export function invoiceNumber(count: bigint): string {
  return `ER-${String(count).padStart(6, "0")}`;
}

/** The last day to pay, counted from the day of issue in the contract's zone. */
export function dueDate(p: { issuedAt: Temporal.Instant; zone: string; days: number }): Temporal.PlainDate {
  return localDate(p.issuedAt, p.zone).add({ days: p.days });
}
