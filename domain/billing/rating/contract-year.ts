import { Temporal } from "temporal-polyfill";
import type { BilledSpan } from "./billed-span.ts";

/** A year of a contract as local dates: `from` counts, `to` does not. */
export type ContractYear = {
  /** 1 for the first. */
  year: number;
  from: string;
  to: string;
  /** Fewer than the whole where the contract ends within it. */
  billedDays: number;
  wholeDays: number;
};

/**
 * The years of a contract that end within a month's billed days: none, one, or two where the contract ends
 * soon after an anniversary. Every year is counted from the contract's first day, so that a start on 29
 * February never drifts and years tile.
 */
export function yearsEnding(p: {
  startsOn: string;
  endsOn: string | null;
  span: BilledSpan;
}): ContractYear[] {
  const { span } = p;
  if (span.billedDays === 0) return [];
  const start = Temporal.PlainDate.from(p.startsOn);
  const end = p.endsOn === null ? null : Temporal.PlainDate.from(p.endsOn).add({ days: 1 });
  const first = Math.max(1, Number(span.month.slice(0, 4)) - start.year - 1);
  return Array.from({ length: 4 }, (_, at) => yearOf(start, { year: first + at, end })).filter(
    (one) => one.billedDays > 0 && one.to > span.from && one.to <= span.to,
  );
}

/** How many of a month's billed days lie in a year. */
export function daysWithin(
  span: { from: string; to: string },
  year: Pick<ContractYear, "from" | "to">,
): number {
  const from = span.from > year.from ? span.from : year.from;
  const to = span.to < year.to ? span.to : year.to;
  return from >= to ? 0 : daysBetween(from, to);
}

function yearOf(
  start: Temporal.PlainDate,
  p: { year: number; end: Temporal.PlainDate | null },
): ContractYear {
  const from = start.add({ years: p.year - 1 });
  const whole = start.add({ years: p.year });
  const to = p.end !== null && Temporal.PlainDate.compare(p.end, whole) < 0 ? p.end : whole;
  return {
    year: p.year,
    from: from.toString(),
    to: to.toString(),
    billedDays: Math.max(0, daysBetween(from.toString(), to.toString())),
    wholeDays: daysBetween(from.toString(), whole.toString()),
  };
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;
}
