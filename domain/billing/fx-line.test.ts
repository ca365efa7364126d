import fc from "fast-check";
import { expect, test } from "vitest";
import { type ExchangeRate, requireRate } from "../ledger/exchange-rate.ts";
import { chargeStepMinor } from "../shared/currency.ts";
import { money } from "../shared/money.ts";
import { correctingFxLine, type FxLine, fxLine, fxWords, recomputeFxLine } from "./fx-line.ts";

const ecb: ExchangeRate = {
  ...{ id: "r", base: "EUR", quote: "USD", rate: "1.0842", validFrom: "2026-11-20", source: "ECB" },
};
const on = "2026-11-22";

test("an invoice in dollars states its total in euros, and says how", () => {
  const found = requireRate([ecb], { from: "USD", to: "EUR", on });
  const line = fxLine({ purpose: "total", before: money(400_000n, "USD"), to: "EUR", found, on });
  expect(line).toEqual({
    ...{ purpose: "total", beforeCurrency: "USD", beforeMinor: 400_000n },
    ...{ afterCurrency: "EUR", afterMinor: 368_936n, base: "EUR", quote: "USD", rate: "1.0842" },
    ...{ rateOf: "2026-11-20", statedFor: on, source: "ECB" },
    ...{ exact: "3689.35620734", roundedBy: "0.00379266" },
    ...{ earlierBeforeMinor: 0n, earlierAfterMinor: 0n },
  });
  expect(fxWords(line)).toBe(
    "The total of $4,000.00 is €3,689.36 at 1 EUR = 1.0842 USD of 2026-11-20 (ECB); " +
      "rounded once from 3689.35620734.",
  );
});

test.each([
  [
    "vat",
    100n,
    "The VAT of €1.00 is $1.08 at 1 EUR = 1.0842 USD of 2026-11-20 (ECB); rounded once from 1.0842.",
  ],
  [
    "payout",
    1_000_000n,
    "What is paid out, €10,000.00, is $10,842.00 at 1 EUR = 1.0842 USD of 2026-11-20 (ECB).",
  ],
] as const)("a line of %s in words", (purpose, minor, words) => {
  const found = requireRate([ecb], { from: "EUR", to: "USD", on });
  expect(fxWords(fxLine({ purpose, before: money(minor, "EUR"), to: "USD", found, on }))).toBe(words);
});

test("any line is rebuilt from itself, to the digit, and is what can be charged", () => {
  const some = fc.record({
    minor: fc.bigInt(0n, 10n ** 12n),
    digits: fc.integer({ min: 1, max: 999_999_999 }),
    pair: fc.constantFrom<[string, string]>(["EUR", "USD"], ["USD", "JPY"], ["KWD", "EUR"], ["EUR", "ISK"]),
    turned: fc.boolean(),
  });
  fc.assert(
    fc.property(some, ({ minor, digits, pair, turned }) => {
      const [base, quote] = pair;
      const [from, to] = turned ? [quote, base] : [base, quote];
      const stated = {
        ...ecb,
        base,
        quote,
        rate: `${Math.floor(digits / 10_000)}.${(digits % 10_000) + 1}`,
      };
      const found = requireRate([stated], { from, to, on });
      const line = fxLine({ purpose: "total", before: money(minor, from), to, found, on });
      expect(recomputeFxLine(line)).toEqual(line);
      expect(line.afterMinor % chargeStepMinor(to)).toBe(0n);
      expect(recomputeFxLine({ ...line, afterMinor: line.afterMinor + 1n })).not.toEqual({
        ...line,
        afterMinor: line.afterMinor + 1n,
      });
    }),
  );
});

/** One after the other, as credit notes come. */
function corrections(of: FxLine, amounts: readonly bigint[]): FxLine[] {
  const lines: FxLine[] = [];
  for (const minor of amounts) {
    const sum = (of: "beforeMinor" | "afterMinor") => lines.reduce((all, one) => all + one[of], 0n);
    const earlier = { earlierBeforeMinor: sum("beforeMinor"), earlierAfterMinor: sum("afterMinor") };
    lines.push(correctingFxLine({ purpose: "credit", of, minor, earlier }));
  }
  return lines;
}

test("a credit note is stated at its invoice's rate and goes on from the notes before it", () => {
  const found = requireRate([ecb], { from: "USD", to: "EUR", on });
  const of = fxLine({ purpose: "total", before: money(400_000n, "USD"), to: "EUR", found, on });
  const [first, second] = corrections(of, [100n, 100n]);
  expect(first).toMatchObject({ beforeMinor: 100n, afterMinor: 92n, statedFor: on, rate: "1.0842" });
  expect(second).toMatchObject({ afterMinor: 92n, exact: "0.92467810", roundedBy: "-0.00467810" });
  expect(second && fxWords(second)).toBe(
    "The credit of $1.00 is €0.92 at 1 EUR = 1.0842 USD of 2026-11-20 (ECB); rounded once from " +
      "0.9246781. Before it stood $1.00, stated as €0.92; both together are rounded once.",
  );
});

test("whatever is credited in whichever parts, all of it is what the invoice stated, to the unit", () => {
  const some = fc.record({
    pair: fc.constantFrom<[string, string]>(["USD", "EUR"], ["JPY", "USD"], ["KWD", "EUR"], ["EUR", "JPY"]),
    cuts: fc.array(fc.bigInt(0n, 10n ** 8n), { maxLength: 6 }),
    rate: fc.integer({ min: 1, max: 999_999 }),
  });
  fc.assert(
    fc.property(some, ({ pair: [from, to], cuts, rate }) => {
      const steps = [0n, ...cuts.map((one) => one * 10n), 10n ** 9n].sort((a, b) => (a < b ? -1 : 1));
      const stated = { ...ecb, base: from, quote: to, rate: `${rate / 1000}`.slice(0, 10) };
      const found = requireRate([stated], { from, to, on });
      const of = fxLine({ purpose: "total", before: money(10n ** 9n, from), to, found, on });
      const parts = steps.slice(1).map((one, index) => one - (steps[index] ?? 0n));
      const lines = corrections(of, parts);
      expect(lines.reduce((sum, one) => sum + one.afterMinor, 0n)).toBe(of.afterMinor);
      for (const line of lines) {
        expect(line.afterMinor).toBeGreaterThanOrEqual(0n);
        expect(recomputeFxLine(line)).toEqual(line);
      }
    }),
  );
});
