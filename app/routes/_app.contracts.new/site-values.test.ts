import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TermsEdit } from "../../../domain/contracts/terms-edit.input.ts";
import { WEEKDAYS } from "../../../domain/shared/business-calendar.ts";
import { siteCount, sitesFrom, siteValues } from "./site-values.ts";

type Site = NonNullable<TermsEdit["sites"]>[number];
const site = (over: Partial<Site> = {}): Site => ({
  ...{ id: "oslo", name: "Oslo", zone: "Europe/Oslo", aroundTheClock: false, holidays: [] },
  hours: WEEKDAYS.map((day) => ({ day, spans: day === "mon" ? [{ from: "09:00", to: "17:00" }] : [] })),
  ...over,
});
const monday = (text: string) =>
  sitesFrom({ "sites.0.name": "Oslo", "sites.0.hours.mon": text })[0]?.hours.find(
    (one) => one.day === "mon",
  )?.spans;

describe("the sites of a contract's form", () => {
  test("are those with a name, in the order of their numbers, whatever the gaps between", () => {
    const values = { "sites.10.name": "Ten", "sites.2.name": "Two", "sites.3.name": "  ", title: "x" };
    expect(sitesFrom(values).map((one) => one.name)).toEqual(["Two", "Ten"]);
    expect(siteCount(values)).toBe(2);
    expect(sitesFrom({})).toEqual([]);
    expect(siteCount({ "sites.x.name": "None" })).toBe(0);
  });

  test.each<[string, { from: string; to: string }[]]>([
    ["", []],
    ["closed", []],
    ["Closed", []],
    ["9:00-17:00", [{ from: "09:00", to: "17:00" }]],
    ["09:00 – 17:00", [{ from: "09:00", to: "17:00" }]],
    [
      "09:00-12:00, 13:00-17:00",
      [
        { from: "09:00", to: "12:00" },
        { from: "13:00", to: "17:00" },
      ],
    ],
    [
      "22:00-24:00;0:00-6:00",
      [
        { from: "22:00", to: "24:00" },
        { from: "00:00", to: "06:00" },
      ],
    ],
    ["mornings", [{ from: "mornings", to: "" }]],
    ["9", [{ from: "9", to: "" }]],
  ])("read %j as hours; what is none stays for the rule to name", (text, expected) => {
    expect(monday(text)).toEqual(expected);
  });

  test("are around the clock only where the form says so", () => {
    const values = siteValues([site({ aroundTheClock: true }), site({ id: "bergen", name: "Bergen" })]);
    expect(values["sites.0.aroundTheClock"]).toBe("yes");
    expect("sites.1.aroundTheClock" in values).toBe(false);
    expect(sitesFrom(values).map((one) => one.aroundTheClock)).toEqual([true, false]);
  });

  test("come back from the form as they were put into it", () => {
    const time = fc.constantFrom("00:00", "06:30", "09:00", "17:15", "24:00");
    const spans = fc.array(fc.record({ from: time, to: time }), { maxLength: 3 });
    const sites = fc.array(
      fc.record({
        id: fc.constantFrom("oslo", "bergen-2"),
        name: fc.constantFrom("Oslo", "Bergen, harbour"),
        zone: fc.constantFrom("Europe/Oslo", "Asia/Kathmandu"),
        aroundTheClock: fc.boolean(),
        hours: fc
          .tuple(...WEEKDAYS.map(() => spans))
          .map((all) => WEEKDAYS.map((day, at) => ({ day, spans: all[at] ?? [] }))),
        holidays: fc.constantFrom<string[]>([], ["2026-12-25 Christmas Day", "2026-12-26"]),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(sites, (all) => {
        expect(sitesFrom(siteValues(all))).toEqual(all);
      }),
    );
  });
});
