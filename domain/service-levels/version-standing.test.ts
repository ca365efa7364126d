import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarInForce } from "./calendar-version.ts";
import { versionStandings } from "./version-standing.ts";

const one = (number: number, effectiveFrom: string) => ({ number, effectiveFrom, body: null });
const NOW = "2026-11-21T12:00:00Z";
const words = (...versions: ReturnType<typeof one>[]) =>
  versionStandings(versions, NOW).map(({ standing, until }) => `${standing} ${until?.slice(0, 10) ?? "-"}`);

describe("a version of a calendar", () => {
  test.each([
    ["alone", [one(1, "2026-01-01T00:00:00Z")], ["in_force -"]],
    ["alone and not begun counts all the same", [one(1, "2026-12-01T00:00:00Z")], ["in_force -"]],
    [
      "is in force until the one that takes effect later",
      [one(1, "2026-01-01T00:00:00Z"), one(2, "2026-12-01T00:00:00Z")],
      ["in_force 2026-12-01", "later -"],
    ],
    [
      "has had its time",
      [one(1, "2026-01-01T00:00:00Z"), one(2, "2026-11-01T00:00:00Z")],
      ["past 2026-11-01", "in_force -"],
    ],
    [
      "never comes into force where a newer one comes first",
      [one(1, "2026-01-01T00:00:00Z"), one(2, "2026-12-01T00:00:00Z"), one(3, "2026-11-25T00:00:00Z")],
      ["in_force 2026-11-25", "never 2026-11-25", "later -"],
    ],
    [
      "that was put right the same day never counted",
      [one(1, "2026-01-01T00:00:00Z"), one(2, "2026-11-01T00:00:00Z"), one(3, "2026-11-01T00:00:00Z")],
      ["past 2026-11-01", "never 2026-11-01", "in_force -"],
    ],
  ])("%s", (_name, versions, expected) => {
    expect(words(...versions)).toEqual(expected);
  });

  test("in force is the one by which the clocks count, at every moment and in any order", () => {
    const day = fc
      .integer({ min: 1, max: 28 })
      .map((n) => `2026-11-${String(n).padStart(2, "0")}T00:00:00Z`);
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 6 }), day, fc.boolean(), (days, at, turned) => {
        const versions = days.map((from, index) => one(index + 1, from));
        if (turned) versions.reverse();
        const standings = versionStandings(versions, at);
        const found = versions.filter((_one, index) => standings[index]?.standing === "in_force");
        expect(found.map(({ number }) => number)).toEqual([calendarInForce(versions, at)?.number]);
        for (const [index, { standing }] of standings.entries()) {
          if (standing !== "later") continue;
          const from = versions[index]?.effectiveFrom ?? "";
          expect(calendarInForce(versions, from)?.number).toBe(versions[index]?.number);
        }
      }),
    );
  });
});
