import { applyWorkEvent, unreadWorkItem, type WorkEvent } from "../delivery/work-item-state.ts";
import { type EpochSeconds, formatInstant, parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import { type ClockHolder, type ClockInterval, clockIntervals } from "./clock-intervals.ts";
import { compileCalendar } from "./compiled-calendar.ts";
import type { SourcedBundle } from "./verdict-bundle-for.ts";

/** Whose turn it was: the work waits for a party, an automation works on it, or the provider does. */
export const HOLDERS = ["provider", "automation", "buyer", "third_party"] as const;
export type Holder = (typeof HOLDERS)[number];

/** Time under a clock: `businessSeconds` by its calendar, `wallSeconds` by the clock on the wall. */
export type HeldTime = { businessSeconds: number; wallSeconds: number };

/** A stretch of a clock in one pair of hands. */
export type HeldPiece = HeldTime & {
  from: string;
  to: string;
  state: "running" | "paused";
  holder: Holder;
  /** Position in the item's events of the one that began it. */
  because: number;
};

export type HeldSplit = { total: HeldTime; parts: ({ holder: Holder } & HeldTime)[] };

type Clock = SourcedBundle & {
  /** The item's events, in order of time: what the sources point into. */
  events: readonly WorkEvent[];
};

/** Who is waited for after each event of a bundle, by its position; only where the item then waits. */
export function partiesWaitedFor(
  sources: readonly number[],
  events: readonly WorkEvent[],
): Map<number, ClockHolder> {
  const waits = waitingAfter(events);
  const found = new Map<number, ClockHolder>();
  for (const [index, source] of sources.entries()) {
    const party = waits[source];
    if (party) found.set(index, party);
  }
  return found;
}

/**
 * The life of a clock from its first start to the reading, cut wherever it changed hands. A pause belongs to
 * the party that the work waits for; running time belongs to an automation from an event of its own to the
 * next event of a person, and otherwise to the provider. Time after a stop belongs to nobody and is left out.
 */
export function heldPieces(clock: Clock): HeldPiece[] {
  const calendar = compileCalendar(clock.bundle.calendar);
  const waits = waitingAfter(clock.events);
  const times = clock.events.map((event) => seconds(event.at));
  const parties = partiesWaitedFor(clock.sources, clock.events);
  const pieces: HeldPiece[] = [];
  for (const interval of clockIntervals(clock.bundle, parties)) {
    if (interval.state === "closed") continue;
    for (const { from, to } of cuts(interval, times)) {
      const latest = times.findLastIndex((at) => at <= from);
      const holder = holderOf(interval, { waits: waits[latest] ?? null, event: clock.events[latest] });
      const because = clock.sources[interval.because] ?? 0;
      const piece = { state: interval.state as HeldPiece["state"], holder, because };
      const held = { businessSeconds: calendar.measure(from, to), wallSeconds: to - from };
      const last = pieces.at(-1);
      if (last && last.to === formatInstant(from) && isSame(last, piece)) {
        last.to = formatInstant(to);
        last.businessSeconds += held.businessSeconds;
        last.wallSeconds += held.wallSeconds;
      } else pieces.push({ from: formatInstant(from), to: formatInstant(to), ...piece, ...held });
    }
  }
  return pieces;
}

/** Who held a clock for how long: the parts make up the total exactly, in both kinds of time. */
export function heldSplit(pieces: readonly HeldPiece[]): HeldSplit {
  const sum = (of: readonly HeldPiece[]): HeldTime => ({
    businessSeconds: of.reduce((total, one) => total + one.businessSeconds, 0),
    wallSeconds: of.reduce((total, one) => total + one.wallSeconds, 0),
  });
  return {
    total: sum(pieces),
    parts: HOLDERS.map((holder) => ({
      holder,
      ...sum(pieces.filter((one) => one.holder === holder)),
    })),
  };
}

function isSame(one: Pick<HeldPiece, "state" | "holder" | "because">, other: typeof one): boolean {
  return one.state === other.state && one.holder === other.holder && one.because === other.because;
}

function holderOf(
  interval: ClockInterval,
  now: { waits: ClockHolder | null; event: WorkEvent | undefined },
): Holder {
  if (interval.state === "paused") return now.waits ?? interval.holder ?? "buyer";
  return now.event?.automated ? "automation" : "provider";
}

function cuts(
  interval: { from: string; to: string },
  times: readonly EpochSeconds[],
): { from: EpochSeconds; to: EpochSeconds }[] {
  const [from, to] = [seconds(interval.from), seconds(interval.to)];
  const edges = [from, ...new Set(times.filter((at) => at > from && at < to)), to].sort((a, b) => a - b);
  return edges.slice(1).map((edge, index) => ({ from: edges[index] ?? from, to: edge }));
}

/** Whom the item waits for after each of its events; null where it does not wait. */
function waitingAfter(events: readonly WorkEvent[]): (ClockHolder | null)[] {
  const reading = unreadWorkItem();
  return events.map((event) => {
    applyWorkEvent(reading, event);
    return reading.waitingOn;
  });
}

function seconds(text: string): EpochSeconds {
  const nanoseconds = parseInstantNanoseconds(text);
  if (nanoseconds === null) throw new RangeError(`"${text}" is not an instant.`);
  return secondsOf(nanoseconds);
}
