import { Temporal } from "temporal-polyfill";
import { type EpochSeconds, formatInstant, parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import { bundleHash } from "./bundle-hash.ts";
import { type ClockReading, type ClockState, type Cycle, readClock } from "./clock.ts";
import { type CompiledCalendar, compileCalendar } from "./compiled-calendar.ts";
import { businessSeconds, instantReached, type Stretch, unionOf, without } from "./elapsed-time.ts";
import type { VerdictBundle } from "./verdict-bundle.ts";

export type CycleVerdict = "met" | "breached" | "pending" | "none" | "void";

export type CycleResult = {
  startedAt: string;
  endedAt: string | null;
  netSeconds: number;
  grossSeconds: number;
  targetSeconds: number;
  verdict: CycleVerdict;
};

/** What one bundle comes to. The figures are those of the last cycle; times are RFC 3339 in UTC. */
export type VerdictResult = {
  id: string;
  state: ClockState;
  verdict: CycleVerdict;
  netSeconds: number;
  grossSeconds: number;
  targetSeconds: number;
  breachAt: string | null;
  cycles: CycleResult[];
  ignored: number[];
  bundleHash: string;
};

/** How far ahead a running clock is projected. */
const PROJECTION_YEARS = 5;

/**
 * Measures a bundle again: elapsed time is running time within business hours, net of exclusions; a cycle
 * is breached once net exceeds its target, met when it stopped at or under it, and pending otherwise.
 */
export function verdictOf(bundle: VerdictBundle): VerdictResult {
  const calendar = compileCalendar(bundle.calendar);
  const exclusions = unionOf((bundle.exclusions ?? []).map(exclusionSeconds));
  const reading = readClock(bundle);
  const cycles = reading.cycles.map((cycle) => cycleResult(cycle, calendar, exclusions));
  const last = cycles.at(-1);
  let hash: string | null = null;
  return {
    id: bundle.id,
    state: reading.state,
    verdict: itemVerdict(reading, cycles),
    netSeconds: last?.netSeconds ?? 0,
    grossSeconds: last?.grossSeconds ?? 0,
    targetSeconds: last?.targetSeconds ?? bundle.targetMinutes * 60,
    breachAt: breachOf(reading, cycles, calendar, exclusions),
    cycles,
    ignored: reading.ignored,
    // Made when it is asked for: a month that is looked at hashes nothing, one that is frozen everything.
    get bundleHash() {
      hash ??= bundleHash(bundle);
      return hash;
    },
  };
}

function cycleResult(
  cycle: Cycle,
  calendar: CompiledCalendar,
  exclusions: readonly Stretch[],
): CycleResult {
  const grossSeconds = businessSeconds(calendar, cycle.running);
  const netSeconds =
    exclusions.length === 0 ? grossSeconds : businessSeconds(calendar, without(cycle.running, exclusions));
  return {
    startedAt: formatInstant(cycle.startedAt),
    endedAt: cycle.endedAt === null ? null : formatInstant(cycle.endedAt),
    netSeconds,
    grossSeconds,
    targetSeconds: cycle.targetSeconds,
    verdict: cycleVerdict(cycle, netSeconds),
  };
}

function cycleVerdict(cycle: Cycle, netSeconds: number): CycleVerdict {
  switch (cycle.ending) {
    case "cancelled":
      return "void";
    case "reset":
      return "none";
    case "stopped":
      return netSeconds > cycle.targetSeconds ? "breached" : "met";
    case "open":
      return netSeconds > cycle.targetSeconds ? "breached" : "pending";
    default:
      return cycle.ending satisfies never;
  }
}

function itemVerdict(reading: ClockReading, cycles: readonly CycleResult[]): CycleVerdict {
  if (reading.state === "cancelled") return "void";
  if (cycles.some((cycle) => cycle.verdict === "breached")) return "breached";
  return cycles.at(-1)?.verdict ?? "none";
}

/**
 * When the last cycle's net time equals its target: as it happened, or as it will with no further event.
 */
function breachOf(
  reading: ClockReading,
  cycles: readonly CycleResult[],
  calendar: CompiledCalendar,
  exclusions: readonly Stretch[],
): string | null {
  const cycle = reading.cycles.at(-1);
  const verdict = cycles.at(-1)?.verdict;
  if (!cycle || (verdict !== "breached" && reading.state !== "running")) return null;
  if (cycle.targetSeconds === 0) return formatInstant(cycle.startedAt);
  const intervals = reading.state === "running" ? projected(cycle, reading.asOf) : cycle.running;
  const reached = instantReached(calendar, without(intervals, exclusions), cycle.targetSeconds);
  return reached === null ? null : formatInstant(reached);
}

function projected(cycle: Cycle, asOf: EpochSeconds): Stretch[] {
  const open = cycle.running.at(-1);
  if (!open) return [];
  return [...cycle.running.slice(0, -1), { from: open.from, to: fiveYearsAfter(asOf) }];
}

function fiveYearsAfter(asOf: EpochSeconds): EpochSeconds {
  const start = Temporal.Instant.fromEpochMilliseconds(asOf * 1000).toZonedDateTimeISO("UTC");
  return start.add({ years: PROJECTION_YEARS }).epochMilliseconds / 1000;
}

function exclusionSeconds({ from, to }: { from: string; to: string }): Stretch {
  return { from: seconds(from), to: seconds(to) };
}

function seconds(text: string): EpochSeconds {
  const nanoseconds = parseInstantNanoseconds(text);
  if (nanoseconds === null) throw new RangeError(`"${text}" is not an instant.`);
  return secondsOf(nanoseconds);
}
