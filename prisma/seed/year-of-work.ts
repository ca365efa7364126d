import type { EngagementPlan } from "./engagement-plans.ts";
import type { Random } from "./random.ts";
import {
  type Course,
  type ItemMaker,
  makeItem,
  pickPriority,
  type StoryItem,
  targetSeconds,
} from "./work-items.ts";
import type { WorkStream } from "./work-stream.ts";
import { streamsOf } from "./work-streams.ts";

/** A month in epoch seconds; `index` counts from the engagement's first. */
export type StoryMonth = { index: number; month: string; from: number; to: number };

/** All work of an engagement from its first month to `now`, in the order in which it was opened. */
export function yearOfWork(input: {
  plan: EngagementPlan;
  maker: ItemMaker;
  months: readonly StoryMonth[];
  now: number;
}): StoryItem[] {
  const items: StoryItem[] = [];
  for (const month of input.months)
    for (const stream of streamsOf(input.plan.moduleCode))
      items.push(...itemsOfMonth({ ...input, month, stream }));
  if (!input.plan.termMonths) items.push(...itemsOfToday(input));
  return items
    .map((item) => upTo(item, input.now))
    .filter((item) => item.events.length > 0)
    .sort((left, right) => left.openedAt - right.openedAt);
}

function itemsOfMonth(input: {
  plan: EngagementPlan;
  maker: ItemMaker;
  month: StoryMonth;
  stream: WorkStream;
}): StoryItem[] {
  const { plan, maker, month, stream } = input;
  const { random } = maker;
  const count = Math.max(1, Math.round(random.whole(stream.perMonth) * plan.volume));
  const late = chosen(random, { count, percent: 100 - (plan.inTime[month.index] ?? 100) });
  const faulty = chosen(random, {
    count,
    percent: stream.check ? 100 - (plan.faultless[month.index] ?? 100) : 0,
  });
  const again = chosen(random, { count, percent: plan.reopened[month.index] ?? 0 });
  const openings = Array.from({ length: count }, () => opening(maker, { month, stream })).sort(
    (a, b) => a - b,
  );
  return openings.map((openedAt, index) =>
    makeItem(maker, {
      stream,
      openedAt,
      faultless: !faulty.has(index),
      course: courseOf(random, { stream, late: late.has(index), reopened: again.has(index) }),
    }),
  );
}

function courseOf(random: Random, input: { stream: WorkStream; late: boolean; reopened: boolean }): Course {
  const workParts = input.late
    ? random.between({ min: 1.06, max: 1.7 })
    : random.between({ min: 0.12, max: 0.88 });
  const waits = random.chance(input.stream.waits)
    ? {
        afterParts: random.between({ min: 0.1, max: 0.6 }) * workParts,
        seconds: random.whole({ min: 3600, max: 57_600 }),
      }
    : null;
  return {
    workParts,
    waits,
    acknowledgeParts: random.chance(0.03)
      ? random.between({ min: 1.1, max: 2 })
      : random.between({ min: 0.05, max: 0.9 }),
    reopened: input.reopened && !input.late,
    cancelled: !input.late && random.chance(0.01),
  };
}

/** Work in hand at `now`: close to its target, past it where things go badly, and waiting for the buyer. */
function itemsOfToday(input: { plan: EngagementPlan; maker: ItemMaker; now: number }): StoryItem[] {
  const { plan, maker, now } = input;
  const items: StoryItem[] = [];
  for (const stream of streamsOf(plan.moduleCode)) {
    if (stream.level === null) continue;
    const goesBadly = (plan.inTime.at(-1) ?? 100) < 97;
    for (const parts of [0.35, 0.72, 0.93, ...(goesBadly ? [1.15] : [])])
      items.push(inHand(maker, { stream, now, parts, waiting: false }));
    if (stream.waits > 0) items.push(inHand(maker, { stream, now, parts: 0.5, waiting: true }));
  }
  return items;
}

function inHand(
  maker: ItemMaker,
  input: { stream: WorkStream; now: number; parts: number; waiting: boolean },
): StoryItem {
  const { stream, now, parts, waiting } = input;
  const priority = parts > 1 ? (stream.priorities[0]?.priority ?? "") : pickPriority(maker.random, stream);
  const target = targetSeconds(maker, { levelId: stream.level ?? "", priority });
  const waited = waiting ? maker.random.whole({ min: 7200, max: 36_000 }) : 0;
  const openedAt = businessAgo(maker, { now, seconds: Math.round(target * parts) + waited });
  return makeItem(maker, {
    stream,
    openedAt,
    priority,
    faultless: true,
    course: {
      workParts: parts + 0.4,
      acknowledgeParts: 0.4,
      waits: waiting ? { afterParts: parts, seconds: 20 * 28_800 } : null,
      reopened: false,
      cancelled: false,
    },
  });
}

/** The latest instant from which so many working seconds have passed until now, to the second. */
function businessAgo(maker: ItemMaker, input: { now: number; seconds: number }): number {
  let early = input.now - 120 * 86_400;
  let late = input.now;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (maker.calendar.measure(middle, input.now) >= input.seconds) early = middle;
    else late = middle;
  }
  return early;
}

function opening(maker: ItemMaker, input: { month: StoryMonth; stream: WorkStream }): number {
  const { from, to } = input.month;
  const hours = maker.calendar.measure(from, to);
  const part =
    input.stream.begins === "at_start" ? maker.random.next() * 0.03 : maker.random.next() * 0.995;
  // One second on, so that the instant lies inside a span and not on the end of the one before it.
  return maker.calendar.addBusinessSeconds(from, Math.floor(hours * part) + 1, to) ?? from;
}

/** As many positions as the percentage asks for; a remainder is left to chance. */
function chosen(random: Random, input: { count: number; percent: number }): Set<number> {
  const exact = (input.count * input.percent) / 100;
  const number = Math.floor(exact) + (random.chance(exact - Math.floor(exact)) ? 1 : 0);
  return new Set(random.order(input.count).slice(0, number));
}

/** What has not happened yet is not known, nor the answer of a check that is not done. */
function upTo(item: StoryItem, now: number): StoryItem {
  const events = item.events.filter((one) => one.at <= now);
  const { check } = item.stream;
  if (!check || events.some((one) => one.type === "stop")) return { ...item, events };
  const { [check.answer]: _answer, [check.cause ?? ""]: _cause, ...fields } = item.fields;
  return { ...item, events, fields };
}
