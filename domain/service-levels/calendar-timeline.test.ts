import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NamedCalendar } from "../shared/business-calendar.ts";
import { formatInstant, parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import { calendarOver } from "./calendar-timeline.ts";
import type { CalendarVersionFacts } from "./calendar-version.ts";
import { compileCalendar } from "./compiled-calendar.ts";

const at = (text: string) => secondsOf(parseInstantNanoseconds(text) ?? 0n);
const hours = (start: string, end: string, zone = "UTC"): NamedCalendar => ({
  zone,
  weekly: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [[start, end]]])),
});
const [LONG, SHORT] = [hours("08:00", "18:00"), hours("09:00", "12:00")];
const version = (
  number: number,
  effectiveFrom: string,
  body: NamedCalendar | null,
): CalendarVersionFacts => ({
  number,
  effectiveFrom,
  body,
});
/** Monday the 9th is the first day of the shorter week. */
const TWO = [version(1, "2026-01-01T00:00:00Z", LONG), version(2, "2026-11-09T00:00:00Z", SHORT)];

const measured = (body: NamedCalendar | null | undefined, from: string, to: string) =>
  body === undefined ? null : compileCalendar(body).measure(at(from), at(to)) / 3600;

describe("the calendar of one clock", () => {
  test("is the only version there is, whenever that takes effect, and none where there is none", () => {
    const span = { from: "2025-01-01T00:00:00Z", until: "2025-02-01T00:00:00Z" };
    expect(calendarOver([], span)).toBeUndefined();
    expect(calendarOver(TWO.slice(1), span)).toBe(SHORT);
    expect(calendarOver([version(1, "2026-01-01T00:00:00Z", null)], span)).toBeNull();
  });

  test.each<[string, string, string, number]>([
    ["stopped before the change: the old hours", "2026-11-02T00:00:00Z", "2026-11-07T00:00:00Z", 50],
    ["began after it: the new ones", "2026-11-16T00:00:00Z", "2026-11-21T00:00:00Z", 15],
    ["runs across it: each date by its own", "2026-11-02T00:00:00Z", "2026-11-14T00:00:00Z", 65],
    ["ends on the first new day", "2026-11-06T00:00:00Z", "2026-11-09T11:00:00Z", 12],
    ["ends just before the change", "2026-11-06T00:00:00Z", "2026-11-08T23:59:59Z", 10],
  ])("that %s", (_name, from, until, expected) => {
    expect(measured(calendarOver(TWO, { from, until }), from, until)).toBe(expected);
  });

  test("keeps a version's own body where that one holds throughout, so that caches hold", () => {
    expect(calendarOver(TWO, { from: "2026-11-20T00:00:00Z", until: "2026-11-30T00:00:00Z" })).toBe(SHORT);
    const same = [TWO[0], version(2, "2026-11-09T00:00:00Z", LONG)] as CalendarVersionFacts[];
    expect(calendarOver(same, { from: "2026-11-02T00:00:00Z", until: "2026-11-30T00:00:00Z" })).toBe(LONG);
  });

  test("goes from around the clock to hours and back", () => {
    const body = calendarOver([version(1, "2026-01-01T00:00:00Z", null), ...TWO.slice(1)], {
      from: "2026-11-08T00:00:00Z",
      until: "2026-11-11T00:00:00Z",
    });
    expect(measured(body, "2026-11-08T00:00:00Z", "2026-11-11T00:00:00Z")).toBe(24 + 3 + 3);
    const back = [version(1, "2026-01-01T00:00:00Z", SHORT), version(2, "2026-11-09T00:00:00Z", null)];
    const until = "2026-11-10T00:00:00Z";
    expect(
      measured(calendarOver(back, { from: "2026-11-06T00:00:00Z", until }), "2026-11-06T00:00:00Z", until),
    ).toBe(3 + 24);
    const both = [version(1, "2026-01-01T00:00:00Z", null), version(2, "2026-11-09T00:00:00Z", null)];
    expect(calendarOver(both, { from: "2026-11-06T00:00:00Z", until })).toBeNull();
  });

  test("keeps the zone it began in where the zone changes", () => {
    const moved = [TWO[0], version(2, "2026-11-09T00:00:00Z", hours("09:00", "12:00", "Asia/Tokyo"))];
    const span = { from: "2026-11-06T00:00:00Z", until: "2026-11-20T00:00:00Z" };
    expect(calendarOver(moved as CalendarVersionFacts[], span)).toBe(LONG);
    const later = { from: "2026-11-16T00:00:00Z", until: "2026-11-20T00:00:00Z" };
    expect(calendarOver(moved as CalendarVersionFacts[], later)?.zone).toBe("Asia/Tokyo");
  });

  test("keeps the holidays of the earlier dates and the overrides of the later ones", () => {
    const before = { ...LONG, holidays: ["2026-11-05"] };
    const after = { ...SHORT, overrides: { "2026-11-10": [["10:00", "11:00"] as [string, string]] } };
    const versions = [
      version(1, "2026-01-01T00:00:00Z", before),
      version(2, "2026-11-09T00:00:00Z", after),
    ];
    const span = { from: "2026-11-04T00:00:00Z", until: "2026-11-11T00:00:00Z" };
    // Wednesday and Friday of ten hours, Monday of three, Tuesday of one.
    expect(measured(calendarOver(versions, span), span.from, span.until)).toBe(24);
  });
});

describe("of any versions in one zone", () => {
  const DAY = 86_400;
  const START = at("2026-03-02T00:00:00Z");
  const plan = fc.record({
    changes: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom(LONG, SHORT, null)), {
      minLength: 1,
      maxLength: 4,
    }),
    from: fc.integer({ min: 0, max: 40 * DAY }),
    length: fc.integer({ min: 0, max: 25 * DAY }),
  });

  test("a clock counts each date by the version in effect on it, to the second", () => {
    fc.assert(
      fc.property(plan, ({ changes, from, length }) => {
        const days = [...changes].sort(([left], [right]) => left - right);
        const versions = days.map(([day, body], index) =>
          version(index + 1, formatInstant(START + day * DAY), body),
        );
        const [begin, end] = [START + from, START + from + length];
        const body = calendarOver(versions, { from: formatInstant(begin), until: formatInstant(end) });
        let expected = 0;
        for (let day = Math.floor(begin / DAY) * DAY; day < end; day += DAY) {
          const one = versions.findLast((known) => at(known.effectiveFrom) <= day) ?? versions[0];
          const [first, last] = [Math.max(day, begin), Math.min(day + DAY, end)];
          expected += compileCalendar(one?.body ?? null).measure(first, last);
        }
        expect(compileCalendar(body ?? null).measure(begin, end)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  test("a version that takes effect after a clock's end changes nothing for it", () => {
    fc.assert(
      fc.property(plan, ({ from, length }) => {
        const span = { from: formatInstant(START + from), until: formatInstant(START + from + length) };
        const later = version(2, formatInstant(START + from + length + 1), SHORT);
        const first = version(1, "2026-01-01T00:00:00Z", LONG);
        expect(calendarOver([first, later], span)).toBe(LONG);
      }),
    );
  });
});
