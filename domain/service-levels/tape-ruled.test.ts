import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { tapeItems } from "../../test/factories/tapes.ts";
import { clockPresets } from "../catalogue/clock-presets.ts";
import type { ClockCondition, ClockRules } from "../catalogue/clock-rules.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { TAPE_HOLDERS, TAPE_KINDS } from "../delivery/event-tape.ts";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import { monthPeriod } from "../shared/period.ts";
import { type BookedVersion, calendarBook, hasOneOfEach, hoursBook } from "./calendar-book.ts";
import { levelCounter } from "./level-counter.ts";
import { measureLevel } from "./month-figure.ts";
import type { MonthItem } from "./month-item.ts";
import { tapeFigure } from "./tape-figure.ts";
import { TapeLife } from "./tape-life.ts";

const zone = "Europe/Warsaw";
const START = Date.parse("2026-02-20T00:00:00Z");
const MONTHS = ["2026-02", "2026-03", "2026-04"];
const TAGS = ["duplicate", "restored", "ü"];
const SITES = ["gdynia", "lisbon", "nowhere", ""];

const office: BusinessCalendar = { zone, weekly: { mon: [["08:00", "16:00"]], tue: [["08:00", "12:00"]] } };
const hours = (own: string, spans: [string, string][]): BusinessCalendar => ({
  zone: own,
  weekly: { wed: spans, thu: spans, fri: spans },
});
const site = (id: string, calendar: BusinessCalendar) => ({
  ...{ id, name: id, zone: calendar.zone, calendar },
});
const terms = {
  calendar: office,
  sites: [
    site("gdynia", hours(zone, [["06:00", "22:00"]])),
    site("lisbon", hours("Europe/Lisbon", [["22:00", "06:00"]])),
  ],
};

const version = (siteId: string, number: number, from: string, body: BusinessCalendar): BookedVersion => ({
  ...{ siteId, number, effectiveFrom: from, body },
});
/** None, hours that change twice, and ones that change into those of another zone. */
const BOOKS: BookedVersion[][] = [
  [],
  [
    version("", 1, "2025-12-31T23:00:00Z", office),
    version("", 2, "2026-02-28T23:00:00Z", hours(zone, [["07:00", "15:00"]])),
    version("", 3, "2026-03-14T23:00:00Z", office),
    version("gdynia", 1, "2025-12-31T23:00:00Z", hours(zone, [["06:00", "22:00"]])),
    version("gdynia", 2, "2026-03-03T23:00:00Z", hours(zone, [["22:00", "06:00"]])),
  ],
  [
    version("", 1, "2025-12-31T23:00:00Z", office),
    version("", 2, "2026-03-04T23:00:00Z", hours("Asia/Kolkata", [["09:00", "17:30"]])),
  ],
];

const asked = fc.oneof(
  fc.constantFrom(...TAPE_KINDS).map((one): ClockCondition => ({ field: "event", in: [one] })),
  fc
    .constantFrom("open", "in_progress", "waiting", "resolved", "closed", "cancelled")
    .map((one): ClockCondition => ({ field: "state", in: [one] })),
  fc
    .constantFrom(...TAPE_HOLDERS, "nobody")
    .map((one): ClockCondition => ({ field: "waitingOn", in: [one] })),
  fc.constantFrom(...TAGS).map((one): ClockCondition => ({ field: "tag", in: [one] })),
  fc.constantFrom("gdynia", "none").map((one): ClockCondition => ({ field: "site", in: [one] })),
  fc
    .constantFrom("P1", "P2", "none")
    .map((one): ClockCondition => ({ not: { field: "priority", in: [one] } })),
);
const anyRules: fc.Arbitrary<ClockRules> = fc.record(
  {
    start: asked,
    stop: asked,
    pause: asked,
    resume: asked,
    reset: asked,
    cancel: asked,
    startFrom: fc.constantFrom("opening" as const, "stated" as const),
    pauseFrom: fc.constant("stated" as const),
    cancelWhenStartEnds: fc.constant(true as const),
    reopen: fc.constantFrom("continue" as const, "new_cycle" as const, "stays_stopped" as const),
  },
  { requiredKeys: ["start", "stop"] },
);
const rulesOf = fc.oneof(
  fc.constantFrom(...clockPresets(["P1", "P2"]).map(({ rules }) => rules)),
  anyRules,
  fc.constant(undefined),
);

const priority = fc.constantFrom("P1", "P2", "P9", undefined);
const event = fc.record({
  ms: fc.oneof(
    fc.nat(40 * 1440).map((minute) => minute * 60_000),
    fc.nat(40 * 86_400_000),
  ),
  type: fc.constantFrom(...TAPE_KINDS),
  priority,
  waitingOn: fc.option(fc.constantFrom(...TAPE_HOLDERS), { nil: undefined }),
  tags: fc.option(fc.subarray(TAGS), { nil: undefined, freq: 3 }),
  site: fc.option(fc.constantFrom(...SITES), { nil: undefined, freq: 3 }),
  back: fc.option(fc.nat(5 * 86_400_000), { nil: undefined }),
});
const fields = fc.constantFrom(
  {},
  { site: "lisbon" },
  { tags: ["duplicate"], site: " gdynia " },
  { tags: "restored, ü" },
);
const item = fc
  .record({
    type: fc.constantFrom("incident", "change"),
    priority: fc.option(fc.constantFrom("P1", "P2", "P9")),
    deskMadeSla: fc.option(fc.boolean()),
    fields,
    events: fc.array(event, { minLength: 1, maxLength: 8 }),
  })
  .map(({ events, ...rest }): Omit<MonthItem, "id"> => {
    const ordered = [...events].sort((a, b) => a.ms - b.ms);
    const text = (ms: number) => new Date(START + ms).toISOString();
    return {
      ...rest,
      events: ordered.map(({ ms, type, back, priority: said, ...more }, index) => ({
        at: text(ms),
        type: index === 0 ? "start" : type,
        ...(said ? { priority: said } : {}),
        ...(type === "pause" && index > 0 && more.waitingOn ? { waitingOn: more.waitingOn } : {}),
        ...(more.tags ? { tags: more.tags } : {}),
        ...(more.site === undefined ? {} : { site: more.site }),
        ...(back === undefined ? {} : { since: text(ms - back) }),
      })),
    };
  });

test("clocks with rules and hours of sites, counted from tapes, are those measured bundle by bundle", () => {
  const worlds = fc.record({
    items: fc
      .array(item, { maxLength: 8 })
      .map((all) => all.map((one, n) => ({ ...one, id: `item-${n}` }))),
    rules: rulesOf,
    versions: fc.constantFrom(...BOOKS),
    calendar: fc.constantFrom("contract", "around_the_clock", "site", "site:lisbon" as const),
    reopenPolicy: fc.constantFrom("continue" as const, "new_cycle" as const),
    contractStart: fc.constantFrom(
      "2026-01-01T00:00:00Z",
      "2026-02-25T05:00:00Z",
      "2026-03-03T14:20:30.5Z",
    ),
    months: fc.subarray(MONTHS, { minLength: 1 }),
    now: fc.option(fc.nat(70 * 86_400_000)),
  });
  fc.assert(
    fc.property(
      worlds,
      ({ items, rules: clockRules, versions, calendar, reopenPolicy, contractStart, months, now }) => {
        const level = {
          ...{
            id: "l",
            name: "l",
            metric: "resolve",
            kind: "clock_attainment",
            workItemTypes: ["incident"],
          },
          clock: {
            ...{ name: "resolve", calendar, targetMinutesByPriority: { P1: 240, standard: 900 } },
            ...(clockRules ? { rules: clockRules } : {}),
          },
          ...{ direction: "higher", target: "95", minimum: "90", unit: "%", minimumSample: 2 },
          ...{ weightBps: 10_000, missBps: 5000, failBps: 10_000 },
        } as ServiceLevel;
        const calendarOf = calendarBook(versions, terms);
        const rules = { calendar: office, calendarOf, reopenPolicy, contractStart, termsVersion: 3 };
        const periods = months.map((month) => monthPeriod({ month, zone }));
        const ranges = periods.map(({ from, to }) => {
          const [fromMs, toMs] = [from.epochMilliseconds, to.epochMilliseconds];
          return { fromMs, toMs, asOfMs: now === null ? toMs : Math.min(START + now, toMs) };
        });
        const counter = levelCounter({
          ...{ level, reopenPolicy, months: ranges, hours: hoursBook(versions, terms) },
          hoursChange: !hasOneOfEach(versions),
          contractStartMs: Date.parse(contractStart),
          lifeOf: (one) => new TapeLife(one),
        });
        for (const one of tapeItems(items)) counter.add(one);
        for (const [place, period] of periods.entries()) {
          const asOf = Temporal.Instant.fromEpochMilliseconds(ranges[place]?.asOfMs ?? 0).toString();
          const foresee = Temporal.Instant.from(asOf).subtract({ seconds: 1 }).toString();
          const input = {
            level,
            metric: undefined,
            rules: { ...rules, foresee },
            period,
            asOf,
            monthHasWork: true,
          };
          expect(tapeFigure(input, counter.tally(place))).toEqual(measureLevel({ ...input, items }).figure);
        }
      },
    ),
    { numRuns: 1500 },
  );
});
