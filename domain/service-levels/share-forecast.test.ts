import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDecimal } from "../shared/decimal.ts";
import { compareRationals, rational } from "../shared/rational.ts";
import { hitsRange } from "./beta-binomial.ts";
import { backTest, forecastShare, MONTHS_BEHIND, type ShareMonth } from "./share-forecast.ts";

const month = (over: Partial<ShareMonth> = {}): ShareMonth => ({
  ...{ period: "2026-01", n: 50, hits: 48, open: 5, finalN: 100, finalHits: 95 },
  ...over,
});
const text = (value: { numerator: bigint; denominator: bigint }) => formatDecimal(value, 2);
const read = (made: ReturnType<typeof forecastShare>) =>
  made && {
    value: text(made.value),
    low: text(made.low),
    high: text(made.high),
    remaining: made.remaining,
    months: made.months,
  };

describe("the range of hits", () => {
  test.each([
    // Uniform prior: every number of hits among n is equally likely.
    ["of 99 tries with every share as likely", { alpha: 1n, beta: 1n, of: 1n }, 99, { low: 2, high: 97 }],
    ["of 1 try that is likely", { alpha: 9n, beta: 1n, of: 1n }, 1, { low: 0, high: 1 }],
    ["of no try", { alpha: 9n, beta: 1n, of: 1n }, 0, { low: 0, high: 0 }],
    ["in halves, the same as in wholes", { alpha: 2n, beta: 2n, of: 2n }, 99, { low: 2, high: 97 }],
  ])("%s", (_name, share, tries, expected) => {
    expect(hitsRange(share, tries)).toEqual(expected);
  });

  test("is that of the distribution worked out by fractions", () => {
    const whole = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 0, max: 40 }), (alpha, beta, tries) => {
        expect(hitsRange({ alpha: BigInt(alpha), beta: BigInt(beta), of: 1n }, tries)).toEqual(
          plainRange(alpha, beta, tries),
        );
      }),
    );
  });

  test("takes no longer for a hundred thousand tries than a page may", () => {
    const { low, high } = hitsRange({ alpha: 1901n, beta: 101n, of: 2n }, 100_000);
    expect(low).toBeGreaterThan(90_000);
    expect(high).toBeLessThan(99_000);
  });
});

/** C(n,k) B(k+α, n−k+β) ÷ B(α, β) for whole α and β, as fractions of one denominator. */
function plainRange(alpha: number, beta: number, tries: number): { low: number; high: number } {
  const rising = (from: number, count: number) => {
    let product = 1n;
    for (let step = 0; step < count; step++) product *= BigInt(from + step);
    return product;
  };
  const choose = (k: number) => rising(tries - k + 1, k) / rising(1, k);
  const weights = Array.from(
    { length: tries + 1 },
    (_, k) => choose(k) * rising(alpha, k) * rising(beta, tries - k),
  );
  const total = weights.reduce((sum, one) => sum + one, 0n);
  const quantile = (thousandths: bigint) => {
    let sum = 0n;
    return weights.findIndex((one) => {
      sum += one;
      return sum * 1000n >= total * thousandths;
    });
  };
  return { low: quantile(25n), high: quantile(975n) };
}

describe("a forecast of a share", () => {
  test("is (h + R·p) ÷ (n + R), worked by hand", () => {
    // R = (50 + 70) ÷ 2 = 60; p = (40 + (95 + 105) ÷ 2) ÷ (45 + (100 + 120) ÷ 2) = 140 ÷ 155.
    const earlier = [month(), month({ finalN: 120, finalHits: 105 })];
    const made = forecastShare({ n: 45, hits: 40, open: 3 }, earlier);
    expect(
      made && compareRationals(made.value, rational((40n * 155n + 60n * 140n) * 100n, 155n * 105n)),
    ).toBe(0);
    expect(read(made)).toMatchObject({ value: "89.71", remaining: 60, months: 2 });
  });

  test.each([
    ["with more open items than were to come, these count", { n: 45, hits: 40, open: 80 }, [month()], 80],
    [
      "at the end of a month nothing is to come",
      { n: 100, hits: 90, open: 0 },
      [month({ n: 100, hits: 95 })],
      0,
    ],
    [
      "before the first item it is an average month",
      { n: 0, hits: 0, open: 0 },
      [month({ n: 0, hits: 0 })],
      100,
    ],
  ])("%s", (_name, now, earlier, remaining) => {
    expect(forecastShare(now, earlier)?.remaining).toBe(remaining);
  });

  test("is the figure itself where nothing is to come, without any doubt", () => {
    const made = forecastShare({ n: 100, hits: 90, open: 0 }, [month({ n: 100, hits: 95 })]);
    expect(read(made)).toMatchObject({ value: "90.00", low: "90.00", high: "90.00" });
  });

  test("is not certain after a past without a miss", () => {
    const clean = month({ n: 5, hits: 5, finalN: 10, finalHits: 10 });
    const made = read(forecastShare({ n: 5, hits: 5, open: 0 }, [clean, clean, clean]));
    // Five were usual to come; eleven may, and then two of them missed are 14 of 16.
    expect(made).toMatchObject({ value: "100.00", high: "100.00", low: "87.50" });
  });

  test("is none where nothing is known", () => {
    expect(forecastShare({ n: 0, hits: 0, open: 0 }, [])).toBeNull();
    expect(forecastShare({ n: 0, hits: 0, open: 4 }, [])).toBeNull();
  });

  test("rests on the last three months alone", () => {
    const odd = month({ n: 1, hits: 0, finalN: 900, finalHits: 0 });
    const last = [month(), month(), month()];
    const now = { n: 30, hits: 29, open: 0 };
    expect(forecastShare(now, [odd, odd, ...last])).toEqual(forecastShare(now, last));
    expect(forecastShare(now, last)?.months).toBe(MONTHS_BEHIND);
  });

  const count = fc.integer({ min: 0, max: 60 });
  const months = fc.array(
    fc
      .record({ n: count, more: count, hits: count, moreHits: count, open: count })
      .map(({ n, more, hits, moreHits, open }) =>
        month({
          ...{ n, open, hits: Math.min(hits, n), finalN: n + more },
          finalHits: Math.min(hits, n) + Math.min(moreHits, more),
        }),
      ),
    { maxLength: 8 },
  );

  test("lies within its interval, and the interval within what the month can still come to", () => {
    fc.assert(
      fc.property(count, count, count, months, (n, some, open, earlier) => {
        const hits = Math.min(some, n);
        const made = forecastShare({ n, hits, open }, earlier);
        if (!made) return;
        const come = mostToCome(open, earlier);
        const all = BigInt(n + come);
        const least = rational(BigInt(hits) * 100n, all);
        const most = rational(BigInt(hits + come) * 100n, all);
        const order = [least, made.low, made.value, made.high, most];
        for (let at = 1; at < order.length; at++)
          expect(compareRationals(order[at - 1] ?? least, order[at] ?? most)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test("is as wide as what is uncertain about the number to come, which a month before its end decides", () => {
    // Five, six and eight came later in earlier months: twelve may come now, and two of them be missed.
    const after = [5, 6, 8].map((more) =>
      month({ n: 20, hits: 19, finalN: 20 + more, finalHits: 19 + more }),
    );
    const made = forecastShare({ n: 20, hits: 20, open: 0 }, after);
    const steady = forecastShare({ n: 20, hits: 20, open: 0 }, [
      month({ n: 20, hits: 19, finalN: 20, finalHits: 19 }),
    ]);
    expect(read(made)).toMatchObject({ remaining: 6, high: "100.00", low: "93.75" });
    expect(read(steady)).toMatchObject({ remaining: 0, low: "100.00", high: "100.00" });
  });

  test("is no narrower where more came by chance in one month", () => {
    const now = { n: 40, hits: 38, open: 0 };
    const width = (made: ReturnType<typeof forecastShare>) =>
      made ? Number(text(made.high)) - Number(text(made.low)) : 0;
    const few = month({ n: 40, hits: 38, finalN: 42, finalHits: 40 });
    const many = month({ n: 40, hits: 38, finalN: 60, finalHits: 57 });
    expect(width(forecastShare(now, [many]))).toBeGreaterThan(width(forecastShare(now, [few])));
  });

  test("never falls when one more item was in time", () => {
    fc.assert(
      fc.property(count, count, months, (n, some, earlier) => {
        const hits = Math.min(some, n);
        if (hits === n) return;
        const [less, more] = [hits, hits + 1].map((one) =>
          forecastShare({ n, hits: one, open: 0 }, earlier),
        );
        if (less && more) expect(compareRationals(less.value, more.value)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

/** Two standard deviations above the mean of the last three months, by floating point. */
function mostToCome(open: number, earlier: readonly ShareMonth[]): number {
  const behind = earlier.slice(-MONTHS_BEHIND);
  const m = Math.max(behind.length, 1);
  const came = behind.reduce((sum, one) => sum + one.finalN - one.n, 0);
  const half = came === 0 ? 0 : Math.ceil(Math.sqrt(4 * (came + 0.5) * (m + 1)) / m - 1e-9);
  return Math.max(open, Math.round(came / m) + half);
}

describe("the back-test", () => {
  const steady = ["2026-01", "2026-02", "2026-03", "2026-04"].map((period) => month({ period }));

  test("forecasts each month from those before it alone, and says how far off it was", () => {
    const made = backTest([...steady, month({ period: "2026-05", finalHits: 85 })]);
    const before = backTest(steady);
    expect(before).toMatchObject({ months: 3, from: "2026-02", to: "2026-04", inside: 3 });
    expect(made).toMatchObject({ months: 4, to: "2026-05" });
    // A bad last month is an error of its own, and changes nothing about the months before it.
    expect(made && text(made.naiveError)).toBe("3.50");
    expect(before && text(before.naiveError)).toBe("1.00");
  });

  test("gives the same answer for the same months", () => {
    expect(backTest(steady)).toEqual(backTest(structuredClone(steady)));
  });

  test.each([
    ["no month", []],
    ["a first month, which has none before it", steady.slice(0, 1)],
    ["months of which nothing had counted", steady.map((one) => ({ ...one, n: 0, hits: 0 }))],
    [
      "months in which nothing counted at all",
      steady.map((one) => ({ ...one, finalN: 0, finalHits: 0, n: 0, hits: 0 })),
    ],
  ])("has nothing to say of %s", (_name, months) => {
    expect(backTest(months)).toBeNull();
  });

  test("prefers the forecast where months begin oddly and end alike", () => {
    const odd = steady.map((one, at) => ({ ...one, n: 10, hits: at % 2 === 0 ? 10 : 7 }));
    const made = backTest(odd);
    expect(made && compareRationals(made.error, made.naiveError)).toBe(-1);
  });
});
