import type { Temporal } from "temporal-polyfill";

/** What can be found to disagree, with the words for it and whether it is rung at once. */
export const BREAK_KINDS = {
  transaction_missing: { name: "Not in the books", alarm: false },
  transaction_doubled: { name: "Booked or moved twice", alarm: true },
  transaction_phantom: { name: "In the books, not with Stripe", alarm: true },
  amount_differs: { name: "Amounts differ", alarm: true },
  type_unknown: { name: "Unknown type, in suspense", alarm: true },
  type_unexpected: { name: "Unexpected type, in suspense", alarm: true },
  clearing_open: { name: "Clearing account stays open", alarm: false },
  payout_unmatched: { name: "Payout is not its transactions", alarm: true },
  balance_differs: { name: "Stripe balance differs", alarm: true },
  payables_differ: { name: "Owed to providers differs", alarm: true },
  held_differs: { name: "Held of providers differs", alarm: true },
  rail_differs: { name: "Segregated account differs from the bank", alarm: true },
  customer_balance_differs: { name: "Credit of a buyer differs", alarm: true },
  stored_balance_drifts: { name: "Stored balance drifts from the legs", alarm: true },
  chain_broken: { name: "Chain of entries is broken", alarm: true },
} as const;

export type BreakKind = keyof typeof BREAK_KINDS;

/** One disagreement. `kind` and `subject` name it: the same one found again is the same break. */
export type Finding = {
  kind: BreakKind;
  /** Such as a balance transaction's id, an account's key or a currency. */
  subject: string;
  /** One sentence for the person who looks. */
  says: string;
  currency: string | null;
  /** Minor units, where the disagreement has two amounts: by the source of truth, and by the books. */
  expectedMinor: bigint | null;
  actualMinor: bigint | null;
  /** When it came about, as far as that is known: its age counts from here. */
  since: Temporal.Instant;
  entryId: string | null;
};
