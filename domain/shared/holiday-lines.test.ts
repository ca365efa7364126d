import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holidayLine, holidayLines, holidaysFrom, namedDateOf, namedDates } from "./holiday-lines.ts";

describe("the lines of a form", () => {
  test.each<[string, string, string[]]>([
    ["nothing", "", []],
    ["empty lines", " \n\n  ;", []],
    ["one a line", "2026-12-24\n2026-12-25 Christmas Day", ["2026-12-24", "2026-12-25 Christmas Day"]],
    ["dates with commas", "2026-12-24, 2026-12-25,2026-12-26", ["2026-12-24", "2026-12-25", "2026-12-26"]],
    ["dates with spaces", "2026-12-24 2026-12-25", ["2026-12-24", "2026-12-25"]],
    ["names on one line", "2026-12-24 Eve, 2026-12-25 Day", ["2026-12-24 Eve", "2026-12-25 Day"]],
    ["semicolons", "2026-12-24 Eve; 2026-12-25", ["2026-12-24 Eve", "2026-12-25"]],
    ["a name with a comma", "2026-12-24 Eve, afternoon", ["2026-12-24 Eve, afternoon"]],
    ["what is no date, as written", "Christmas\n24.12.2026", ["Christmas", "24.12.2026"]],
    ["lines of another system", "2026-12-24\r\n2026-12-25\r\n", ["2026-12-24", "2026-12-25"]],
  ])("are read from %s", (_name, text, expected) => {
    expect(holidayLines(text)).toEqual(expected);
  });

  test.each([
    ["2026-12-25 Christmas Day", { date: "2026-12-25", name: "Christmas Day" }],
    ["  2026-12-25   Day  ", { date: "2026-12-25", name: "Day" }],
    ["2026-12-25", { date: "2026-12-25", name: "" }],
    ["Christmas", { date: "Christmas", name: "" }],
    ["2026-12-25th", { date: "2026-12-25th", name: "" }],
  ])("%j is a date and a name", (line, expected) => {
    expect(namedDateOf(line)).toEqual(expected);
  });

  test("hold a name of 120 characters at most", () => {
    expect(namedDateOf(`2026-12-25 ${"x".repeat(500)}`).name).toHaveLength(120);
  });
});

describe("the holidays of a calendar", () => {
  test("are in order, each once, and the last name given to a date holds", () => {
    const all = [
      { date: "2026-12-26", name: "" },
      { date: "2026-12-25", name: "Christmas" },
      { date: "2026-12-25", name: "Christmas Day" },
      { date: "2026-12-25", name: "" },
    ];
    expect(holidaysFrom(all)).toEqual({
      holidays: ["2026-12-25", "2026-12-26"],
      holidayNames: { "2026-12-25": "Christmas Day" },
    });
    expect(holidaysFrom([])).toEqual({ holidays: [] });
    expect(holidaysFrom([{ date: "2026-12-26", name: "" }])).toEqual({ holidays: ["2026-12-26"] });
  });

  test("come back from the form as they were shown in it", () => {
    const date = fc
      .date({
        min: new Date("2000-01-01T00:00:00Z"),
        max: new Date("2099-12-31T00:00:00Z"),
        noInvalidDate: true,
      })
      .map((one) => one.toISOString().slice(0, 10));
    const name = fc.constantFrom(
      "",
      "Christmas Day",
      "Święto 3 Maja",
      "Day (observed)",
      "St. Stephen's, again",
    );
    fc.assert(
      fc.property(fc.array(fc.record({ date, name }), { maxLength: 20 }), (all) => {
        const calendar = holidaysFrom(all);
        const shown = namedDates(calendar).map(holidayLine).join("\n");
        expect(holidaysFrom(holidayLines(shown).map(namedDateOf))).toEqual(calendar);
      }),
    );
  });
});
