// A second way to measure a verdict bundle, slow on purpose: it walks from the first event to asOf one step
// at a time and asks at each step what the clock does. It shares nothing with domain/.
import { createHash } from "node:crypto";
import { type NaiveCalendar, openMinutes } from "./naive-calendar.ts";

export type NaiveBundle = {
  id: string;
  calendar: NaiveCalendar | null;
  targetMinutes: number;
  reopenPolicy: "continue" | "new_cycle";
  exclusions?: readonly { from: string; to: string }[];
  events: readonly { at: string; type: string; minutes?: number }[];
  asOf: string;
};

type NaiveCycle = {
  startedAt: number;
  endedAt: number | null;
  target: number;
  gross: number;
  /** The end of every step that counted, in order. */
  counted: number[];
  verdict: "met" | "breached" | "pending" | "none" | "void";
};

type Walk = {
  state: string;
  cycles: NaiveCycle[];
  ignored: number[];
};

/** What the bundle comes to, in the form of the recompute tool's answer. */
export function naiveVerdict(bundle: NaiveBundle) {
  const walk: Walk = { state: "not_started", cycles: [], ignored: [] };
  const asOf = wholeSecond(bundle.asOf);
  const queue = bundle.events
    .map((event, index) => ({ event, index }))
    .filter(({ event }) => Date.parse(event.at) <= Date.parse(bundle.asOf));
  queue.sort((a, b) => Date.parse(a.event.at) - Date.parse(b.event.at));
  const step = stepOf(bundle);
  const first = queue[0] ? wholeSecond(queue[0].event.at) : asOf;
  const open = clockFace(bundle.calendar, first, asOf);
  const excluded = exclusionsOf(bundle);
  for (let now = first; ; now += step) {
    while (queue[0] && wholeSecond(queue[0].event.at) <= now) {
      const { event, index } = queue.shift() ?? never();
      if (!happens(walk, bundle, event)) walk.ignored.push(index);
    }
    if (now >= asOf) break;
    if (walk.state === "running") tick(walk, now, { step, isOpen: open(now), isExcluded: excluded(now) });
  }
  for (const cycle of walk.cycles) judge(cycle, step);
  return answer(bundle, walk, { asOf, step });
}

/** Seconds only where a second matters: minutes divide all that is written in whole minutes. */
function stepOf(bundle: NaiveBundle): number {
  const instants = [
    bundle.asOf,
    ...bundle.events.map((event) => event.at),
    ...(bundle.exclusions ?? []).flatMap(({ from, to }) => [from, to]),
  ];
  return instants.every((instant) => wholeSecond(instant) % 60 === 0) ? 60 : 1;
}

function tick(walk: Walk, now: number, p: { step: number; isOpen: boolean; isExcluded: boolean }): void {
  const cycle = walk.cycles.at(-1) ?? never();
  if (!p.isOpen) return;
  cycle.gross += p.step;
  if (!p.isExcluded) cycle.counted.push(now + p.step);
}

/** Moves the walk by one event; false where the event makes no sense. */
function happens(walk: Walk, bundle: NaiveBundle, event: NaiveBundle["events"][number]): boolean {
  const at = wholeSecond(event.at);
  const cycle = walk.cycles.at(-1);
  const goesOn = walk.state === "running" || walk.state === "paused";
  if (event.type === "start" && walk.state === "not_started") begin(walk, bundle, at);
  else if (event.type === "pause" && walk.state === "running") walk.state = "paused";
  else if (event.type === "resume" && walk.state === "paused") walk.state = "running";
  else if (event.type === "target" && goesOn && cycle) cycle.target = (event.minutes ?? 0) * 60;
  else if (event.type === "stop" && goesOn && cycle) {
    cycle.endedAt = at;
    walk.state = "stopped";
  } else if (event.type === "reset" && goesOn && cycle) {
    cycle.endedAt = at;
    cycle.verdict = "none";
    begin(walk, bundle, at);
  } else if (event.type === "reopen" && walk.state === "stopped" && cycle) {
    if (bundle.reopenPolicy === "new_cycle") begin(walk, bundle, at);
    else {
      cycle.endedAt = null;
      walk.state = "running";
    }
  } else if (event.type === "cancel" && (goesOn || walk.state === "stopped") && cycle) {
    cycle.endedAt ??= at;
    cycle.verdict = "void";
    walk.state = "cancelled";
  } else return false;
  return true;
}

function begin(walk: Walk, bundle: NaiveBundle, at: number): void {
  const target = bundle.targetMinutes * 60;
  walk.cycles.push({ startedAt: at, endedAt: null, target, gross: 0, counted: [], verdict: "pending" });
  walk.state = "running";
}

function judge(cycle: NaiveCycle, step: number): void {
  if (cycle.verdict !== "pending") return;
  if (cycle.counted.length * step > cycle.target) cycle.verdict = "breached";
  else if (cycle.endedAt !== null) cycle.verdict = "met";
}

function answer(bundle: NaiveBundle, walk: Walk, p: { asOf: number; step: number }) {
  const last = walk.cycles.at(-1);
  const figures = {
    netSeconds: last ? last.counted.length * p.step : 0,
    grossSeconds: last?.gross ?? 0,
    targetSeconds: last?.target ?? bundle.targetMinutes * 60,
  };
  const breached = walk.cycles.some((cycle) => cycle.verdict === "breached");
  return {
    id: bundle.id,
    state: walk.state,
    verdict:
      walk.state === "cancelled" ? "void" : breached ? "breached" : last ? last.verdict : ("none" as const),
    ...figures,
    breachAt: breachOf(bundle, walk, p),
    cycles: walk.cycles.map((cycle) => ({
      startedAt: written(cycle.startedAt),
      endedAt: cycle.endedAt === null ? null : written(cycle.endedAt),
      netSeconds: cycle.counted.length * p.step,
      grossSeconds: cycle.gross,
      targetSeconds: cycle.target,
      verdict: cycle.verdict,
    })),
    ignored: walk.ignored.sort((a, b) => a - b),
    bundleHash: `sha256:${createHash("sha256").update(sortedJson(bundle)).digest("hex")}`,
  };
}

function breachOf(bundle: NaiveBundle, walk: Walk, p: { asOf: number; step: number }): string | null {
  const cycle = walk.cycles.at(-1);
  if (!cycle || (cycle.verdict !== "breached" && walk.state !== "running")) return null;
  if (cycle.target === 0) return written(cycle.startedAt);
  const needed = cycle.target / p.step;
  const happened = cycle.counted[needed - 1];
  if (happened !== undefined) return written(happened);
  return ahead(bundle, { ...p, missing: needed - cycle.counted.length });
}

/** Walks on for five years with nothing happening, a month at a time. */
function ahead(bundle: NaiveBundle, p: { asOf: number; step: number; missing: number }): string | null {
  const limit = new Date(p.asOf * 1000);
  limit.setUTCFullYear(limit.getUTCFullYear() + 5);
  const end = limit.getTime() / 1000;
  const excluded = exclusionsOf(bundle);
  let missing = p.missing;
  for (let from = p.asOf; from < end; from += 30 * 86_400) {
    const to = Math.min(end, from + 30 * 86_400);
    const open = clockFace(bundle.calendar, from, to);
    for (let now = from; now < to; now += p.step) {
      if (!open(now) || excluded(now)) continue;
      missing -= 1;
      if (missing === 0) return written(now + p.step);
    }
  }
  return null;
}

function clockFace(calendar: NaiveCalendar | null, from: number, to: number): (at: number) => boolean {
  const begin = Math.floor(from / 60) * 60;
  const open = openMinutes(calendar, begin, Math.ceil(to / 60) * 60);
  return (at) => open[Math.floor((at - begin) / 60)] === 1;
}

function exclusionsOf(bundle: NaiveBundle): (at: number) => boolean {
  const seconds = (bundle.exclusions ?? []).map((one) => [wholeSecond(one.from), wholeSecond(one.to)]);
  return (at) => seconds.some(([from = 0, to = 0]) => from <= at && at < to);
}

function wholeSecond(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

function written(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** JSON with the members of every object in the order of their UTF-16 names (RFC 8785 for what we write). */
export function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${sortedJson(member)}`).join(",")}}`;
}

function never(): never {
  throw new Error("The walk has no cycle or event where one must be.");
}
