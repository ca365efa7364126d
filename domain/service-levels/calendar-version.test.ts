import { describe, expect, test } from "vitest";
import { type BusinessCalendar, WEEKDAYS } from "../shared/business-calendar.ts";
import { addCalendarVersionSchema, calendarInForce, calendarRemarks } from "./calendar-version.ts";

const OFFICE: [string, string][] = [["09:00", "17:00"]];
const days = (names: readonly (typeof WEEKDAYS)[number][], spans = OFFICE): BusinessCalendar["weekly"] =>
  Object.fromEntries(names.map((day) => [day, spans]));
const week = WEEKDAYS.slice(0, 5);
const calendar = (rest: Partial<BusinessCalendar>): BusinessCalendar => ({
  zone: "UTC",
  weekly: days(week),
  ...rest,
});

const NONE = "The week has no hours: clocks would never run, and nothing could ever be late.";
const FEW = "The week has fewer than ten hours.";
const CLOSED = "A weekday between Monday and Friday is closed.";
const TWICE = "A holiday is listed twice.";
const overlap = (names: string) => `Hours overlap on ${names}; overlapping hours count once.`;

describe("what is odd about a calendar", () => {
  test.each<[string, BusinessCalendar | null, string[]]>([
    ["around the clock: nothing", null, []],
    ["an office week: nothing", calendar({}), []],
    ["every day: nothing", calendar({ weekly: days(WEEKDAYS) }), []],
    ["no hours at all", calendar({ weekly: {} }), [NONE]],
    ["a weekday left out", calendar({ weekly: days(["mon", "tue", "wed", "thu"]) }), [CLOSED]],
    ["a weekday without spans", calendar({ weekly: { ...days(week), wed: [] } }), [CLOSED]],
    ["the weekend alone", calendar({ weekly: days(["sat", "sun"]) }), [CLOSED]],
    ["an hour a day", calendar({ weekly: days(week, [["09:00", "10:00"]]) }), [FEW]],
    [
      "a minute short of ten hours",
      calendar({ weekly: days(["sat"], [["09:00", "18:59"]]) }),
      [FEW, CLOSED],
    ],
    ["ten hours to the minute", calendar({ weekly: days(["sat"], [["09:00", "19:00"]]) }), [CLOSED]],
    [
      "ten hours in two spans of one day",
      calendar({
        weekly: days(
          ["sun"],
          [
            ["06:00", "10:00"],
            ["14:00", "20:00"],
          ],
        ),
      }),
      [CLOSED],
    ],
    [
      "spans that overlap, whichever stands first",
      calendar({
        weekly: {
          ...days(week),
          mon: [
            ["12:00", "18:00"],
            ["08:00", "12:01"],
          ],
          sat: [
            ["08:00", "20:00"],
            ["09:00", "10:00"],
          ],
        },
      }),
      [overlap("mon, sat")],
    ],
    [
      "spans that touch: nothing",
      calendar({
        weekly: {
          ...days(week),
          fri: [
            ["12:00", "18:00"],
            ["08:00", "12:00"],
          ],
        },
      }),
      [],
    ],
    ["holidays once each: nothing", calendar({ holidays: ["2026-01-01", "2026-12-25"] }), []],
    ["a holiday twice", calendar({ holidays: ["2026-12-25", "2026-01-01", "2026-12-25"] }), [TWICE]],
  ])("%s", (_name, body, remarks) => {
    expect(calendarRemarks(body)).toEqual(remarks);
  });
});

describe("the calendar in force", () => {
  const at = (number: number, effectiveFrom: string) => ({ number, effectiveFrom, body: null });
  const versions = [
    at(3, "2026-06-01T00:00:00Z"),
    at(1, "2026-01-01T00:00:00Z"),
    at(2, "2026-06-01T00:00:00Z"),
    at(4, "2026-09-01T00:00:00Z"),
  ];

  test.each<[string, number]>([
    ["2025-12-31T23:59:59Z", 1],
    ["2026-01-01T00:00:00Z", 1],
    ["2026-05-31T23:59:59.999999999Z", 1],
    ["2026-06-01T00:00:00Z", 3],
    ["2026-12-01T00:00:00Z", 4],
  ])("at %s is number %i", (moment, number) => {
    expect(calendarInForce(versions, moment)?.number).toBe(number);
  });

  test("is the first where none is in effect yet, by number and not by place", () => {
    expect(
      calendarInForce(
        [at(2, "2026-06-01T00:00:00Z"), at(1, "2026-07-01T00:00:00Z")],
        "2026-01-01T00:00:00Z",
      ),
    ).toMatchObject({ number: 1 });
  });

  test("is none where there is none", () => {
    expect(calendarInForce([], "2026-01-01T00:00:00Z")).toBeNull();
  });

  test("cannot be asked of what is no instant", () => {
    expect(() => calendarInForce(versions, "yesterday")).toThrow('"yesterday" is not an instant.');
  });
});

describe("a new version", () => {
  const good = {
    engagementId: "e",
    calendar: null,
    effectiveFrom: "2026-12-01",
    note: "  Shorter Fridays ",
  };
  const faults = (change: object) =>
    addCalendarVersionSchema
      .safeParse({ ...good, ...change })
      .error?.issues.map((one) => `${one.path.join(".")}: ${one.message}`) ?? [];

  test("is the contract's own unless it names a site, with its note trimmed", () => {
    expect(addCalendarVersionSchema.parse(good)).toEqual({
      ...good,
      siteId: "",
      note: "Shorter Fridays",
    });
    expect(addCalendarVersionSchema.parse({ ...good, siteId: "x".repeat(60) }).siteId).toHaveLength(60);
    expect(faults({ note: "n".repeat(500) })).toEqual([]);
  });

  const DAY = "effectiveFrom: Write the first day as a date such as 2026-12-01.";
  test.each<[object, string]>([
    [{ siteId: "x".repeat(61) }, "siteId: "],
    [{ effectiveFrom: "on 2026-12-01" }, DAY],
    [{ effectiveFrom: "2026-12-01T00:00" }, DAY],
    [{ effectiveFrom: "26-12-01" }, DAY],
    [{ effectiveFrom: "2026-1-01" }, DAY],
    [{ effectiveFrom: "2026-12-1" }, DAY],
    [{ effectiveFrom: "202a-12-01" }, DAY],
    [{ effectiveFrom: "2026-a2-01" }, DAY],
    [{ effectiveFrom: "2026-1a-01" }, DAY],
    [{ effectiveFrom: "2026-12-a1" }, DAY],
    [{ effectiveFrom: "2026-12-0a" }, DAY],
    [{ note: "   " }, "note: Say why the calendar changes."],
    [{ note: "n".repeat(501) }, "note: Keep the note within 500 characters."],
    [{ calendar: { zone: "Europe/Atlantis", weekly: {} } }, "calendar"],
    [{ colour: "green" }, ": "],
  ])("with %o is refused", (change, fault) => {
    const [first = "", ...more] = faults(change);
    expect(more).toEqual([]);
    expect(first.startsWith(fault)).toBe(true);
  });
});
