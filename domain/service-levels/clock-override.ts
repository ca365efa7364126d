import { formatInstant, parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import { type ClockReading, readClock } from "./clock.ts";
import { type Stretch, unionOf, without } from "./elapsed-time.ts";
import type { ClockEvent, Exclusion, VerdictBundle } from "./verdict-bundle.ts";

/**
 * What an accepted exclusion or contest does to one clock. `exclude`: the stretch does not count (it stays in
 * the gross figure). `count`: a pause in the stretch was none, so the stretch counts. Null instants mean
 * the whole item. RFC 3339.
 */
export type ClockOverride = { effect: "exclude" | "count"; from: string | null; to: string | null };

/** An exclusion of a whole item has no end, so that it covers what the item still does. */
const FOREVER = "9999-12-31T23:59:59Z";

/**
 * The bundle as it reads with the overrides. The recorded events are not touched: `exclude` becomes an
 * exclusion of the bundle, `count` takes its stretch out of the bundle's pauses. So anyone who has the bundle
 * rebuilds the verdict that the ruling led to. The order of the overrides does not matter; without any, and
 * where none reaches a pause, the bundle is the same.
 */
export function overriddenBundle(
  bundle: VerdictBundle,
  overrides: readonly ClockOverride[],
): VerdictBundle {
  if (overrides.length === 0) return bundle;
  const counted = overrides.filter((one) => one.effect === "count").map(stretchOf);
  const added = overrides
    .filter((one) => one.effect === "exclude")
    .map((one) => exclusionOf(one, bundle.events[0]?.at ?? bundle.asOf));
  return {
    ...bundle,
    ...(added.length > 0 ? { exclusions: inOrder([...(bundle.exclusions ?? []), ...added]) } : {}),
    events: counted.length > 0 ? withoutPauses(bundle, unionOf(counted)) : bundle.events,
  };
}

type Pause = Stretch & { pause: number; resume: number | null };

/** The events whose pauses are the old ones less the stretches; everything else stays as it was. */
function withoutPauses(bundle: VerdictBundle, stretches: readonly Stretch[]): ClockEvent[] {
  const reading = readClock(bundle);
  const pauses = pausesOf(bundle, reading);
  const touched = pauses.filter((one) =>
    stretches.some((stretch) => stretch.from < one.to && stretch.to > one.from),
  );
  if (touched.length === 0) return bundle.events;
  // A pause or resume that meant nothing where it stood could come to mean something once another is gone.
  const idle = reading.ignored.filter((index) => isPauseOrResume(bundle.events[index]));
  const dropped = new Set([...idle, ...touched.flatMap(({ pause, resume }) => [pause, resume])]);
  const kept = bundle.events.flatMap((event, place) => (dropped.has(place) ? [] : [{ event, place }]));
  const added = touched.flatMap((one) =>
    without([one], stretches).flatMap((part) => eventsOf(bundle, one, part)),
  );
  return [...kept, ...added]
    .map((one) => ({ ...one, at: seconds(one.event.at) }))
    .sort((left, right) => left.at - right.at || left.place - right.place)
    .map(({ event }) => event);
}

/** An event with its place among those of one instant. */
type Placed = { event: ClockEvent; place: number };

/** A part of a pause as events: the old ones where it keeps its ends, new ones where it was cut. */
function eventsOf(bundle: VerdictBundle, pause: Pause, part: Stretch): Placed[] {
  const begins = bundle.events[pause.pause];
  const ends = pause.resume === null ? undefined : bundle.events[pause.resume];
  const cut = pause.pause + 0.5;
  const first: Placed =
    begins && part.from === pause.from
      ? { event: begins, place: pause.pause }
      : { event: { at: formatInstant(part.from), type: "pause" }, place: cut };
  if (part.to < pause.to)
    return [first, { event: { at: formatInstant(part.to), type: "resume" }, place: cut }];
  return ends ? [first, { event: ends, place: pause.resume ?? cut }] : [first];
}

/** The pauses as the clock reads them, each with the events that began and ended it. */
function pausesOf(bundle: VerdictBundle, { steps, asOf }: ClockReading): Pause[] {
  const pauses: Pause[] = [];
  let open: { from: number; pause: number } | null = null;
  for (const { at, state, eventIndex } of steps) {
    if (open && state !== "paused") {
      const isResume = bundle.events[eventIndex]?.type === "resume";
      pauses.push({ ...open, to: at, resume: isResume ? eventIndex : null });
      open = null;
    } else if (!open && state === "paused") open = { from: at, pause: eventIndex };
  }
  // A pause that goes on has no end that an override could cut before the reading.
  if (open) pauses.push({ ...open, to: Math.max(asOf, open.from), resume: null });
  return pauses.filter((one) => one.to > one.from);
}

function isPauseOrResume(event: ClockEvent | undefined): boolean {
  return event?.type === "pause" || event?.type === "resume";
}

function stretchOf({ from, to }: ClockOverride): Stretch {
  return {
    from: from === null ? Number.NEGATIVE_INFINITY : seconds(from),
    to: to === null ? Number.POSITIVE_INFINITY : seconds(to),
  };
}

function exclusionOf({ from, to }: ClockOverride, start: string): Exclusion {
  return { from: from ?? start, to: to ?? FOREVER };
}

/** Each once, by beginning and end. */
function inOrder(exclusions: readonly Exclusion[]): Exclusion[] {
  const texts = new Map(exclusions.map((one) => [`${one.from} ${one.to}`, one]));
  return [...texts.values()].sort(
    (left, right) => seconds(left.from) - seconds(right.from) || seconds(left.to) - seconds(right.to),
  );
}

function seconds(text: string): number {
  const value = parseInstantNanoseconds(text);
  if (value === null) throw new RangeError(`"${text}" is not an instant.`);
  return secondsOf(value);
}
