import type { Temporal } from "temporal-polyfill";

/** An invoice whose payment the product itself lives through once the rows are written. */
export type LivedInvoice = {
  plan: string;
  monthsAgo: number;
  invoiceId: string;
  statementId: string;
  engagementId: string;
  buyerId: string;
  providerId: string;
  issuedAt: number;
  paysAt: number;
};

/** Months that were paid through Stripe, by the key of their plan: so many before the running one. */
const LIVED_MONTHS: Readonly<Record<string, readonly number[]>> = {
  "sable-payroll": [3, 2],
  "brightline-books": [3, 2],
  "brightline-payroll": [2],
  "tern-employment": [4, 3],
  "norrvik-it": [2],
};

/** How many months ago a lived month is; null where the month was paid before Stripe was connected. */
export function livedMonthsAgo(p: {
  plan: string;
  period: string;
  now: Temporal.Instant;
  zone: string;
}): number | null {
  const running = p.now.toZonedDateTimeISO(p.zone).toPlainDate().toPlainYearMonth();
  const months = LIVED_MONTHS[p.plan] ?? [];
  const of = (ago: number) => running.subtract({ months: ago }).toString();
  return months.find((ago) => of(ago) === p.period) ?? null;
}
