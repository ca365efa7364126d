import { EVERY, type MetricFilter } from "./metric-filter.ts";
import type { CallCentre } from "./metric-rules.ts";

/** "acknowledge", "restore", "resolve", or a name that the contract gave. */
export type ClockName = string;

/** What one item adds to a sum: itself, a number it carries, or a difference of two. */
export type MetricValue =
  | { readonly kind: "one" }
  | { readonly kind: "field"; readonly field: string }
  | {
      readonly kind: "difference";
      readonly of: string;
      readonly less: string;
      readonly absolute?: true;
    };

export type MetricTerm = { readonly where: MetricFilter; readonly value: MetricValue };

/**
 * Finished in the window, begun in it, or open at its end; or finished in it together with what is still
 * open at its end after the date in a field, as work in time is counted by a clock.
 */
export type Population = "finished" | "recorded" | "open" | { readonly due: string };

/** A figure's formula as data. Each kind is measured by one file of `domain/service-levels/kinds`. */
export type MetricMeasure =
  /** Items whose clock stopped in time ÷ items whose clock stopped, plus those still open and late. */
  | { readonly by: "clock"; readonly clock: ClockName }
  /** Σ numerator ÷ Σ denominator × times, over the items of the population. */
  | {
      readonly by: "ratio";
      readonly of: Population;
      readonly numerator: MetricTerm;
      readonly denominator: MetricTerm;
      /** Items that are no fault of the provider's: hits net, not gross. */
      readonly excused?: MetricFilter;
      readonly times: 1 | 100 | 1000;
      /** Of money: only what this filter takes has been confirmed, and only that counts. */
      readonly confirmed?: MetricFilter;
    }
  /** Σ of one value over the items of the population, such as confirmed savings. */
  | {
      readonly by: "sum";
      readonly of: Population;
      readonly term: MetricTerm;
      readonly confirmed?: MetricFilter;
    }
  /** Mean, median or 90th percentile of a clock's net time. */
  | {
      readonly by: "duration";
      readonly clock: ClockName;
      readonly statistic: "mean" | "median" | "p90";
      readonly in: "hours" | "business_days" | "days";
      readonly where: MetricFilter;
    }
  | {
      readonly by: "count";
      readonly of: Population;
      readonly where: MetricFilter;
      readonly excused?: MetricFilter;
    }
  /** The part of the window's hours in which nothing was down, planned windows apart. */
  | {
      readonly by: "uptime";
      readonly down: MetricFilter;
      readonly planned: MetricFilter;
      readonly hours: "contract" | "around_the_clock";
    }
  | { readonly by: "call_centre"; readonly usual: CallCentre };

/** The fields in which an outage says when it failed and was restored, and a planned window its borders. */
export const FAILED_AT = "failedAt";
export const PLANNED_FROM = "plannedFrom";
export const PLANNED_TO = "plannedTo";

const ONE: MetricValue = { kind: "one" };

/** A share of items in per cent: those in `hit` among those in `among`. */
export function shareOf(p: {
  hit: MetricFilter;
  among?: MetricFilter;
  excused?: MetricFilter;
  of?: Population;
  times?: 100 | 1000;
}): MetricMeasure {
  return {
    by: "ratio",
    of: p.of ?? "finished",
    numerator: { where: p.hit, value: ONE },
    denominator: { where: p.among ?? EVERY, value: ONE },
    ...(p.excused ? { excused: p.excused } : {}),
    times: p.times ?? 100,
  };
}

/** A share of items with a yes-or-no answer; a fault whose cause is not the provider's counts as a hit. */
export function answeredYes(answer: string, cause?: string): MetricMeasure {
  return shareOf({
    hit: { field: answer, is: true },
    among: {
      any: [
        { field: answer, is: true },
        { field: answer, is: false },
      ],
    },
    ...(cause
      ? {
          excused: {
            all: [{ field: cause, answered: true }, { not: { field: cause, is: "provider" } }],
          },
        }
      : {}),
  });
}

/** A share of items finished by the date they carry; one still open after it is a miss. */
export function finishedByDate(field: string): MetricMeasure {
  return shareOf({ of: { due: field }, hit: { finishedBy: field } });
}

/** A share of items that an event happened to, such as a reopening. */
export function hadEvent(event: string): MetricMeasure {
  return shareOf({ hit: { event } });
}

/** Σ of one field ÷ Σ of another over the items begun in the window, such as readings and snapshots. */
export function sumsOf(p: {
  part: string;
  whole: string;
  where?: MetricFilter;
  times?: 1 | 100 | 1000;
  of?: Population;
  confirmed?: MetricFilter;
}): MetricMeasure {
  const where = p.where ?? EVERY;
  return {
    by: "ratio",
    of: p.of ?? "recorded",
    numerator: { where, value: { kind: "field", field: p.part } },
    denominator: { where, value: { kind: "field", field: p.whole } },
    times: p.times ?? 100,
    ...(p.confirmed ? { confirmed: p.confirmed } : {}),
  };
}

/** The kind of work in which figures arrive that no event of the portal shows. */
export const READING_TYPE = "metric_reading";

/**
 * A figure from recorded readings: each carries the metric's id, a part and a whole. The way in for
 * connectors, imports, attested numbers and surveys.
 */
export function fromReadings(metric: string, times: 1 | 100 | 1000 = 100): MetricMeasure {
  return sumsOf({
    part: "part",
    whole: "whole",
    times,
    where: { all: [{ type: READING_TYPE }, { field: "metric", is: metric }] },
  });
}

/**
 * The ratio that a contact centre's rule amounts to. Offered calls are those with a wait; a call that was
 * answered within the threshold is a hit.
 */
export function callCentreMeasure(rule: CallCentre): Extract<MetricMeasure, { by: "ratio" }> {
  const within: MetricFilter = { field: "waitSeconds", atMost: String(rule.thresholdSeconds) };
  const abandoned: MetricFilter = { field: "abandoned", is: true };
  const answered: MetricFilter = { all: [within, { not: abandoned }] };
  const offered: MetricFilter = { field: "waitSeconds", answered: true };
  const abandonedWithin: MetricFilter = { all: [within, abandoned] };
  const hit: MetricFilter =
    rule.abandoned === "count_as_hit" ? { any: [answered, abandonedWithin] } : answered;
  const among: MetricFilter =
    rule.abandoned === "ignore_within" ? { all: [offered, { not: abandonedWithin }] } : offered;
  return {
    by: "ratio",
    of: "recorded",
    numerator: { where: hit, value: ONE },
    denominator: { where: among, value: ONE },
    times: 100,
  };
}
