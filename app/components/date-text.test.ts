// @vitest-environment node
import { describe, expect, test } from "vitest";
import {
  dayText,
  durationText,
  evenSpaces,
  isoDuration,
  type MomentStyle,
  momentText,
  styleInYear,
} from "./date-text.ts";

const MOMENT = "2026-11-19T08:24:00Z";

describe("a moment", () => {
  test.each<[MomentStyle, string]>([
    ["full", "Thu, 19 Nov 2026, 09:24"],
    ["dated", "19 Nov 2026, 09:24"],
    ["short", "19 Nov, 09:24"],
    ["weekday", "Thu 09:24"],
    ["time", "09:24"],
  ])("in the style %s reads %s", (style, text) => {
    expect(momentText({ instant: MOMENT, zone: "Europe/Warsaw", locale: "en-GB", style })).toBe(text);
  });

  test("is shown in the zone that is asked for", () => {
    expect(momentText({ instant: MOMENT, zone: "Asia/Manila", locale: "en-GB", style: "time" })).toBe(
      "16:24",
    );
  });

  test.each<[MomentStyle, number | null, MomentStyle]>([
    ["short", 2026, "short"],
    ["short", 2027, "dated"],
    ["short", 2016, "dated"],
    ["short", null, "short"],
    ["time", 2016, "time"],
    ["full", 2016, "full"],
  ])("asked for %s in %s is %s", (style, year, shown) => {
    expect(styleInYear({ style, instant: MOMENT, zone: "Europe/Warsaw", year })).toBe(shown);
  });

  test("is of the year that it is in its zone", () => {
    const instant = "2026-12-31T23:30:00Z";
    const of = (zone: string) => styleInYear({ style: "short", instant, zone, year: 2027 });
    expect([of("UTC"), of("Europe/Warsaw")]).toEqual(["dated", "short"]);
  });

  test("at midnight reads 00:00, not 24:00", () => {
    const instant = "2026-11-18T23:00:00Z";
    expect(momentText({ instant, zone: "Europe/Warsaw", locale: "en-US", style: "time" })).toBe("00:00");
  });

  test("follows the reader's language", () => {
    const options = { instant: MOMENT, zone: "Europe/Warsaw", style: "full" } as const;
    expect(momentText({ ...options, locale: "de-DE" })).toBe("Do., 19. Nov. 2026, 09:24");
  });
});

test("a calendar day does not shift, whatever the zone of the machine", () => {
  expect(dayText({ date: "2026-12-01", locale: "en-GB", weekday: false })).toBe("1 Dec 2026");
  expect(dayText({ date: "2026-12-01", locale: "en-GB", weekday: true })).toBe("Tue, 1 Dec 2026");
});

describe("a length of time", () => {
  test.each([
    [0, "0", "PT0S"],
    [42, "42 s", "PT42S"],
    [660, "11 min", "PT11M"],
    [8_700, "2 h 25 min", "PT2H25M"],
    [10_800, "3 h 00 min", "PT3H"],
    [360_000, "100 h 00 min", "PT100H"],
    [-5_400, "−1 h 30 min", "-PT1H30M"],
  ])("of %i seconds reads %s", (seconds, text, iso) => {
    expect(durationText(seconds).replaceAll("\u00a0", " ")).toBe(text);
    expect(isoDuration(seconds)).toBe(iso);
  });
});

test("narrow and thin spaces become the one space that every browser draws alike", () => {
  expect(evenSpaces("9:24\u202fAM 1\u2009000")).toBe("9:24\u00a0AM 1\u00a0000");
});
