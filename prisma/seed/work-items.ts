import { type ServiceLevel, targetMinutesFor } from "../../domain/catalogue/service-level.ts";
import type { CompiledCalendar } from "../../domain/service-levels/compiled-calendar.ts";
import { wallTime } from "../../domain/shared/zoned.ts";
import type { Random } from "./random.ts";
import type { WorkStream } from "./work-stream.ts";

export type StoryEventType =
  | "start"
  | "acknowledge"
  | "pause"
  | "resume"
  | "stop"
  | "close"
  | "reopen"
  | "cancel";

export type StoryEvent = {
  /** Epoch seconds. */
  at: number;
  type: StoryEventType;
  by: "buyer" | "provider";
  heldBy: "buyer" | "third_party" | null;
  reason: string;
};

export type StoryItem = {
  id: string;
  stream: WorkStream;
  reference: string;
  title: string;
  priority: string;
  openedAt: number;
  events: StoryEvent[];
  fields: Record<string, unknown>;
};

/** How an item goes, before it is laid on the calendar. */
export type Course = {
  /** Working time until it is done, as a part of the target: above 1 it is late. */
  workParts: number;
  acknowledgeParts: number;
  /** After which part of the target it waits, for how many working seconds; null where it never does. */
  waits: { afterParts: number; seconds: number } | null;
  reopened: boolean;
  cancelled: boolean;
};

export type ItemMaker = {
  calendar: CompiledCalendar;
  zone: string;
  levels: readonly ServiceLevel[];
  random: Random;
  id: (epochSeconds: number) => string;
  /** The next reference of a stream: INC-20411. */
  reference: (stream: WorkStream) => string;
};

const FAR = 400 * 86_400;
const CHECK_SECONDS = 2400;
const WORKDAY_SECONDS = 28_800;
const DAY_SECONDS = 86_400;

/** Lays an item's course on the calendar: every event falls into working hours. */
export function makeItem(
  maker: ItemMaker,
  input: { stream: WorkStream; openedAt: number; course: Course; faultless: boolean; priority?: string },
): StoryItem {
  const { stream, openedAt } = input;
  const { random } = maker;
  const priority = input.priority ?? pickPriority(random, stream);
  const made = {
    id: maker.id(openedAt),
    stream,
    reference: maker.reference(stream),
    title: random.pick(stream.titles),
    priority,
    openedAt,
    events:
      stream.level === null ? checkEvents(maker, openedAt) : clockEvents(maker, { ...input, priority }),
    fields: { ...stream.fields(random), ...answers(stream, random, input.faultless) },
  };
  const due = stream.due ? { [stream.due]: dueDate(maker, made, input.course.workParts > 1) } : {};
  return { ...made, fields: { ...made.fields, ...due } };
}

/** The date on which the work was to be done: what is late was done after it, all else by then. */
function dueDate(maker: ItemMaker, item: Omit<StoryItem, "fields">, isLate: boolean): string {
  const { stream, priority, openedAt, events } = item;
  const target = targetSeconds(maker, { levelId: stream.level ?? "", priority });
  const dateOf = (at: number) => wallTime(at, maker.zone).slice(0, 10);
  const agreed = dateOf(later(maker, openedAt, target));
  const stop = events.findLast((one) => one.type === "stop")?.at;
  if (stop === undefined) return agreed;
  const limit = dateOf(isLate ? stop - DAY_SECONDS : stop);
  const [early = agreed, late = agreed] = [limit, agreed].sort();
  return isLate ? early : late;
}

export function pickPriority(random: Random, stream: WorkStream): string {
  let left = random.next() * stream.priorities.reduce((sum, one) => sum + one.weight, 0);
  for (const { priority, weight } of stream.priorities) {
    left -= weight;
    if (left < 0) return priority;
  }
  return stream.priorities[0]?.priority ?? "";
}

/** The target of a stream's clock in seconds, or a workday where the contract has no such level. */
export function targetSeconds(
  maker: Pick<ItemMaker, "levels">,
  input: { levelId: string; priority: string },
): number {
  const level = maker.levels.find((one) => one.id === input.levelId);
  const minutes = level ? targetMinutesFor(level, input.priority) : null;
  return minutes === null ? WORKDAY_SECONDS : minutes * 60;
}

function clockEvents(
  maker: ItemMaker,
  input: { stream: WorkStream; openedAt: number; course: Course; priority: string },
): StoryEvent[] {
  const { stream, openedAt, course, priority } = input;
  const target = targetSeconds(maker, { levelId: stream.level ?? "", priority });
  const work = Math.round(target * course.workParts);
  const events: StoryEvent[] = [event(openedAt, "start", { by: "buyer" })];
  if (stream.acknowledged) {
    const promised = targetSeconds(maker, { levelId: "acknowledge", priority });
    events.push(event(later(maker, openedAt, promised * course.acknowledgeParts), "acknowledge"));
  }
  if (course.cancelled)
    return inOrder([
      ...events,
      event(later(maker, openedAt, work / 2), "cancel", { by: "buyer", reason: "Not needed any more" }),
    ]);
  const stop = course.waits
    ? withWait(maker, { events, input, work, target })
    : later(maker, openedAt, work);
  events.push(event(stop, "stop"));
  if (course.reopened) {
    const back = later(maker, stop, WORKDAY_SECONDS);
    events.push(event(back, "reopen", { by: "buyer", reason: "It came back" }));
    const again = later(maker, back, target * 0.08);
    events.push(event(again, "stop"), event(later(maker, again, 3 * WORKDAY_SECONDS), "close"));
  } else events.push(event(later(maker, stop, 3 * WORKDAY_SECONDS), "close"));
  return inOrder(events);
}

/** Adds the wait and answers when the work is done. */
function withWait(
  maker: ItemMaker,
  p: {
    events: StoryEvent[];
    input: { stream: WorkStream; openedAt: number; course: Course };
    work: number;
    target: number;
  },
): number {
  const { stream, openedAt, course } = p.input;
  const wait = course.waits ?? { afterParts: 0, seconds: 0 };
  const before = Math.min(p.work, Math.round(p.target * wait.afterParts));
  const paused = later(maker, openedAt, before);
  const resumed = later(maker, paused, wait.seconds);
  const asked = stream.asksFor.length > 0 ? maker.random.pick(stream.asksFor) : "an answer";
  p.events.push(
    event(paused, "pause", { heldBy: "buyer", reason: `Waiting for the buyer: ${asked}` }),
    event(resumed, "resume", { by: "buyer", reason: `Received: ${asked}` }),
  );
  return later(maker, resumed, p.work - before);
}

function checkEvents(maker: ItemMaker, openedAt: number): StoryEvent[] {
  const done = later(maker, openedAt, CHECK_SECONDS);
  return [event(openedAt, "start", { by: "provider" }), event(done, "stop"), event(done, "close")];
}

function answers(stream: WorkStream, random: Random, faultless: boolean): Record<string, unknown> {
  if (!stream.check) return {};
  const { answer, cause, foreignCauses } = stream.check;
  if (!faultless) return { [answer]: false, ...(cause ? { [cause]: "provider" } : {}) };
  // Now and then somebody else was wrong: that counts for nobody.
  if (cause && foreignCauses && random.chance(0.02))
    return { [answer]: false, [cause]: random.pick(foreignCauses) };
  return { [answer]: true };
}

function later(maker: ItemMaker, from: number, seconds: number): number {
  return (
    maker.calendar.addBusinessSeconds(from, Math.round(seconds), from + FAR) ?? from + Math.round(seconds)
  );
}

function event(
  at: number,
  type: StoryEventType,
  rest: { by?: "buyer" | "provider"; heldBy?: "buyer" | "third_party"; reason?: string } = {},
): StoryEvent {
  return { at, type, by: rest.by ?? "provider", heldBy: rest.heldBy ?? null, reason: rest.reason ?? "" };
}

/** Array.sort is stable: of two events at one instant the one that was written first stays first. */
function inOrder(events: StoryEvent[]): StoryEvent[] {
  return events.sort((left, right) => left.at - right.at);
}
