import type { Temporal } from "temporal-polyfill";
import { formatMoney } from "../shared/format-money.ts";
import { type Money, money } from "../shared/money.ts";
import type { BalanceMovement } from "./balance-recipes.ts";
import type { Finding } from "./recon-break.ts";
import { treatmentOf } from "./transaction-types.ts";

/** An entry of the books that moves the Stripe balance, with the sum of those of its legs. */
export type BookedMovement = {
  entryId: string;
  /** The balance transaction that the entry names. */
  sourceId: string;
  net: Money;
  effectiveAt: Temporal.Instant;
};

export type Matched = {
  findings: Finding[];
  /** Movements that nothing of ours causes and that are not booked yet. */
  toBook: BalanceMovement[];
  matched: number;
  /** Younger than the grace: what caused them may still be on its way into the books. */
  waiting: BalanceMovement[];
};

/** A payment and its booking are minutes apart at most; within the hour a movement only waits. */
export const GRACE_HOURS = 1;

/**
 * Compares movements of the Stripe balance with the entries that name them: each is to be booked exactly
 * once, with its net. `now` decides what is young enough to wait.
 */
export function matchMovements(p: {
  movements: readonly BalanceMovement[];
  booked: readonly BookedMovement[];
  now: Temporal.Instant;
}): Matched {
  const bySource = Map.groupBy(p.booked, (one) => one.sourceId);
  const young = p.now.subtract({ hours: GRACE_HOURS });
  const result: Matched = { findings: [], toBook: [], matched: 0, waiting: [] };
  for (const movement of p.movements) {
    const entries = bySource.get(movement.id) ?? [];
    if (entries.length > 0) {
      const found = bookedWrongly(movement, entries);
      result.findings.push(...found);
      if (!found.some((one) => one.kind !== "type_unknown" && one.kind !== "type_unexpected"))
        result.matched += 1;
    } else if (treatmentOf(movement.type)?.by !== "product") {
      result.toBook.push(movement);
      result.findings.push(...intoSuspense(movement, null));
    } else if (movement.at.epochMilliseconds > young.epochMilliseconds) result.waiting.push(movement);
    else if (movement.net.amountMinor !== 0n) result.findings.push(missing(movement));
  }
  return result;
}

function bookedWrongly(movement: BalanceMovement, entries: readonly BookedMovement[]): Finding[] {
  const first = entries[0] as BookedMovement;
  const inCurrency = entries.filter((one) => one.net.currency === movement.net.currency);
  const booked = inCurrency.reduce((sum, one) => sum + one.net.amountMinor, 0n);
  const common = {
    ...about(movement),
    expectedMinor: movement.net.amountMinor,
    actualMinor: booked,
    entryId: first.entryId,
  };
  if (entries.length > 1)
    return [
      {
        ...common,
        kind: "transaction_doubled",
        says: `${nameOf(movement)} is in the books ${entries.length} times.`,
      },
    ];
  if (booked !== movement.net.amountMinor || inCurrency.length === 0) {
    const amount = formatMoney(first.net);
    const says = `${nameOf(movement)} moved ${formatMoney(movement.net)}, the books say ${amount}.`;
    return [{ ...common, kind: "amount_differs", says }];
  }
  return intoSuspense(movement, first.entryId);
}

/** What has no place of its own is looked at by a person, whether this run books it or an earlier one did. */
function intoSuspense(movement: BalanceMovement, entryId: string | null): Finding[] {
  const treatment = treatmentOf(movement.type);
  if (treatment && treatment.by !== "unexpected") return [];
  const kind = treatment ? "type_unexpected" : "type_unknown";
  const why = treatment ? "is a type that this product never causes" : "is a type that nobody here knows";
  const says = `${nameOf(movement)}: "${movement.type}" ${why}. It is booked to suspense.`;
  const expectedMinor = movement.net.amountMinor;
  return [{ ...about(movement), kind, says, expectedMinor, actualMinor: null, entryId }];
}

function missing(movement: BalanceMovement): Finding {
  return {
    ...about(movement),
    kind: "transaction_missing",
    says: `${nameOf(movement)} moved ${formatMoney(movement.net)} and is not in the books.`,
    expectedMinor: movement.net.amountMinor,
    actualMinor: 0n,
    entryId: null,
  };
}

function about(movement: BalanceMovement) {
  return { subject: movement.id, currency: movement.net.currency, since: movement.at };
}

function nameOf({ id, type, sourceId }: BalanceMovement): string {
  return `Stripe's ${type.replaceAll("_", " ")} ${id}${sourceId ? ` (${sourceId})` : ""}`;
}

/** An entry that names a balance transaction which Stripe does not have. */
export function phantom(one: BookedMovement): Finding {
  return {
    kind: "transaction_phantom",
    subject: one.sourceId,
    says: `The books say that ${one.sourceId} moved ${formatMoney(one.net)}; Stripe has no such transaction.`,
    currency: one.net.currency,
    expectedMinor: 0n,
    actualMinor: one.net.amountMinor,
    since: one.effectiveAt,
    entryId: one.entryId,
  };
}

/** Types of which one object makes one movement: a second one took or gave the money again. */
const ONE_PER_SOURCE = new Set(["charge", "payment", "transfer", "payout", "topup"]);

/** Watches a stream of movements for two that the same object made; keeps an id for each object. */
export function watchForTwins() {
  const seen = new Map<string, BalanceMovement>();
  return (movement: BalanceMovement): Finding[] => {
    if (!movement.sourceId || !ONE_PER_SOURCE.has(movement.type)) return [];
    const key = `${movement.type} ${movement.sourceId}`;
    const twin = seen.get(key);
    if (!twin) seen.set(key, movement);
    if (!twin || twin.id === movement.id) return [];
    const says = `${movement.sourceId} moved money twice: ${twin.id} and ${movement.id}.`;
    return [
      {
        ...about(movement),
        subject: [twin.id, movement.id].sort().join(" "),
        kind: "transaction_doubled",
        says,
        expectedMinor: twin.net.amountMinor,
        actualMinor: twin.net.amountMinor + movement.net.amountMinor,
        entryId: null,
      },
    ];
  };
}

/** The books' Stripe balance with what still waits, against Stripe's own, currency by currency. */
export function compareBalances(p: {
  stripe: readonly Money[];
  books: readonly Money[];
  waiting: readonly BalanceMovement[];
}): { currency: string; stripeMinor: bigint; booksMinor: bigint; waitingMinor: bigint }[] {
  const all = [p.stripe, p.books, p.waiting.map((one) => one.net)];
  const currencies = new Set(all.flatMap((list) => list.map((one) => one.currency)));
  const sum = (list: readonly Money[], currency: string) =>
    list.reduce((total, one) => total + (one.currency === currency ? one.amountMinor : 0n), 0n);
  return [...currencies].sort().map((currency) => ({
    currency,
    stripeMinor: sum(p.stripe, currency),
    booksMinor: sum(p.books, currency),
    waitingMinor: sum(
      p.waiting.map((one) => one.net),
      currency,
    ),
  }));
}

/** The finding of a currency whose balances do not agree; null where they do. */
export function balanceFinding(
  one: ReturnType<typeof compareBalances>[number],
  now: Temporal.Instant,
): Finding | null {
  const { currency, stripeMinor, booksMinor, waitingMinor } = one;
  if (stripeMinor === booksMinor + waitingMinor) return null;
  const [theirs, ours] = [stripeMinor, booksMinor].map((minor) => formatMoney(money(minor, currency)));
  const waiting =
    waitingMinor === 0n ? "" : ` and ${formatMoney(money(waitingMinor, currency))} on its way`;
  const says = `Stripe's balance is ${theirs}; the books have ${ours}${waiting}.`;
  const amounts = { expectedMinor: stripeMinor, actualMinor: booksMinor + waitingMinor };
  return {
    kind: "balance_differs",
    subject: currency,
    says,
    currency,
    ...amounts,
    since: now,
    entryId: null,
  };
}
