import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { money } from "../shared/money.ts";
import type { ACCOUNTS } from "./accounts.ts";
import { type BalanceMovement, movementBooked, payoutArrived, payoutReturned } from "./balance-recipes.ts";
import { sumsByCurrency } from "./journal-entry.ts";
import {
  type BookedMovement,
  balanceFinding,
  compareBalances,
  matchMovements,
  phantom,
  watchForTwins,
} from "./match-movements.ts";
import { TRANSACTION_TYPES } from "./transaction-types.ts";

const now = Temporal.Instant.from("2026-11-21T09:00:00Z");
const eur = (minor: bigint) => money(minor, "EUR");

function moved(change: Partial<BalanceMovement> & { net?: BalanceMovement["net"] } = {}): BalanceMovement {
  const amount = change.amount ?? eur(1000n);
  const fee = change.fee ?? eur(30n);
  return {
    id: "txn_1",
    type: "charge",
    sourceId: "ch_1",
    at: now.subtract({ hours: 5 }),
    ...change,
    amount,
    fee,
    net: money(amount.amountMinor - fee.amountMinor, amount.currency),
  };
}

const booked = (change: Partial<BookedMovement> = {}): BookedMovement => ({
  entryId: "entry",
  sourceId: "txn_1",
  net: eur(970n),
  effectiveAt: now,
  ...change,
});

const kinds = (movement: BalanceMovement, entries: BookedMovement[]) =>
  matchMovements({ movements: [movement], booked: entries, now }).findings.map((one) => one.kind);

describe("a movement of the Stripe balance", () => {
  test.each([
    ["booked once with its net agrees", moved(), [booked()], []],
    ["that is not booked is missing", moved(), [], ["transaction_missing"]],
    [
      "of which another is booked is missing",
      moved(),
      [booked({ sourceId: "txn_2" })],
      ["transaction_missing"],
    ],
    ["booked twice is doubled", moved(), [booked(), booked({ entryId: "other" })], ["transaction_doubled"]],
    ["booked with another amount differs", moved(), [booked({ net: eur(969n) })], ["amount_differs"]],
    [
      "booked in another currency differs",
      moved(),
      [booked({ net: money(970n, "USD") })],
      ["amount_differs"],
    ],
    ["of an unknown type is raised", moved({ type: "new_thing" }), [], ["type_unknown"]],
    [
      "of an unknown type is raised though booked",
      moved({ type: "new_thing" }),
      [booked()],
      ["type_unknown"],
    ],
    ["of a type that we never cause is raised", moved({ type: "advance" }), [], ["type_unexpected"]],
    ["that is a fee of Stripe's is booked and not raised", moved({ type: "stripe_fee" }), [], []],
    ["that moved nothing is not looked for", moved({ amount: eur(0n), fee: eur(0n) }), [], []],
  ])("%s", (_fact, movement, entries, expected) => {
    expect(kinds(movement, entries)).toEqual(expected);
  });

  test("waits while it is younger than an hour, and not a moment longer", () => {
    const within = (at: Temporal.Instant) =>
      matchMovements({ movements: [moved({ at })], booked: [], now });
    expect(within(now.subtract({ minutes: 59 }))).toMatchObject({
      findings: [],
      waiting: [{ id: "txn_1" }],
    });
    expect(within(now.subtract({ hours: 1 })).findings).toHaveLength(1);
  });

  test("says both amounts in words", () => {
    const [found] = matchMovements({
      movements: [moved()],
      booked: [booked({ net: eur(1n) })],
      now,
    }).findings;
    expect(found).toMatchObject({
      expectedMinor: 970n,
      actualMinor: 1n,
      currency: "EUR",
      entryId: "entry",
    });
    expect(found?.says).toBe("Stripe's charge txn_1 (ch_1) moved €9.70, the books say €0.01.");
  });
});

test("two movements of one object are twins; the same one seen again is none", () => {
  const twinOf = watchForTwins();
  expect(twinOf(moved())).toEqual([]);
  expect(twinOf(moved())).toEqual([]);
  expect(twinOf(moved({ id: "txn_2" }))).toMatchObject([
    { kind: "transaction_doubled", subject: "txn_1 txn_2" },
  ]);
  expect(twinOf(moved({ id: "txn_3", type: "refund" }))).toEqual([]);
  expect(twinOf(moved({ id: "txn_4", sourceId: null }))).toEqual([]);
});

test("an entry whose movement Stripe does not have is a phantom", () => {
  expect(phantom(booked())).toMatchObject({
    kind: "transaction_phantom",
    expectedMinor: 0n,
    actualMinor: 970n,
  });
});

describe("balances", () => {
  const finding = (stripe: bigint, books: bigint, waiting: BalanceMovement[] = []) =>
    compareBalances({ stripe: [eur(stripe)], books: [eur(books)], waiting }).map((one) =>
      balanceFinding(one, now),
    );

  test("agree to the cent, what waits included", () => {
    expect(finding(970n, 0n, [moved()])).toEqual([null]);
    expect(finding(970n, 970n)).toEqual([null]);
  });

  test("that differ by a cent are raised", () => {
    expect(finding(971n, 970n)).toMatchObject([
      { kind: "balance_differs", subject: "EUR", actualMinor: 970n },
    ]);
  });

  test("are compared in every currency that either side has", () => {
    const all = compareBalances({ stripe: [money(5n, "USD")], books: [eur(3n)], waiting: [] });
    expect(all.map((one) => balanceFinding(one, now)?.subject)).toEqual(["EUR", "USD"]);
  });
});

describe("what the daily run books", () => {
  const byReconciliation = Object.keys(TRANSACTION_TYPES).filter(
    (type) => TRANSACTION_TYPES[type]?.by !== "product",
  );

  test("balances for every type and any amounts, and moves the Stripe balance by the net", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...byReconciliation, "never_heard_of"),
        fc.bigInt(-(10n ** 12n), 10n ** 12n),
        fc.bigInt(0n, 10n ** 6n),
        (type, amount, fee) => {
          const movement = moved({ type, amount: eur(amount), fee: eur(fee) });
          const entry = movementBooked(movement);
          if (!entry) {
            expect([amount, fee]).toEqual([0n, 0n]);
            return;
          }
          expect([...sumsByCurrency(entry.legs).values()]).toEqual([0n]);
          const balance = entry.legs.filter((leg) => leg.account.code === "stripe_balance");
          expect(balance.reduce((sum, leg) => sum + leg.amount.amountMinor, 0n)).toBe(
            movement.net.amountMinor,
          );
        },
      ),
    );
  });

  test("is nothing of what the product books itself", () => {
    expect(movementBooked(moved())).toBeNull();
  });

  test("leaves nothing between Stripe and the bank once a payout has arrived, or was given back", () => {
    const payout = { payoutId: "po_1", amount: eur(500n), left: eur(500n), at: now };
    const out = movementBooked(
      moved({ type: "payout", amount: eur(-500n), fee: eur(0n), sourceId: "po_1" }),
    );
    const back = movementBooked(moved({ type: "payout_failure", amount: eur(500n), fee: eur(0n) }));
    const left = (...entries: (typeof out)[]) => {
      const legs = entries.flatMap((one) => one?.legs ?? []);
      const of = (code: keyof typeof ACCOUNTS) =>
        legs.reduce((sum, leg) => sum + (leg.account.code === code ? leg.amount.amountMinor : 0n), 0n);
      return [of("stripe_balance"), of("clearing_bank"), of("bank")];
    };
    expect(left(out, payoutArrived(payout))).toEqual([-500n, 0n, 500n]);
    expect(left(out, payoutArrived(payout), back, payoutReturned(payout))).toEqual([0n, 0n, 0n]);
    expect(left(out, back)).toEqual([0n, 0n, 0n]);
  });
});
