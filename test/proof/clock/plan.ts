import type { Fault } from "../../../stripe-stand-in/faults.ts";

/** A contract of the walk: its money, and how its people behave, in days after a month's end. */
export type Client = {
  currency: string;
  zone: string;
  monthlyFeeMinor: string;
  approvesAfterDays: number;
  paysAfterDays: number;
};

export const CLIENTS: readonly Client[] = [
  {
    ...{ currency: "EUR", zone: "Europe/Berlin", monthlyFeeMinor: "400000" },
    ...{ approvesAfterDays: 2, paysAfterDays: 9 },
  },
  {
    ...{ currency: "USD", zone: "America/New_York", monthlyFeeMinor: "123457" },
    ...{ approvesAfterDays: 0, paysAfterDays: 1 },
  },
  // A yen has no cents, and this buyer pays when the next month is over already.
  {
    ...{ currency: "JPY", zone: "Asia/Tokyo", monthlyFeeMinor: "98765" },
    ...{ approvesAfterDays: 5, paysAfterDays: 36 },
  },
];

/** So long after a payment was begun, by the calendar. */
type After = { days?: number; weeks?: number; months?: number };

/**
 * A payment that does not go as the others do: of a client, for the month that many months from the start.
 * `by` a debit of a saved account instead of the hosted page; the buyer's bank takes the money back,
 * finally or until it has decided, and only a part of it where `part` says one in so many.
 */
export type OddPayment = {
  client: number;
  month: number;
  by?: "ach" | "sepa";
  takenBack?: {
    after: After;
    reason: string;
    part?: bigint;
    decided?: { after: After; as: "won" | "lost" };
  };
};

export const ODD_PAYMENTS: readonly OddPayment[] = [
  {
    ...{ client: 0, month: 1, by: "sepa" },
    takenBack: { after: { months: 13 }, reason: "debit_not_authorized" },
  },
  { client: 1, month: 2, by: "ach" },
  {
    ...{ client: 0, month: 3 },
    takenBack: {
      ...{ after: { days: 20 }, reason: "product_not_received" },
      decided: { after: { days: 60 }, as: "won" },
    },
  },
  {
    ...{ client: 2, month: 4 },
    takenBack: {
      ...{ after: { days: 20 }, reason: "fraudulent" },
      decided: { after: { days: 75 }, as: "lost" },
    },
  },
  {
    ...{ client: 1, month: 5, by: "ach" },
    takenBack: { after: { days: 59 }, reason: "insufficient_funds" },
  },
  {
    ...{ client: 0, month: 8, by: "sepa" },
    takenBack: { after: { weeks: 8 }, reason: "debit_not_authorized" },
  },
  {
    ...{ client: 1, month: 9 },
    takenBack: {
      ...{ after: { days: 31 }, reason: "product_unacceptable", part: 3n },
      decided: { after: { days: 40 }, as: "lost" },
    },
  },
  // Won while the provider may not be paid: its part waits for it.
  {
    ...{ client: 1, month: 10 },
    takenBack: {
      ...{ after: { days: 12 }, reason: "general" },
      decided: { after: { days: 35 }, as: "won" },
    },
  },
  // Disputed before the provider has its share, which waits for the same reason.
  {
    ...{ client: 1, month: 12 },
    takenBack: {
      ...{ after: { days: 5 }, reason: "general" },
      decided: { after: { days: 90 }, as: "won" },
    },
  },
  { client: 0, month: 23, by: "sepa" },
];

/**
 * What happens on a day of the walk, counted in months from its start and days within them (0 is the first):
 * `off`: no process of ours runs for so many hours, while people and Stripe go on; `again`: the clock of
 * all goes back by so many hours and everything is asked again; `lost`: Stripe acts, its answer is lost,
 * and for 25 hours nobody asks again, so that Stripe has forgotten the key; the rest is what Stripe does by
 * itself.
 */
export type Turn = { month: number; day: number } & (
  | { is: "off"; hours: number }
  | { is: "again"; hours: number }
  | { is: "lost"; path: string }
  | { is: "fault"; fault: Fault }
  | { is: "bank_payout"; currency: string }
  | { is: "bank_payout_failed" }
  | { is: "capability_withdrawn"; client: number }
  | { is: "capability_granted"; client: number }
);

export const TURNS: readonly Turn[] = [
  { month: 1, day: 0, is: "off", hours: 26 },
  { month: 2, day: 1, is: "lost", path: "*/finalize" },
  // New York's clocks go forward on the day that is lived twice, and Berlin's on one that nobody worked.
  { month: 2, day: 10, is: "again", hours: 30 },
  { month: 2, day: 30, is: "off", hours: 30 },
  { month: 3, day: 1, is: "lost", path: "*/pay" },
  { month: 3, day: 3, is: "again", hours: 24 },
  { month: 3, day: 8, is: "lost", path: "/v1/transfers" },
  {
    month: 4,
    day: 0,
    is: "fault",
    fault: { kind: "status_500", executed: true, match: { path: "*/finalize" } },
  },
  { month: 5, day: 4, is: "bank_payout", currency: "eur" },
  { month: 6, day: 0, is: "off", hours: 50 },
  { month: 6, day: 24, is: "lost", path: "*/reversals" },
  { month: 7, day: 1, is: "lost", path: "/v1/invoices" },
  { month: 8, day: 0, is: "again", hours: 30 },
  { month: 9, day: 2, is: "bank_payout", currency: "usd" },
  { month: 9, day: 6, is: "bank_payout_failed" },
  { month: 11, day: 24, is: "bank_payout", currency: "eur" },
  { month: 12, day: 0, is: "capability_withdrawn", client: 1 },
  { month: 13, day: 20, is: "capability_granted", client: 1 },
  { month: 14, day: 27, is: "off", hours: 72 },
  { month: 15, day: 1, is: "lost", path: "*/reversals" },
  { month: 16, day: 2, is: "lost", path: "*/add_lines" },
  { month: 18, day: 1, is: "again", hours: 2 },
  { month: 20, day: 9, is: "lost", path: "/v1/transfers" },
  { month: 21, day: 0, is: "fault", fault: { kind: "status_429", match: { method: "POST" }, times: 5 } },
  { month: 24, day: 1, is: "off", hours: 26 },
];
