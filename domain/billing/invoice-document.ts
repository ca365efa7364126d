import type { Temporal } from "temporal-polyfill";
import { type Money, money } from "../shared/money.ts";
import { localDate } from "../shared/zoned.ts";
import { monthName } from "./month-name.ts";

export type InvoiceLine = { description: string; amount: Money };

/**
 * The lines of an invoice: the month's fee, then every credit as an amount below 0, then what outcome
 * prices add or take, then corrections of earlier months. They add up to the statement's net to the minor
 * unit, because those of a statement do.
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
}): InvoiceLine[] {
  const fee = { description: `${p.title}, ${monthName(p.period)}`, amount: money(p.feeMinor, p.currency) };
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
  return [fee, ...credits, ...others, ...adjustments];
}

/** "ER-000042": the numbers of one legal entity follow each other without a gap. */
export function invoiceNumber(count: bigint): string {
  return `ER-${String(count).padStart(6, "0")}`;
}

/** The last day to pay, counted from the day of issue in the contract's zone. */
export function dueDate(p: { issuedAt: Temporal.Instant; zone: string; days: number }): Temporal.PlainDate {
  return localDate(p.issuedAt, p.zone).add({ days: p.days });
}
