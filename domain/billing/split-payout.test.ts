import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitPayout } from "./split-payout.ts";

const claim = (key: string, amountMinor: bigint) => ({ key, amountMinor });
const none = { contested: [], receivables: [], reserve: { bps: 0, roomMinor: null } };

describe("a payout is split", () => {
  test.each([
    ["all of it goes out", {}, { transferMinor: 1000n, reserveMinor: 0n }],
    [
      "exactly what is contested stays",
      { contested: [claim("a", 300n)] },
      { transferMinor: 700n, contested: [claim("a", 300n)] },
    ],
    [
      "T10: a claw-back above it takes all and no more",
      { receivables: [claim("x", 1500n)] },
      { transferMinor: 0n, netted: [claim("x", 1000n)] },
    ],
    [
      "the oldest claw-back comes first",
      { receivables: [claim("x", 800n), claim("y", 800n)] },
      { transferMinor: 0n, netted: [claim("x", 800n), claim("y", 200n)] },
    ],
    [
      "the reserve is a share of what is left, rounded away from zero",
      { contested: [claim("a", 995n)], reserve: { bps: 1000, roomMinor: null } },
      { reserveMinor: 1n, transferMinor: 4n },
    ],
    [
      "a full reserve takes nothing",
      { reserve: { bps: 5000, roomMinor: -3n } },
      { reserveMinor: 0n, transferMinor: 1000n },
    ],
    [
      "a reserve takes what it has room for",
      { reserve: { bps: 5000, roomMinor: 20n } },
      { reserveMinor: 20n, transferMinor: 980n },
    ],
  ])("%s", (_name, change, expected) => {
    expect(splitPayout({ amountMinor: 1000n, ...none, ...change })).toMatchObject(expected);
  });
});

const amounts = fc.bigInt({ min: 1n, max: 10n ** 9n });
const claims = fc
  .array(amounts, { maxLength: 4 })
  .map((all) => all.map((amountMinor, index) => claim(String(index), amountMinor)));

test("the parts are never below 0, never above their claims, and add up to the amount", () => {
  fc.assert(
    fc.property(
      ...([
        amounts,
        claims,
        claims,
        fc.nat({ max: 10_000 }),
        fc.option(fc.bigInt({ min: -9n, max: 10n ** 9n })),
      ] as const),
      (amountMinor, contested, receivables, bps, roomMinor) => {
        const parts = splitPayout({ amountMinor, contested, receivables, reserve: { bps, roomMinor } });
        const all = [...parts.contested, ...parts.netted].map((one) => one.amountMinor);
        all.push(parts.reserveMinor, parts.transferMinor);
        expect(all.every((part) => part >= 0n)).toBe(true);
        expect(all.reduce((sum, one) => sum + one, 0n)).toBe(amountMinor);
        for (const { key, amountMinor: taken } of parts.netted)
          expect(taken <= (receivables[Number(key)]?.amountMinor ?? 0n)).toBe(true);
      },
    ),
  );
});
