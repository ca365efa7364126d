import { describe, expect, test } from "vitest";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import { dayPieces, type RecurringGap, recurringGaps } from "./coverage-gaps.ts";
import { gapWords, hoursWords, weekdaysWords } from "./gap-words.ts";
import { agreedHours } from "./hours-coverage.ts";

const at = (text: string) => Date.parse(`${text}Z`) / 1000;
const stretch = (from: string, to: string) => ({ from: at(from), to: at(to) });
/** The same hours on each of these days of 2026. */
const on = (start: string, end: string, ...days: string[]) =>
  days.map((day) => stretch(`2026-${day}T${start}:00`, `2026-${day}T${end}:00`));
const told = ({ weekdays, start, end, dates }: RecurringGap) =>
  `${weekdays.join("")} ${start}-${end} ${dates.map((date) => date.slice(5)).join(" ")}`;
const gaps = (...stretches: ReturnType<typeof on>[]) =>
  recurringGaps(
    stretches.flat().sort((a, b) => a.from - b.from),
    "UTC",
  ).map(told);

describe("pieces of days", () => {
  test.each<[string, string, string, string[]]>([
    ["UTC", "2026-03-02T22:00:00", "2026-03-04T01:30:00", ["22:00-24:00", "00:00-24:00", "00:00-01:30"]],
    ["Asia/Kathmandu", "2026-03-02T18:00:00", "2026-03-02T19:00:00", ["23:45-24:00", "00:00-00:45"]],
    // The clocks go forward over midnight: the day begins at one.
    ["America/Havana", "2026-03-08T04:30:00", "2026-03-08T05:30:00", ["23:30-24:00", "01:00-01:30"]],
    // And back over midnight: an hour of the evening comes twice.
    ["America/Havana", "2026-11-01T03:30:00", "2026-11-01T05:30:00", ["23:30-24:00", "00:00-00:30"]],
    ["UTC", "2026-12-31T23:00:00", "2027-01-01T01:00:00", ["23:00-24:00", "00:00-01:00"]],
  ])("in %s from %s to %s are %j", (zone, from, to, pieces) => {
    const found = dayPieces([stretch(from, to)], zone);
    expect(found.map((one) => `${one.start}-${one.end}`).slice(0, 2)).toEqual(pieces.slice(0, 2));
    expect(found.reduce((sum, one) => sum + one.to - one.from, 0)).toBe(at(to) - at(from));
    expect([found[0]?.from, found.at(-1)?.to]).toEqual([at(from), at(to)]);
  });

  test("of nothing are none", () => {
    expect(dayPieces([], "UTC")).toEqual([]);
    expect(recurringGaps([], "UTC")).toEqual([]);
  });
});

describe("gaps that come back", () => {
  const MONDAYS = ["01-05", "01-12", "01-19", "01-26"];
  const TUESDAYS = ["01-06", "01-13", "01-20", "01-27"];

  test("one weekday at one time is one, and another time another", () => {
    expect(gaps(on("17:00", "18:00", ...MONDAYS), on("08:00", "08:30", "01-05"))).toEqual([
      `0 17:00-18:00 ${MONDAYS.join(" ")}`,
      "0 08:00-08:30 01-05",
    ]);
  });

  test("may leave out four weeks, not five", () => {
    expect(gaps(on("17:00", "18:00", "01-05", "02-09"))).toEqual(["0 17:00-18:00 01-05 02-09"]);
    expect(gaps(on("17:00", "18:00", "01-05", "02-16"))).toEqual([
      "0 17:00-18:00 01-05",
      "0 17:00-18:00 02-16",
    ]);
  });

  test("weekdays with the same times that begin and end together are one", () => {
    expect(gaps(on("17:00", "18:00", ...MONDAYS), on("17:00", "18:00", ...TUESDAYS))).toEqual([
      "01 17:00-18:00 01-05 01-06 01-12 01-13 01-19 01-20 01-26 01-27",
    ]);
    expect(gaps(on("17:00", "18:00", ...MONDAYS), on("17:00", "18:30", ...TUESDAYS))).toHaveLength(2);
  });

  test("long ones may begin or end a holiday's week apart, not two", () => {
    const later = ["01-13", "01-20", "01-27", "02-03"];
    expect(gaps(on("17:00", "18:00", ...MONDAYS), on("17:00", "18:00", ...later))).toHaveLength(1);
    const latest = ["01-20", "01-27", "02-03", "02-10"];
    expect(gaps(on("17:00", "18:00", ...MONDAYS), on("17:00", "18:00", ...latest))).toHaveLength(2);
    const longer = [...TUESDAYS, "02-03", "02-10"];
    expect(gaps(on("17:00", "18:00", ...MONDAYS), on("17:00", "18:00", ...longer))).toHaveLength(2);
  });

  test("short ones share their weeks, from Monday to Sunday", () => {
    expect(gaps(on("17:00", "18:00", "01-05"), on("17:00", "18:00", "01-11"))).toEqual([
      "06 17:00-18:00 01-05 01-11",
    ]);
    expect(gaps(on("17:00", "18:00", "01-11"), on("17:00", "18:00", "01-12"))).toHaveLength(2);
    expect(gaps(on("17:00", "18:00", "01-05", "01-12"), on("17:00", "18:00", "01-06"))).toHaveLength(2);
    expect(gaps(on("17:00", "18:00", "01-05", "01-12"), on("17:00", "18:00", "01-13"))).toHaveLength(2);
  });

  test("stand in order of their length, and of their first day where that is the same", () => {
    const found = recurringGaps(
      [
        ...on("08:00", "09:00", "01-05"),
        ...on("10:00", "11:00", "01-07"),
        ...on("10:00", "12:00", "01-09"),
      ],
      "UTC",
    );
    expect(found.map((gap) => [gap.firstDate, gap.lastDate, gap.seconds])).toEqual([
      ["2026-01-09", "2026-01-09", 7200],
      ["2026-01-05", "2026-01-05", 3600],
      ["2026-01-07", "2026-01-07", 3600],
    ]);
  });
});

describe("in words", () => {
  const gap = (change: Partial<RecurringGap>): RecurringGap => ({
    ...{ weekdays: [4], start: "09:00", end: "17:00", firstDate: "2026-12-25", lastDate: "2026-12-25" },
    ...{ dates: ["2026-12-25"], seconds: 28_800, ...change },
  });

  test.each<[Partial<RecurringGap>, string]>([
    [{}, "Fri 25 December 2026 09:00–17:00 Berlin"],
    [{ start: "00:00", end: "24:00" }, "Fri 25 December 2026 all day Berlin"],
    [{ start: "00:00" }, "Fri 25 December 2026 00:00–17:00 Berlin"],
    [{ end: "24:00" }, "Fri 25 December 2026 09:00–24:00 Berlin"],
    [
      { weekdays: [0, 1], firstDate: "2026-03-02", lastDate: "2026-12-22", dates: ["a", "b"] },
      "Mon, Tue 09:00–17:00 Berlin from 2 Mar to 22 Dec 2026",
    ],
    [
      { weekdays: [0], firstDate: "2026-03-02", lastDate: "2027-01-04", dates: ["a", "b"] },
      "Mon 09:00–17:00 Berlin from 2 Mar 2026 to 4 Jan 2027",
    ],
  ])("%o is %s", (change, words) => {
    expect(gapWords(gap(change), "Europe/Berlin")).toBe(words);
  });

  test("a single one names its holiday", () => {
    expect(gapWords(gap({}), "Europe/Berlin", { "2026-12-25": "Christmas Day" })).toBe(
      "Fri 25 December 2026 09:00–17:00 Berlin (Christmas Day)",
    );
  });

  test.each<[number[], string]>([
    [[0, 1, 2, 3, 4, 5, 6], "Every day"],
    [[0, 1, 2, 3, 4], "Mon–Fri"],
    [[5, 6], "Sat, Sun"],
    [[0, 2], "Mon, Wed"],
    [[0, 1, 2, 4, 6], "Mon–Wed, Fri, Sun"],
    [[3], "Thu"],
    [[], ""],
  ])("weekdays %j are %s", (weekdays, words) => {
    expect(weekdaysWords(weekdays)).toBe(words);
  });

  test.each<[number, string]>([
    [0, "0 h"],
    [3600, "1 h"],
    [5400, "1.5 h"],
    [359, "0.1 h"],
    [179, "0 h"],
    [359_640, "99.9 h"],
    [361_800, "101 h"],
    [360_360, "100 h"],
    [7_200_000, "2,000 h"],
  ])("%i seconds are %s", (seconds, words) => {
    expect(hoursWords(seconds)).toBe(words);
  });
});

describe("the hours that a contract's clocks count", () => {
  const hours: BusinessCalendar = { zone: "Europe/Berlin", weekly: { mon: [["09:00", "17:00"]] } };
  const site = (id: string) => ({ id, name: `Site ${id}`, zone: "UTC", calendar: hours });
  const level = (calendar: string | null) =>
    ({ clock: calendar === null ? undefined : { calendar } }) as unknown as ServiceLevel;
  const idsOf = (levels: ServiceLevel[], sites: ReturnType<typeof site>[] = [site("a"), site("b")]) =>
    agreedHours({ calendar: hours, zone: "UTC", sites, serviceLevels: levels } as never).map(
      (one) => one.id,
    );

  test.each<[string, (string | null)[], string[]]>([
    ["its own, where no level has a clock", [null], ["contract"]],
    ["its own, where there is no level", [], ["contract"]],
    ["its own", ["contract"], ["contract"]],
    ["around the clock", ["around_the_clock"], ["around_the_clock"]],
    ["both", ["around_the_clock", "contract", null], ["contract", "around_the_clock"]],
    ["one site", ["site:b"], ["b"]],
    ["one site beside its own", ["contract", "site:b"], ["contract", "b"]],
    ["each item's site, and its own for work without one", ["site"], ["contract", "a", "b"]],
    ["its own for a site that it does not know", ["site:x"], ["contract"]],
  ])("are %s", (_name, calendars, ids) => {
    expect(idsOf(calendars.map(level))).toEqual(ids);
  });

  test("are named, with the zone in which they are read", () => {
    const terms = {
      calendar: hours,
      zone: "UTC",
      serviceLevels: [level("around_the_clock"), level("contract")],
    };
    expect(agreedHours(terms as never)).toEqual([
      { id: "contract", name: "Contract hours", zone: "Europe/Berlin", calendar: hours },
      { id: "around_the_clock", name: "Levels around the clock", zone: "UTC", calendar: null },
    ]);
    expect(agreedHours({ ...terms, calendar: null, serviceLevels: [] } as never)).toEqual([
      { id: "contract", name: "Contract hours", zone: "UTC", calendar: null },
    ]);
    expect(
      agreedHours({ ...terms, sites: [site("a")], serviceLevels: [level("site:a")] } as never),
    ).toEqual([site("a")]);
  });
});
