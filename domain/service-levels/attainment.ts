import { formatDecimal } from "../shared/decimal.ts";
import { type EpochSeconds, parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import type { Period } from "../shared/period.ts";
import { rational } from "../shared/rational.ts";
import type { ClockState } from "./clock.ts";
import type { CycleVerdict } from "./verdict.ts";

/** One work item's verdict under one level, net as it counts and gross as it were without exclusions. */
export type AttainmentItem = {
  workItemId: string;
  priority: string;
  state: ClockState;
  verdict: CycleVerdict;
  grossVerdict: CycleVerdict;
  /** When its clock last stopped (RFC 3339); null while it has not. */
  stoppedAt: string | null;
  /** When its clock started. */
  startedAt: string | null;
};

/** Why an item counts in the month, or that it does not. */
export type Membership = "stopped_in_month" | "open_and_breached" | "not_in_month";

export type Count = {
  /** Items that count: met + breached. */
  n: number;
  met: number;
  breached: number;
  /** met / n × 100 with two decimals, rounded half away from zero; null where n is 0. */
  percent: string | null;
};

export type Attainment = {
  net: Count;
  gross: Count;
  /** Items of the month whose breach an exclusion took away: the distance between gross and net. */
  excluded: number;
  /** Cancelled items of the month: in neither count. */
  voided: number;
  /** Whether n reaches the level's smallest sample; a smaller one is shown but not held against anyone. */
  sufficient: boolean;
  minimumSample: number;
  /** The items that count as misses, in the order given: what a reader sees behind the percentage. */
  misses: string[];
};

/**
 * Attainment of a level in a month: items in time / (items whose clock stopped in the month + items still
 * open at its end that are breached already). Read the items as of the period's end, or now where it has
 * not ended: later readings would show an item as stopped that was open then. Leaving the open ones out
 * would reward never closing a miss.
 */
export function attainmentOf(input: {
  items: readonly AttainmentItem[];
  period: Pick<Period, "from" | "to">;
  minimumSample: number;
}): Attainment {
  const members = input.items.filter((item) => membershipOf(item, input.period) !== "not_in_month");
  const counted = members.filter((item) => item.verdict !== "void" && item.verdict !== "none");
  const having = (key: "verdict" | "grossVerdict", verdict: CycleVerdict) =>
    counted.filter((item) => item[key] === verdict).length;
  const tally = {
    met: having("verdict", "met"),
    breached: having("verdict", "breached"),
    grossMet: having("grossVerdict", "met"),
    grossBreached: having("grossVerdict", "breached"),
    excluded: counted.filter((item) => item.grossVerdict === "breached" && item.verdict !== "breached")
      .length,
    voided: members.length - counted.length,
  };
  const misses = counted.filter((item) => item.verdict === "breached").map((item) => item.workItemId);
  return { ...attainmentFrom(tally, input.minimumSample), misses };
}

/** How many items of a month came to what; net, and gross as it were without exclusions. */
export type Tally = {
  met: number;
  breached: number;
  grossMet: number;
  grossBreached: number;
  excluded: number;
  voided: number;
};

/** The attainment that counted items make; which of them missed is the reader's to know. */
export function attainmentFrom(tally: Tally, minimumSample: number): Omit<Attainment, "misses"> {
  const net = countOf(tally.met, tally.breached);
  return {
    net,
    gross: countOf(tally.grossMet, tally.grossBreached),
    excluded: tally.excluded,
    voided: tally.voided,
    sufficient: net.n > 0 && net.n >= minimumSample,
    minimumSample,
  };
}

/** An item belongs to the month of its stop; while open, to every month at whose end it stands breached. */
export function membershipOf(item: AttainmentItem, period: Pick<Period, "from" | "to">): Membership {
  const from = period.from.epochMilliseconds / 1000;
  const to = period.to.epochMilliseconds / 1000;
  const stopped = secondsOrNull(item.stoppedAt);
  if (stopped !== null && stopped >= from && stopped < to) return "stopped_in_month";
  const started = secondsOrNull(item.startedAt);
  const isOpen = stopped === null && (item.state === "running" || item.state === "paused");
  if (isOpen && item.verdict === "breached" && started !== null && started < to) return "open_and_breached";
  return "not_in_month";
}

/**
 * A ratio such as accuracy by sample or on-time counts: numerator / denominator × 100 with two decimals,
 * rounded half away from zero. `percent` is null where the denominator is 0: no data.
 */
export function measureRatio(input: { numerator: number; denominator: number; minimumSample: number }): {
  n: number;
  percent: string | null;
  sufficient: boolean;
} {
  const { numerator, denominator, minimumSample } = input;
  if (
    !Number.isSafeInteger(numerator) ||
    !Number.isSafeInteger(denominator) ||
    numerator < 0 ||
    denominator < 0
  )
    throw new RangeError("A ratio is made of two counts from 0.");
  if (numerator > denominator) throw new RangeError("A ratio counts no more hits than tries.");
  return {
    n: denominator,
    percent: percentOf(numerator, denominator),
    sufficient: denominator > 0 && denominator >= minimumSample,
  };
}

/** How the month's figure enters a statement: too small a sample is excused, none at all is no data. */
export function measuredFor(result: { percent: string | null; sufficient: boolean; n: number }): {
  measured: string | null;
  excused: boolean;
} {
  return { measured: result.percent, excused: result.n > 0 && !result.sufficient };
}

function countOf(met: number, breached: number): Count {
  return { n: met + breached, met, breached, percent: percentOf(met, met + breached) };
}

function percentOf(part: number, whole: number): string | null {
  if (whole === 0) return null;
  return formatDecimal(rational(BigInt(part) * 100n, BigInt(whole)), 2);
}

function secondsOrNull(text: string | null): EpochSeconds | null {
  const nanoseconds = text === null ? null : parseInstantNanoseconds(text);
  return nanoseconds === null ? null : secondsOf(nanoseconds);
}
