import fc from "fast-check";
import { expect, test } from "vitest";
import {
  isGranted,
  ObjectionTooLarge,
  objectionMachine,
  providerShares,
  refuseTooMuch,
} from "./objection.ts";
import { holdMachine } from "./payout-hold.ts";

test("case 28: the provider's shares of contested parts add up to the share of the whole", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 10n }),
      fc.nat({ max: 5000 }),
      fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 6 }),
      (netMinor, commissionBps, cuts) => {
        const providerMinor = netMinor - (netMinor * BigInt(commissionBps)) / 10_000n;
        const total = BigInt(cuts.reduce((sum, cut) => sum + cut, 0)) || 1n;
        const parts = cuts.map((cut) => (netMinor * BigInt(cut)) / total);
        parts.push(netMinor - parts.reduce((sum, one) => sum + one, 0n));
        const shares = providerShares({ netMinor, providerMinor, contestedMinor: parts });
        // All of it contested holds the whole share, whatever the parts; none holds more than was contested.
        expect(shares.reduce((sum, one) => sum + one, 0n)).toBe(providerMinor);
        for (const [index, share] of shares.entries()) {
          expect(share >= 0n).toBe(true);
          expect(share <= (parts[index] ?? 0n) + 1n).toBe(true);
        }
      },
    ),
  );
});

test.each([
  ["a tenth of the fee", 378_400n, 340_560n, [37_840n], [34_056n]],
  ["nothing", 378_400n, 340_560n, [], []],
  ["two thirds of one cent", 3n, 2n, [1n, 1n, 1n], [1n, 0n, 1n]],
])("the provider's share of %s", (_name, netMinor, providerMinor, contestedMinor, expected) => {
  expect(providerShares({ netMinor, providerMinor, contestedMinor })).toEqual(expected);
});

test("more than is left, or nothing, is refused", () => {
  for (const amountMinor of [0n, -1n, 101n])
    expect(() => refuseTooMuch({ amountMinor, leftMinor: 100n, what: "the month" })).toThrow(
      ObjectionTooLarge,
    );
  expect(() => refuseTooMuch({ amountMinor: 100n, leftMinor: 100n, what: "the month" })).not.toThrow();
});

test("an answered objection is answered for good, and only a granted one is the buyer's", () => {
  expect(objectionMachine.transitions.every(({ from }) => from === "open")).toBe(true);
  expect(objectionMachine.states.filter(isGranted)).toEqual(["conceded", "upheld"]);
});

test("a held part that was sent, taken or dropped stays so", () => {
  const left = holdMachine.transitions.flatMap(({ from }) => from);
  for (const state of ["released", "taken", "dropped"]) expect(left).not.toContain(state);
});
