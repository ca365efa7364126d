import type { BillingLine, QuantitySource } from "../../contracts/billing-terms.ts";
import { unitOf } from "../../contracts/billing-words.ts";
import type { Terms } from "../../contracts/terms.ts";
import { isDecimal } from "../../shared/decimal.ts";
import { type BilledSpan, billedSpan } from "./billed-span.ts";
import type { Measured, RatedInput, Rating } from "./rating.schema.ts";
import { type ChargedMonth, yearInputs } from "./yearly-minimum.ts";

/** An accepted piece of work with what the counted field holds; null where nothing or no field counts. */
export type AcceptedItem = { id: string; value: string | null };

/** What was measured of a month, by the id of the line. */
export type MonthQuantities = {
  /** For a line that counts work: what was accepted and not billed before. */
  itemsOf: (line: { id: string; quantity: QuantitySource }) => readonly AcceptedItem[];
  /** For a line of seats: head counts stated since, in order of their days. */
  seatsOf: (lineId: string) => readonly { from: string; count: number }[];
  /** How a milestone was accepted, if it was and no month has billed it. */
  acceptanceOf?: (lineId: string) => { acceptedOn: string; evidence: string } | null;
  /** Approved costs that no statement has charged. */
  costsOf?: (lineId: string) => readonly ApprovedCost[];
  /** The earlier months that have statements. */
  charged?: readonly ChargedMonth[];
};

/** A cost of others that the buyer approved, in minor units. */
export type ApprovedCost = { id: string; receipt: string; incurredOn: string; amountMinor: bigint };

type RatedTerms = Pick<Terms, "billing" | "monthlyFeeMinor" | "moduleCode" | "startsOn">;

/** The month as the billing terms read it, ready to be priced; null where the contract has none. */
export function monthRating(p: {
  terms: RatedTerms;
  month: string;
  /** The engagement's last day; null where it has none. */
  endsOn: string | null;
  quantities: MonthQuantities;
}): Rating | null {
  const { terms, quantities } = p;
  const { billing } = terms;
  if (!billing) return null;
  const span = billedSpan({ month: p.month, startsOn: terms.startsOn, endsOn: p.endsOn });
  const lines = billing.lines.flatMap((line) => inputOf(line, { terms, quantities, span }) ?? []);
  const years = yearInputs({
    ...{ minimumMinor: billing.yearlyMinimumMinor, startsOn: terms.startsOn, endsOn: p.endsOn, span },
    charged: quantities.charged ?? [],
  });
  return {
    span,
    lines: [...feeOf(terms), ...lines],
    ...(billing.minimumMinor === undefined ? {} : { minimumMinor: billing.minimumMinor }),
    ...(years.length > 0 ? { years } : {}),
  };
}

function feeOf({ monthlyFeeMinor }: RatedTerms): RatedInput[] {
  if (monthlyFeeMinor === "0") return [];
  return [{ kind: "fixed", id: "fee", label: "Monthly fee", atRisk: true, amountMinor: monthlyFeeMinor }];
}

type InputContext = { terms: RatedTerms; quantities: MonthQuantities; span: BilledSpan };

/** Null for a line that a month has only where something happened: an acceptance, a cost. */
function inputOf(line: BillingLine, p: InputContext): RatedInput | null {
  const plain = {
    id: line.id,
    label: line.name,
    atRisk: ("atRisk" in line ? line.atRisk : undefined) ?? true,
  };
  switch (line.kind) {
    case "fixed":
      return { kind: line.kind, ...plain, amountMinor: line.amountMinor };
    case "per_unit":
    case "per_employee":
      return {
        kind: line.kind,
        ...plain,
        unitPriceMinor: line.unitPriceMinor,
        measured: measuredOf(line, p),
      };
    case "per_seat": {
      const stated = p.quantities
        .seatsOf(line.id)
        .filter((one) => one.from < p.span.to)
        .map(({ from, count }) => ({ from, count }));
      const seats = [{ from: p.terms.startsOn, count: line.seats }, ...stated].filter(
        // Stated for the first day itself, it takes the place of the signed one.
        (one, at, all) => all[at + 1]?.from !== one.from,
      );
      return { kind: line.kind, ...plain, unitPriceMinor: line.unitPriceMinor, seats };
    }
    case "tiered":
      return { kind: line.kind, ...plain, bands: line.bands, measured: measuredOf(line, p) };
    case "baseline": {
      const { baseline, deadBandBps, additionalMinor, reducedMinor } = line;
      const figures = { baseline, deadBandBps, additionalMinor, reducedMinor };
      return { kind: line.kind, ...plain, ...figures, measured: measuredOf(line, p) };
    }
    case "milestone":
      return milestoneOf(line, { ...p, plain });
    case "pass_through":
      return passedThrough(line, p);
    default:
      return line satisfies never;
  }
}

function milestoneOf(
  line: Extract<BillingLine, { kind: "milestone" }>,
  p: InputContext & { plain: { id: string; label: string; atRisk: boolean } },
): RatedInput | null {
  const accepted = p.quantities.acceptanceOf?.(line.id) ?? null;
  if (!accepted || accepted.acceptedOn >= p.span.to) return null;
  return { kind: line.kind, ...p.plain, amountMinor: line.amountMinor, dueOn: line.dueOn, ...accepted };
}

function passedThrough(
  line: Extract<BillingLine, { kind: "pass_through" }>,
  p: InputContext,
): RatedInput | null {
  const costs = (p.quantities.costsOf?.(line.id) ?? [])
    .filter((one) => one.incurredOn < p.span.to)
    .map((one) => ({ ...one, amountMinor: String(one.amountMinor) }))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
  if (costs.length === 0) return null;
  const cap = line.capMinor === undefined ? {} : { capMinor: line.capMinor };
  const plain = { id: line.id, label: line.name, atRisk: false };
  return { kind: line.kind, ...plain, markupBps: line.markupBps, ...cap, costs };
}

function measuredOf(
  line: Extract<BillingLine, { quantity: QuantitySource }>,
  p: { terms: RatedTerms; quantities: MonthQuantities },
): Measured {
  const { quantity: source } = line;
  const items = p.quantities
    .itemsOf(line)
    .map(({ id, value }) => ({ id, ...fieldValue(source, value) }))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
  return { by: source.by, unit: line.kind === "per_employee" ? "people" : unitOf(p.terms, source), items };
}

function fieldValue({ by }: QuantitySource, held: string | null): { value?: string } {
  const value = held?.trim() ?? "";
  if (by === "count" || value === "") return {};
  return by === "distinct" || (isDecimal(value) && !value.startsWith("-")) ? { value } : {};
}
