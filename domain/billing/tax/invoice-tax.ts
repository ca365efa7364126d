import { basisPoints, type Rational, rational, roundToStep } from "../../shared/rational.ts";
import type { TaxTreatment } from "./tax-provider.ts";

/** An amount before tax with how it is taxed. Minor units; a credit is below 0. */
export type Taxable = { amountMinor: bigint; treatment: TaxTreatment };

/** What one category and rate of an invoice comes to. */
export type TaxLine = TaxTreatment & { taxableMinor: bigint; taxMinor: bigint };

/**
 * The tax of an invoice: per category and rate on the sum of its lines, rounded once, half away from zero
 * (EN 16931, BR-CO-17 and BR-S-9), to what the currency can be charged in, in the order in which the
 * categories appear.
 */
export function taxLines(lines: readonly Taxable[], step = 1n): TaxLine[] {
  const groups = new Map<string, TaxLine>();
  for (const { amountMinor, treatment } of lines) {
    const key = groupOf(treatment);
    const group = groups.get(key) ?? { ...treatment, taxableMinor: 0n, taxMinor: 0n };
    groups.set(key, { ...group, taxableMinor: group.taxableMinor + amountMinor });
  }
  return [...groups.values()].map((group) => ({
    ...group,
    taxMinor: roundToStep(exactTax(group.taxableMinor, group.rateBps), step),
  }));
}

/**
 * The tax of every line, so that the lines of a category add up to its tax exactly and none is a whole unit
 * away from its own: each gets the floor of its share, and what is left goes to the largest remainders.
 * The same share is taken by the line that stands first. A unit is `step` minor units.
 */
export function taxPerLine(lines: readonly Taxable[], step = 1n): bigint[] {
  const exact = lines.map(({ amountMinor, treatment }) => inSteps(amountMinor, treatment.rateBps, step));
  const parts = exact.map(floorOf);
  for (const group of taxLines(lines, step)) {
    const own = exact.flatMap((share, index) =>
      groupOf(lines[index]?.treatment ?? group) === groupOf(group)
        ? [{ index, rest: share.numerator - floorOf(share) * share.denominator }]
        : [],
    );
    const leftOver = group.taxMinor / step - own.reduce((sum, { index }) => sum + (parts[index] ?? 0n), 0n);
    const first = own.sort((left, right) =>
      left.rest === right.rest ? left.index - right.index : left.rest > right.rest ? -1 : 1,
    );
    for (const { index } of first.slice(0, Number(leftOver))) parts[index] = (parts[index] ?? 0n) + 1n;
  }
  return parts.map((part) => part * step);
}

const exactTax = (amountMinor: bigint, rateBps: number): Rational => inSteps(amountMinor, rateBps, 1n);

function inSteps(amountMinor: bigint, rateBps: number, step: bigint): Rational {
  const { numerator, denominator } = basisPoints(rateBps);
  return rational(amountMinor * numerator, denominator * step);
}

function floorOf({ numerator, denominator }: Rational): bigint {
  const cut = numerator / denominator;
  return numerator % denominator < 0n ? cut - 1n : cut;
}

function groupOf({ category, rateBps }: TaxTreatment): string {
  return `${category} ${rateBps}`;
}
