import { basisPoints, type Rational, roundToStep } from "../../shared/rational.ts";
import type { TaxTreatment } from "./tax-provider.ts";

/** An amount before tax with how it is taxed. Minor units; a credit is below 0. */
export type Taxable = { amountMinor: bigint; treatment: TaxTreatment };

/**
 * What one category and rate of an invoice comes to. `positions` are the lines it is of, from 1; empty or
 * left out, it is of all.
 */
export type TaxLine = TaxTreatment & {
  taxableMinor: bigint;
  taxMinor: bigint;
  positions?: readonly number[];
};

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
    taxMinor: roundToStep(taxInSteps(group.taxableMinor, { rateBps: group.rateBps, step: 1n }), step),
  }));
}

/**
 * The tax of an invoice whose lines may be taxed differently: as `taxLines`, each with the lines it is of
 * where there are several.
 */
export function taxesOfLines(lines: readonly Taxable[], step = 1n): TaxLine[] {
  const taxes = taxLines(lines, step);
  if (taxes.length < 2) return taxes;
  const groups = lines.map(({ treatment }) => groupOf(treatment));
  return taxes.map((tax) => ({
    ...tax,
    positions: groups.flatMap((group, index) => (group === groupOf(tax) ? [index + 1] : [])),
  }));
}

/**
 * The tax of every line, so that the lines of a category add up to its tax exactly and none is a whole unit
 * away from its own. A unit is `step` minor units.
 */
export function taxPerLine(lines: readonly Taxable[], step = 1n): bigint[] {
  const parts = lines.map(() => 0n);
  for (const group of taxLines(lines, step)) {
    const own = lines.flatMap(({ amountMinor, treatment }, index) =>
      groupOf(treatment) === groupOf(group) ? [{ index, amountMinor }] : [],
    );
    const amounts = own.map(({ amountMinor }) => amountMinor);
    const taxes = spreadTax({ ...group, step }, amounts);
    for (const [at, { index }] of own.entries()) parts[index] = taxes[at] ?? 0n;
  }
  return parts;
}

/**
 * A category's tax over its lines: each gets the floor of its own exact tax, and what is left goes to the
 * largest remainders, the line that stands first where they are equal. Adds up to the tax exactly; of a
 * credit note, whose tax may be a unit beside the exact one, too. A unit is `step` minor units; tax that is
 * no multiple of it, because it was decided before taxes were rounded so, is split to the minor unit.
 */
export function spreadTax(
  p: { taxMinor: bigint; rateBps: number; step: bigint },
  amounts: readonly bigint[],
) {
  const step = p.taxMinor % p.step === 0n ? p.step : 1n;
  const exact = amounts.map((amountMinor) => taxInSteps(amountMinor, { rateBps: p.rateBps, step }));
  const parts = exact.map(floorOf);
  if (parts.length === 0) return parts;
  const leftOver = p.taxMinor / step - parts.reduce((sum, part) => sum + part, 0n);
  const each = floorOf({ numerator: leftOver, denominator: BigInt(parts.length) });
  const first = exact
    .map((share, index) => ({ index, rest: share.numerator - floorOf(share) * share.denominator }))
    .sort((left, right) =>
      left.rest === right.rest ? left.index - right.index : left.rest > right.rest ? -1 : 1,
    )
    .slice(0, Number(leftOver - each * BigInt(parts.length)));
  const more = new Set(first.map(({ index }) => index));
  return parts.map((part, index) => (part + each + (more.has(index) ? 1n : 0n)) * step);
}

/**
 * How a line of an issued invoice is taxed, by its place from 1; null on an invoice without tax. Throws where
 * several taxes do not say whose they are.
 */
export function treatmentAt<Row extends TaxLine>(taxes: readonly Row[], position: number): Row | null {
  if (taxes.length === 0) return null;
  const [first, ...others] = taxes;
  if (others.length === 0 && first) return first;
  const found = taxes.find(({ positions }) => positions?.includes(position));
  if (!found) throw new Error(`Line ${position} of this invoice does not say which tax is its own.`);
  return found;
}

/** An issued invoice's taxes over its lines: each line's own tax, in minor units, adding up to each tax. */
export function issuedTaxPerLine(
  taxes: readonly TaxLine[],
  amounts: readonly bigint[],
  step: bigint,
): { treatment: TaxLine; minor: bigint }[] {
  const own = amounts.map((_amount, index) => treatmentAt(taxes, index + 1));
  const minors = amounts.map(() => 0n);
  for (const tax of taxes) {
    const at = own.flatMap((one, index) => (one === tax ? [index] : []));
    const spread = spreadTax(
      { ...tax, step },
      at.map((index) => amounts[index] ?? 0n),
    );
    for (const [nth, index] of at.entries()) minors[index] = spread[nth] ?? 0n;
  }
  return own.flatMap((treatment, index) => (treatment ? [{ treatment, minor: minors[index] ?? 0n }] : []));
}

/** Always of one denominator, so that remainders compare by their numerators. */
function taxInSteps(amountMinor: bigint, { rateBps, step }: { rateBps: number; step: bigint }): Rational {
  const { numerator, denominator } = basisPoints(rateBps);
  return { numerator: amountMinor * numerator, denominator: denominator * step };
}

function floorOf({ numerator, denominator }: Rational): bigint {
  const cut = numerator / denominator;
  return numerator % denominator < 0n ? cut - 1n : cut;
}

/** A category and rate as one word: what is taxed alike. */
export function groupOf({ category, rateBps }: Pick<TaxTreatment, "category" | "rateBps">): string {
  return `${category} ${rateBps}`;
}
