import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { tapeItems } from "../../test/factories/tapes.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { TAPE_KINDS, writeTape } from "../delivery/event-tape.ts";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import { monthPeriod } from "../shared/period.ts";
import { compileCalendar } from "./compiled-calendar.ts";
import { measureLevel } from "./month-figure.ts";
import type { MonthItem } from "./month-item.ts";
import { tapeFigure } from "./tape-figure.ts";
import { isTapeLevel, MonthCounter, MonthsWithWork } from "./tape-month.ts";

const zone = "America/New_York";
const office: BusinessCalendar = {
  zone,
  weekly: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "17:00"]]])),
};

const level = (
  name: "acknowledge" | "resolve",
  calendar: "contract" | "around_the_clock",
): ServiceLevel => ({
  id: name,
  name,
  metric: "resolved_in_time",
  kind: "clock_attainment",
  workItemTypes: ["incident", "request"],
  clock: { name, calendar, targetMinutesByPriority: { P1: 240, P2: 1200, standard: 2400 } },
  direction: "higher",
  target: "95",
  minimum: "90",
  unit: "%",
  weightBps: 10_000,
  missBps: 5000,
  failBps: 10_000,
  minimumSample: 3,
});

const START = Date.parse("2026-02-20T00:00:00Z");
const priority = fc.constantFrom("P1", "P2", "P9", "a long word for nothing", undefined);
const event = fc.record({
  ms: fc.oneof(
    fc.nat(40 * 1440).map((minute) => minute * 60_000),
    fc.nat(40 * 86_400_000),
  ),
  type: fc.constantFrom(...TAPE_KINDS),
  priority,
});
const item = fc
  .record({
    type: fc.constantFrom("incident", "request", "change"),
    priority: fc.option(fc.constantFrom("P1", "P2", "P9")),
    deskMadeSla: fc.option(fc.boolean()),
    firstPriority: priority,
    events: fc.array(event, { minLength: 1, maxLength: 8 }),
  })
  .map(({ events, firstPriority, ...rest }): Omit<MonthItem, "id"> => {
    const ordered = [...events].sort((a, b) => a.ms - b.ms);
    const first = { ms: ordered[0]?.ms ?? 0, type: "start" as const, priority: firstPriority };
    return {
      ...rest,
      fields: {},
      events: [first, ...ordered].map(({ ms, type, priority: said }) => ({
        at: new Date(START + ms).toISOString(),
        type,
        ...(said ? { priority: said } : {}),
      })),
    };
  });

const MONTHS = ["2026-02", "2026-03", "2026-04"];

test("months counted together from tapes are the months measured bundle by bundle", () => {
  const worlds = fc.record({
    items: fc
      .array(item, { maxLength: 12 })
      .map((list) => list.map((one, n) => ({ ...one, id: `item-${n}` }))),
    clock: fc.constantFrom("acknowledge" as const, "resolve" as const),
    hours: fc.constantFrom("contract" as const, "around_the_clock" as const),
    reopenPolicy: fc.constantFrom("continue" as const, "new_cycle" as const),
    contractStart: fc.constantFrom(
      "2026-01-01T00:00:00Z",
      "2026-02-25T05:00:00Z",
      "2026-03-03T14:20:30.5Z",
    ),
    // A frozen month in between is left out.
    months: fc.subarray(MONTHS, { minLength: 1 }),
    now: fc.option(fc.nat(70 * 86_400_000)),
  });
  fc.assert(
    fc.property(worlds, ({ items, clock, hours, reopenPolicy, contractStart, months, now }) => {
      const measured = level(clock, hours);
      const rules = { calendar: office, reopenPolicy, contractStart };
      const periods = months.map((month) => monthPeriod({ month, zone }));
      const ranges = periods.map(({ from, to }) => {
        const [fromMs, toMs] = [from.epochMilliseconds, to.epochMilliseconds];
        return { fromMs, toMs, asOfMs: now === null ? toMs : Math.min(START + now, toMs) };
      });
      const counter = new MonthCounter({
        level: measured,
        calendar: compileCalendar(hours === "contract" ? office : null),
        reopenPolicy,
        contractStartMs: Date.parse(contractStart),
        months: ranges,
      });
      const work = new MonthsWithWork(ranges);
      for (const one of tapeItems(items)) {
        counter.add(one);
        work.add(one);
      }
      for (const [place, period] of periods.entries()) {
        const { fromMs, toMs, asOfMs } = ranges[place] ?? { fromMs: 0, toMs: 0, asOfMs: 0 };
        const monthHasWork = items.some((one) =>
          one.events.some(({ at }) => Date.parse(at) >= fromMs && Date.parse(at) < toMs),
        );
        const asOf = Temporal.Instant.fromEpochMilliseconds(asOfMs).toString();
        const input = { level: measured, metric: undefined, rules, period, asOf, monthHasWork };
        expect(work.has(place)).toBe(monthHasWork);
        expect(tapeFigure(input, counter.tally(place))).toEqual(measureLevel({ ...input, items }).figure);
      }
    }),
    { numRuns: 500 },
  );
});

describe("a level that tapes measure", () => {
  test("is a clock over one month, and nothing else", () => {
    const plain = level("resolve", "contract");
    expect(isTapeLevel(plain)).toBe(true);
    expect(isTapeLevel({ ...plain, kind: "ratio", clock: undefined })).toBe(false);
    expect(isTapeLevel({ ...plain, clock: undefined })).toBe(false);
    expect(isTapeLevel({ ...plain, samplePlan: {} } as ServiceLevel)).toBe(false);
    expect(isTapeLevel({ ...plain, samplePlan: undefined } as ServiceLevel)).toBe(true);
    const clock = { ...plain.clock, calendar: "site" as const } as ServiceLevel["clock"];
    expect(isTapeLevel({ ...plain, clock })).toBe(true);
    expect(isTapeLevel({ ...plain, clock: { ...plain.clock, odd: 1 } as ServiceLevel["clock"] })).toBe(
      false,
    );
    expect(isTapeLevel({ ...plain, window: "month" })).toBe(true);
    expect(isTapeLevel({ ...plain, window: "quarter" })).toBe(false);
    expect(isTapeLevel({ ...plain, smallSample: { kind: "max_misses", max: 1 } })).toBe(true);
    expect(isTapeLevel({ ...plain, smallSample: { kind: "roll_up", window: "quarter" } })).toBe(false);
  });
});

test("an event that a tape has no room for leaves the item without one", () => {
  expect(writeTape([{ atMs: 0, type: "tagged" }])).toBeNull();
  expect(writeTape([{ atMs: 0, type: "start", priority: "x".repeat(251) }])).toBeNull();
  expect(writeTape([{ atMs: 0, type: "start", priority: "x".repeat(250) }])).toHaveLength(260);
  expect(writeTape([])).toHaveLength(0);
});
