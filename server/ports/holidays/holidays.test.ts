import { describe, expect, test } from "vitest";
import { HolidayFileRefused } from "../../../domain/service-levels/holiday-file.ts";
import { readHolidayFile } from "./holiday-file.ts";
import { publicHolidays } from "./public-holidays.ts";

const RANGE = { from: "2026-06-01", to: "2028-12-31" };

function file(...events: string[][]): string {
  const lines = events.flatMap((one, index) => ["BEGIN:VEVENT", `UID:${index}`, ...one, "END:VEVENT"]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test", ...lines, "END:VCALENDAR"].join("\r\n");
}

describe("a calendar file", () => {
  test.each<[string, string[], string[]]>([
    ["one day", ["DTSTART;VALUE=DATE:20261224", "SUMMARY:Eve"], ["2026-12-24"]],
    [
      "three days",
      ["DTSTART;VALUE=DATE:20261230", "DTEND;VALUE=DATE:20270102"],
      ["2026-12-30", "2026-12-31", "2027-01-01"],
    ],
    ["every year", ["DTSTART;VALUE=DATE:20100501", "RRULE:FREQ=YEARLY"], ["2027-05-01", "2028-05-01"]],
    ["every leap day", ["DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY"], ["2028-02-29"]],
    [
      "a year without an exception",
      ["DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20270701"],
      ["2026-07-01", "2028-07-01"],
    ],
  ])("with %s gives its dates", (_name, lines, dates) => {
    expect(readHolidayFile(file(lines), RANGE).dates.map((one) => one.date)).toEqual(dates);
  });

  test.each<[string, string[], RegExp]>([
    ["timed", ["DTSTART:20261224T100000Z", "SUMMARY:Lunch"], /time of day/],
    ["cancelled", ["DTSTART;VALUE=DATE:20261224", "STATUS:CANCELLED"], /cancelled/],
    ["without a start", ["SUMMARY:Never"], /no start/],
    ["of last century", ["DTSTART;VALUE=DATE:19991224"], /outside 2026-06-01/],
    ["of a whole year", ["DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20270701"], /62 at most/],
    ["of every day since 1900", ["DTSTART;VALUE=DATE:19000101", "RRULE:FREQ=DAILY"], /recurs more than/],
  ])("refuses an event %s by row and takes the rest", (_name, lines, reason) => {
    const read = readHolidayFile(
      file(["DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas Day"], lines),
      RANGE,
    );
    expect(read.dates).toEqual([{ date: "2026-12-25", name: "Christmas Day" }]);
    expect(read.refused).toMatchObject([{ row: 2, reason: expect.stringMatching(reason) }]);
  });

  test.each([
    ["is empty", ""],
    ["is no calendar", "date,name\n2026-12-24,Eve"],
    ["is another component", "BEGIN:VCARD\r\nVERSION:4.0\r\nEND:VCARD"],
    ["is larger than 1 MB", file(["DTSTART;VALUE=DATE:20261224", `SUMMARY:${"x".repeat(1_048_576)}`])],
    [
      "has more events than holidays",
      file(...Array.from({ length: 2001 }, () => ["DTSTART;VALUE=DATE:20261224"])),
    ],
  ])("that %s is refused whole", (_name, text) => {
    expect(() => readHolidayFile(text, RANGE)).toThrow(HolidayFileRefused);
  });
});

describe("public holidays", () => {
  test.each([
    ["US", undefined, "2026-07-03", "Independence Day"],
    ["DE", "BY", "2026-01-06", "Epiphany"],
    ["GB", "SCT", "2026-11-30", "Andrew"],
  ])("of %s %s know %s", async (country, region, date, name) => {
    const found = await publicHolidays({ country, ...(region ? { region } : {}), first: 2026, last: 2026 });
    expect(found?.find((one) => one.date === date)?.name).toContain(name);
  });

  test("differ by region, and of no place are none", async () => {
    const berlin = await publicHolidays({ country: "DE", region: "BE", first: 2026, last: 2026 });
    expect(berlin?.some((one) => one.date === "2026-01-06")).toBe(false);
    expect(await publicHolidays({ country: "XX", first: 2026, last: 2026 })).toBeNull();
    expect(await publicHolidays({ country: "DE", region: "XX", first: 2026, last: 2026 })).toBeNull();
  });
});
