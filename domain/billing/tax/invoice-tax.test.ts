import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  issuedTaxPerLine,
  type Taxable,
  taxesOfLines,
  taxLines,
  taxPerLine,
  treatmentAt,
} from "./invoice-tax.ts";
import type { TaxTreatment } from "./tax-provider.ts";
import { rateText, taxLabel, taxNotes } from "./tax-words.ts";

const treated = (category: TaxTreatment["category"], rateBps: number): TaxTreatment => ({
  ...{ category, rateBps, reasonCode: null, note: null, source: "test" },
});
const standard = (amountMinor: bigint, rateBps = 2100): Taxable => ({
  amountMinor,
  treatment: treated("S", rateBps),
});

describe("the tax of an invoice", () => {
  test("is taken of the sum and not of every line", () => {
    // 3 × 0.33 at 21 %: 0.0693 each, 0.2079 together.
    const lines = [standard(33n), standard(33n), standard(33n)];
    expect(taxLines(lines)).toMatchObject([{ taxableMinor: 99n, taxMinor: 21n }]);
    expect(taxPerLine(lines)).toEqual([7n, 7n, 7n]);
  });

  test("gives what is left to the largest remainders, and first come first served", () => {
    expect(taxPerLine([standard(2n), standard(2n), standard(3n)])).toEqual([0n, 0n, 1n]);
    expect(taxPerLine([standard(5n, 1000), standard(5n, 1000)])).toEqual([1n, 0n]);
  });

  test("of a credit among the lines is taken off", () => {
    const lines = [standard(400_000n), standard(-21_600n)];
    expect(taxLines(lines)).toMatchObject([{ taxableMinor: 378_400n, taxMinor: 79_464n }]);
    expect(taxPerLine(lines)).toEqual([84_000n, -4536n]);
  });

  test("stands apart for each category and rate", () => {
    const lines = [
      standard(1000n),
      standard(1000n, 900),
      { ...standard(500n), treatment: treated("E", 0) },
    ];
    expect(taxLines(lines).map(({ category, taxMinor }) => [category, taxMinor])).toEqual([
      ["S", 210n],
      ["S", 90n],
      ["E", 0n],
    ]);
  });

  const line = fc.record({
    amountMinor: fc.bigInt(-(10n ** 9n), 10n ** 10n),
    treatment: fc.constantFrom(treated("S", 2100), treated("S", 2550), treated("S", 810), treated("AE", 0)),
  });

  test("case 25: is the sum of its lines to the unit, and no line is a whole unit from its own", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const parts = taxPerLine(lines);
        const sum = (all: readonly bigint[]) => all.reduce((total, one) => total + one, 0n);
        expect(sum(parts)).toBe(sum(taxLines(lines).map(({ taxMinor }) => taxMinor)));
        for (const [index, { amountMinor, treatment }] of lines.entries()) {
          const away = (parts[index] ?? 0n) * 10_000n - amountMinor * BigInt(treatment.rateBps);
          expect(away > -10_000n && away < 10_000n).toBe(true);
        }
      }),
    );
  });
});

describe("words for tax", () => {
  test.each([
    [2100, "21"],
    [2550, "25.5"],
    [810, "8.1"],
    [5, "0.05"],
    [0, "0"],
  ])("%d hundredths of a per cent are %s per cent", (bps, text) => {
    expect(rateText(bps)).toBe(text);
  });

  test.each([
    ["S", 2550, "VAT 25.5 %"],
    ["Z", 0, "VAT 0 %, zero rated"],
    ["E", 0, "Exempt from VAT"],
    ["AE", 0, "VAT 0 %, reverse charge"],
    ["O", 0, "Outside the scope of VAT"],
  ] as const)("category %s is called by its name", (category, rateBps, label) => {
    expect(taxLabel({ category, rateBps })).toBe(label);
  });

  test("a sentence stands once, and none where none is needed", () => {
    expect(taxNotes([{ note: "Reverse charge." }, { note: null }, { note: "Reverse charge." }])).toEqual([
      "Reverse charge.",
    ]);
  });
});

describe("an issued invoice with several taxes", () => {
  test("says of each which lines it is of; with one there is nothing to say", () => {
    const lines = [standard(1000n), standard(500n, 900), standard(-200n)];
    expect(taxesOfLines(lines).map(({ rateBps, positions }) => [rateBps, positions])).toEqual([
      [2100, [1, 3]],
      [900, [2]],
    ]);
    expect(taxesOfLines([standard(1000n), standard(1n)])[0]?.positions).toBeUndefined();
  });

  test("finds each line's own tax again, and refuses to guess", () => {
    const taxes = taxesOfLines([standard(1000n), standard(500n, 900)]);
    expect(treatmentAt(taxes, 2)?.rateBps).toBe(900);
    expect(treatmentAt([], 1)).toBeNull();
    expect(() => treatmentAt(taxes, 3)).toThrow(/does not say/);
  });

  test("whatever its lines: the tax of each is what it was when it was issued", () => {
    const line = fc.record({
      amountMinor: fc.bigInt(-100_000n, 1_000_000n),
      treatment: fc.constantFrom(treated("S", 2100), treated("S", 900), treated("E", 0)),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        const amounts = lines.map(({ amountMinor }) => amountMinor);
        const issued = issuedTaxPerLine(taxesOfLines(lines), amounts, 1n);
        expect(issued.map(({ minor }) => minor)).toEqual(taxPerLine(lines));
        expect(issued.map(({ treatment }) => treatment.rateBps)).toEqual(
          lines.map(({ treatment }) => treatment.rateBps),
        );
      }),
    );
  });
});
