import { basisPoints, type Rational, roundToStep } from "../../shared/rational.ts";
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
    taxMinor: roundToStep(taxInSteps(group.taxableMinor, { rateBps: group.rateBps, step: 1n }), step),
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
 * How the lines of an issued invoice are taxed: one treatment holds for all of them; null where it has none.
 * Throws where there are several, because nothing tells yet which line has which.
 */
export function treatmentOfLines<Row extends TaxLine>(taxes: readonly Row[]): Row | null {
  if (taxes.length > 1) throw new Error("The lines of this invoice do not say which tax is theirs.");
  return taxes[0] ?? null;
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
