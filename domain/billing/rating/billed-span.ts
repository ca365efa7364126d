import { Temporal } from "temporal-polyfill";
import { monthsBetween } from "../../shared/period.ts";
import { startOfLocalDay } from "../../shared/zoned.ts";

/** The days of a month that a contract bills, as local dates of its zone: `from` counts, `to` does not. */
export type BilledSpan = {
  /** "2026-10" */
  month: string;
  from: string;
  to: string;
  billedDays: number;
  /** Of the whole month: what a partial month is a part of. */
  wholeDays: number;
};

/**
 * The part of a month within the contract, both of whose ends are local dates. A month outside of it has no
 * days. Consecutive months share their border, so that every day of the contract is billed once.
 */
export function billedSpan(p: {
  month: string;
  startsOn: string;
  /** The contract's last day; null where it has no end. */
  endsOn: string | null;
}): BilledSpan {
  const first = Temporal.PlainYearMonth.from(p.month).toPlainDate({ day: 1 });
  const next = first.add({ months: 1 });
  const end = p.endsOn === null ? next : Temporal.PlainDate.from(p.endsOn).add({ days: 1 });
  const from = within(Temporal.PlainDate.from(p.startsOn), { first, last: next });
  const to = within(end, { first: from, last: next });
  return {
    month: p.month,
    from: from.toString(),
    to: to.toString(),
    billedDays: from.until(to).days,
    wholeDays: first.daysInMonth,
  };
}

/** Every month of a contract in order, each with its days and the instants between which work counts. */
export function billedSpans(p: {
  startsOn: string;
  endsOn: string;
  zone: string;
}): (BilledSpan & { fromInstant: Temporal.Instant; toInstant: Temporal.Instant })[] {
  const months = monthsBetween({ first: p.startsOn.slice(0, 7), last: p.endsOn.slice(0, 7) });
  return months.map((month) => {
    const span = billedSpan({ ...p, month });
    return { ...span, ...spanInstants(span, p.zone) };
  });
}

/** The instants between which work belongs to the span, half-open. */
export function spanInstants(span: Pick<BilledSpan, "from" | "to">, zone: string) {
  const startOf = (date: string) => startOfLocalDay(Temporal.PlainDate.from(date), zone);
  return { fromInstant: startOf(span.from), toInstant: startOf(span.to) };
}

function within(
  date: Temporal.PlainDate,
  { first, last }: { first: Temporal.PlainDate; last: Temporal.PlainDate },
): Temporal.PlainDate {
  if (Temporal.PlainDate.compare(date, first) < 0) return first;
  return Temporal.PlainDate.compare(date, last) > 0 ? last : date;
}
