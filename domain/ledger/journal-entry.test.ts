import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { money } from "../shared/money.ts";
import { ACCOUNTS, type AccountCode, house, isAccountCode } from "./accounts.ts";
import { EntryUnbalanced } from "./errors.ts";
import { journalEntry, type Leg, legsHash, sumsByCurrency } from "./journal-entry.ts";

const CODES = Object.keys(ACCOUNTS).filter(isAccountCode);
const leg = (code: AccountCode, amountMinor: bigint, currency = "EUR"): Leg => ({
  account: house(code),
  amount: money(amountMinor, currency),
});
const entry = (legs: readonly Leg[]) =>
  journalEntry({
    source: "app",
    sourceId: "1",
    step: "issued",
    memo: "",
    effectiveAt: Temporal.Instant.from("2026-11-01T00:00:00Z"),
    legs,
  });

describe("a journal entry", () => {
  test.each([
    ["no leg", []],
    ["one leg", [leg("receivable", 100n)]],
    ["one leg beside a leg of nothing", [leg("receivable", 100n), leg("tax_payable", 0n)]],
    ["legs that do not add up", [leg("receivable", 100n), leg("fee_pending", -99n)]],
    [
      "legs that add up only across currencies",
      [leg("receivable", 100n), leg("fee_pending", -100n, "USD")],
    ],
  ])("with %s is refused", (_what, legs) => {
    expect(() => entry(legs)).toThrow(EntryUnbalanced);
  });

  test("legs of nothing are left out", () => {
    const made = entry([leg("receivable", 100n), leg("fee_pending", -100n), leg("tax_payable", 0n)]);
    expect(made.legs.map((one) => one.account.code)).toEqual(["receivable", "fee_pending"]);
  });

  test("any legs with their opposites balance in every currency", () => {
    const one = fc.tuple(
      fc.constantFrom(...CODES),
      fc.bigInt(1n, 10n ** 13n),
      fc.constantFrom("EUR", "USD", "JPY"),
    );
    fc.assert(
      fc.property(fc.array(one, { minLength: 1 }), fc.constantFrom(...CODES), (sides, against) => {
        const legs = sides.flatMap(([code, amount, currency]) => [
          leg(code, amount, currency),
          leg(against, -amount, currency),
        ]);
        expect([...sumsByCurrency(entry(legs).legs).values()].every((sum) => sum === 0n)).toBe(true);
      }),
    );
  });

  test("one unit too many in any leg is refused", () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(1n, 10n ** 12n), { minLength: 1, maxLength: 8 }),
        fc.nat(),
        (amounts, pick) => {
          const legs = amounts.flatMap((amount) => [
            leg("receivable", amount),
            leg("fee_pending", -amount),
          ]);
          const at = pick % legs.length;
          const off = legs.map((one, index) =>
            index === at ? { ...one, amount: money(one.amount.amountMinor + 1n, "EUR") } : one,
          );
          expect(() => entry(off)).toThrow(EntryUnbalanced);
        },
      ),
    );
  });
});

describe("the hash of the legs", () => {
  const legs = [leg("receivable", 120n), leg("fee_pending", -20n), leg("provider_pending", -100n)];

  test("does not depend on their order", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(legs, { minLength: 3 }), (shuffled) => {
        expect(legsHash(shuffled)).toBe(legsHash(legs));
      }),
    );
  });

  test.each([
    ["another amount", [leg("receivable", 121n), leg("fee_pending", -21n), leg("provider_pending", -100n)]],
    ["another account", [leg("receivable", 120n), leg("fee_income", -20n), leg("provider_pending", -100n)]],
    ["another currency", legs.map((one) => ({ ...one, amount: money(one.amount.amountMinor, "USD") }))],
    ["another party", legs.map((one) => ({ ...one, account: { ...one.account, organizationId: "o" } }))],
    ["a leg twice", [...legs, legs[0] ?? leg("receivable", 1n)]],
  ])("changes with %s", (_what, other) => {
    expect(legsHash(other)).not.toBe(legsHash(legs));
  });
});
