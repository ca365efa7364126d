import { basisPoints, compareRationals, multiplyRationals, rational } from "../shared/rational.ts";

/** What gives the buyer the right to end the contract, as data of the contract. */
export type TerminationTrigger =
  | { kind: "consecutive_misses"; levelId: string; months: number }
  | { kind: "failures_within"; failures: number; months: number }
  | { kind: "critical_failure" }
  | { kind: "credits_above"; shareBps: number; months: number };

export type TriggerMonth = {
  period: string;
  feeMinor: bigint;
  creditMinor: bigint;
  levels: readonly {
    id: string;
    status: "met" | "missed" | "failed" | "no_data" | "excused";
    critical: boolean;
  }[];
};

/** A trigger that was reached, by which month, and the months that count toward it. */
export type TriggerReached = { trigger: TerminationTrigger; period: string; because: string[] };

/** How near a trigger is in the latest month: `count` of `needed`. */
export type TriggerProgress = {
  trigger: TerminationTrigger;
  count: number;
  needed: number;
  reached: TriggerReached | null;
};

/** Where every trigger stands after the latest of the months, which are in order. */
export function triggerProgress(
  triggers: readonly TerminationTrigger[],
  months: readonly TriggerMonth[],
): TriggerProgress[] {
  return triggers.map((trigger) => {
    const because = countingMonths(trigger, months);
    const { count, needed } = measureOf(trigger, { months, because });
    const last = months.at(-1);
    const reached = last && count >= needed ? { trigger, period: last.period, because } : null;
    return { trigger, count, needed, reached };
  });
}

/** The months, or the failures in them, that count toward a trigger as of the latest month. */
export function countingMonths(trigger: TerminationTrigger, months: readonly TriggerMonth[]): string[] {
  switch (trigger.kind) {
    case "consecutive_misses":
      return missesInARow(months, trigger.levelId);
    case "failures_within":
      return months
        .slice(-trigger.months)
        .flatMap((month) =>
          month.levels.filter((one) => isFailure(one.status)).map((one) => `${month.period} ${one.id}`),
        );
    case "critical_failure":
      return months
        .slice(-1)
        .flatMap((month) =>
          month.levels
            .filter((one) => one.critical && isFailure(one.status))
            .map((one) => `${month.period} ${one.id}`),
        );
    case "credits_above":
      return months.slice(-trigger.months).map((month) => month.period);
    default:
      return trigger satisfies never;
  }
}

function measureOf(
  trigger: TerminationTrigger,
  p: { months: readonly TriggerMonth[]; because: readonly string[] },
): { count: number; needed: number } {
  switch (trigger.kind) {
    case "consecutive_misses":
      return { count: p.because.length, needed: trigger.months };
    case "failures_within":
      return { count: p.because.length, needed: trigger.failures };
    case "critical_failure":
      return { count: p.because.length, needed: 1 };
    case "credits_above":
      return { count: creditsAbove(p.months.slice(-trigger.months), trigger.shareBps) ? 1 : 0, needed: 1 };
    default:
      return trigger satisfies never;
  }
}

/** An excused month neither counts nor breaks the row: nothing was measured in it. */
function missesInARow(months: readonly TriggerMonth[], levelId: string): string[] {
  const row: string[] = [];
  for (const month of [...months].reverse()) {
    const status = month.levels.find((one) => one.id === levelId)?.status;
    if (status === undefined || status === "met") break;
    if (status !== "excused") row.unshift(month.period);
  }
  return row;
}

function creditsAbove(months: readonly TriggerMonth[], shareBps: number): boolean {
  const fees = months.reduce((sum, month) => sum + month.feeMinor, 0n);
  const credits = months.reduce((sum, month) => sum + month.creditMinor, 0n);
  return compareRationals(rational(credits), multiplyRationals(rational(fees), basisPoints(shareBps))) > 0;
}

function isFailure(status: string): boolean {
  return status === "failed" || status === "no_data";
}
