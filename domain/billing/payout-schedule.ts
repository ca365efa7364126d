import { Temporal } from "temporal-polyfill";

/** When a provider is paid. Left out altogether: at once, as soon as the buyer has paid. */
export type PayoutSchedule = {
  /**
   * Calendar days from the payment in the provider's zone; never fewer than the contract's time to contest.
   */
  holdDays: number;
  rhythm: "each" | "weekly" | "monthly";
  /** weekly: 1 (Monday) to 5; monthly: 1 to 28; each: ignored. */
  runDay: number;
  /** Less than this waits for the next run; minor units of `currency`, 0 for none. */
  minimumMinor: bigint;
  /** IANA zone of the provider. */
  zone: string;
  /** Days on which banks are closed beside weekends, "2026-12-25". */
  holidays: readonly string[];
  reserveBps: number;
  /** The most that the reserve holds; null: no limit. */
  reserveCapMinor: bigint | null;
  /** Days after which a withheld part is released. */
  reserveDays: number;
};

/** The day on which a payment may go out, and the steps that lead there, each with its date. */
export type ReleaseDay = { on: string; steps: readonly { on: string; says: string }[] };

/** More closed days in a row than any calendar has would be a mistake of the list. */
const MOST_CLOSED_DAYS = 60;

/**
 * The first day on which the payout of an invoice may go out: the hold after the payment, not shorter than
 * the contract's time to contest, then the next run, then the next day on which banks are open. Days are
 * those of the provider's zone.
 */
export function releaseDay(p: {
  schedule: PayoutSchedule;
  paidAt: Temporal.Instant;
  contestDays: number;
}): ReleaseDay {
  const { schedule } = p;
  const paid = p.paidAt.toZonedDateTimeISO(schedule.zone).toPlainDate();
  const days = schedule.holdDays > p.contestDays ? schedule.holdDays : p.contestDays;
  const free = paid.add({ days });
  const run = nextRun(schedule, free);
  const open = nextOpenDay(run, schedule.holidays);
  const why =
    days > schedule.holdDays
      ? `The time to contest, ${days} days from the payment, is over`
      : `Held for ${days} days from the payment`;
  const steps = [
    { on: paid.toString(), says: "The buyer's payment arrived" },
    ...(days === 0 ? [] : [{ on: free.toString(), says: why }]),
    ...(run.equals(free) ? [] : [{ on: run.toString(), says: `The next ${schedule.rhythm} run` }]),
    ...(open.equals(run) ? [] : [{ on: open.toString(), says: "The next day on which banks are open" }]),
  ];
  return { on: open.toString(), steps };
}

/** Whether a moment is on the release day or after it, in the provider's zone. */
export function isDue(p: { on: string; zone: string; now: Temporal.Instant }): boolean {
  const today = p.now.toZonedDateTimeISO(p.zone).toPlainDate();
  return Temporal.PlainDate.compare(today, Temporal.PlainDate.from(p.on)) >= 0;
}

function nextRun({ rhythm, runDay }: PayoutSchedule, from: Temporal.PlainDate): Temporal.PlainDate {
  switch (rhythm) {
    case "each":
      return from;
    case "weekly":
      return from.add({ days: (runDay - from.dayOfWeek + 7) % 7 });
    case "monthly": {
      const run = from.with({ day: runDay });
      return Temporal.PlainDate.compare(run, from) >= 0 ? run : run.add({ months: 1 });
    }
    default:
      return rhythm satisfies never;
  }
}

/** The day itself or the next that is neither on a weekend nor a holiday. */
export function nextOpenDay(from: Temporal.PlainDate, holidays: readonly string[]): Temporal.PlainDate {
  let day = from;
  for (let tried = 0; tried < MOST_CLOSED_DAYS; tried++) {
    if (day.dayOfWeek <= 5 && !holidays.includes(day.toString())) return day;
    day = day.add({ days: 1 });
  }
  return day;
}
