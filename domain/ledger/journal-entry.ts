import type { Temporal } from "temporal-polyfill";
import { canonicalJson } from "../shared/canonical-json.ts";
import type { Money } from "../shared/money.ts";
import { sha256Hex } from "../shared/sha256.ts";
import type { AccountRef } from "./accounts.ts";
import { EntryUnbalanced } from "./errors.ts";

/** One leg: a debit is positive, a credit negative. */
export type Leg = { readonly account: AccountRef; readonly amount: Money };

/** What happened, once: (source, sourceId, step) names the event, and the books hold it at most once. */
export type JournalEntry = {
  readonly source: string;
  readonly sourceId: string;
  readonly step: string;
  readonly memo: string;
  readonly effectiveAt: Temporal.Instant;
  readonly legs: readonly Leg[];
};

/**
 * Checks an entry: at least two legs, none of them 0, and a sum of 0 in every currency. Legs of 0 that
 * a recipe made, such as the tax of an untaxed invoice, are left out first. Throws EntryUnbalanced.
 */
export function journalEntry(input: JournalEntry): JournalEntry {
  const legs = input.legs.filter((leg) => leg.amount.amountMinor !== 0n);
  if (legs.length < 2) throw new EntryUnbalanced("it has fewer than two legs");
  for (const [currency, total] of sumsByCurrency(legs))
    if (total !== 0n) throw new EntryUnbalanced(`its legs in ${currency} add up to ${total} minor units`);
  return { ...input, legs };
}

/** The sum of the legs in each currency. */
export function sumsByCurrency(legs: readonly Leg[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { amount } of legs)
    sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + amount.amountMinor);
  return sums;
}

/**
 * SHA-256 over the legs in an order of their own, so that the order in which they were written says
 * nothing.
 */
export function legsHash(legs: readonly Leg[]): string {
  const rows = legs.map(({ account, amount }) =>
    canonicalJson([
      account.code,
      account.organizationId,
      account.engagementId,
      amount.currency,
      String(amount.amountMinor),
    ]),
  );
  return sha256Hex(canonicalJson(rows.sort()));
}
