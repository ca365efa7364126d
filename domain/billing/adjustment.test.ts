import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OpenAdjustment, settledParts } from "./adjustment.ts";

const one = (netMinor: bigint, id = "a"): OpenAdjustment => ({
  id,
  correctionId: `c${id}`,
  period: "2026-08",
  netMinor,
});
const amounts = (netMinor: bigint, open: OpenAdjustment[]) =>
  settledParts(netMinor, open).map((part) => [part.id, part.netMinor]);

describe("what a statement settles of corrections", () => {
  test.each<[string, OpenAdjustment[], [string, bigint][]]>([
    ["nothing", [], []],
    ["a charge", [one(9_600n)], [["a", 9_600n]]],
    ["a credit", [one(-9_600n)], [["a", -9_600n]]],
    ["a credit as large as the month", [one(-378_400n)], [["a", -378_400n]]],
    ["a credit larger than the month, in part", [one(-500_000n)], [["a", -378_400n]]],
    [
      "a charge that makes room for a credit",
      [one(-400_000n), one(30_000n, "b")],
      [
        ["b", 30_000n],
        ["a", -400_000n],
      ],
    ],
    ["no second credit once the month is used up", [one(-400_000n), one(-1n, "b")], [["a", -378_400n]]],
  ])("%s", (_name, open, parts) => {
    expect(amounts(378_400n, open)).toEqual(parts);
  });

  test("never takes the net below 0, and never settles more than is open or of the other sign", () => {
    const open = fc
      .array(fc.bigInt({ min: -1_000_000n, max: 1_000_000n }), { maxLength: 6 })
      .map((list) =>
        list.filter((amount) => amount !== 0n).map((amount, index) => one(amount, String(index))),
      );
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 500_000n }), open, (netMinor, list) => {
        const parts = settledParts(netMinor, list);
        expect(parts.reduce((sum, part) => sum + part.netMinor, netMinor) >= 0n).toBe(true);
        for (const part of parts) {
          const whole = list.find((candidate) => candidate.id === part.id)?.netMinor ?? 0n;
          expect(part.netMinor > 0n).toBe(whole > 0n);
          expect(part.netMinor * part.netMinor <= whole * whole).toBe(true);
        }
      }),
    );
  });

  test("carried over from month to month everything is settled in the end, and nothing twice", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 900_000n }),
        fc.bigInt({ min: 50_000n, max: 400_000n }),
        (owed, net) => {
          let left = -owed;
          let months = 0;
          while (left < 0n && months < 100) {
            const [part] = settledParts(net, [one(left)]);
            left -= part?.netMinor ?? 0n;
            months += 1;
          }
          expect(left).toBe(0n);
          expect(BigInt(months)).toBe((owed + net - 1n) / net);
        },
      ),
    );
  });
});
