import { describe, expect, test } from "vitest";
import { HolidayFileRefused, holidayYears } from "./holiday-file.ts";
import { levelStatus } from "./level-status.ts";
import { decisionsReachAll, RULE_VERSION, RULE_VERSIONS, ruleVersionOf } from "./rule-version.ts";
import { told } from "./test-refusal.ts";

describe("how a level stands in a month", () => {
  const level = { direction: "higher", target: "95", minimum: "90" } as const;
  const of = (figure: Parameters<typeof levelStatus>[1], change: object = {}) =>
    levelStatus({ ...level, ...change }, figure);
  const measured = (value: string | null, excused = false) => ({ measured: value, excused });

  test.each<[Parameters<typeof levelStatus>[1], string]>([
    [measured("95"), "met"],
    [measured("94.99"), "missed"],
    [measured("90"), "missed"],
    [measured("89.99"), "failed"],
    [measured(null), "no_data"],
    [undefined, "no_data"],
    [measured("80", true), "excused"],
    [measured(null, true), "excused"],
  ])("with %o it is %s", (figure, status) => {
    expect(of(figure)).toBe(status);
  });

  test("is decided by the count of a small month, where one decides", () => {
    const against = { direction: "lower", target: "1", minimum: "2" } as const;
    const counted = (misses: string) =>
      of({ ...measured("50"), against: { ...against, measured: misses } });
    expect([counted("1"), counted("2"), counted("3")]).toEqual(["met", "missed", "failed"]);
  });

  test("where less is better it is the other way round", () => {
    const lower = (value: string) =>
      of(measured(value), { direction: "lower", target: "5", minimum: "10" });
    expect([lower("5"), lower("10"), lower("10.1")]).toEqual(["met", "missed", "failed"]);
  });
});

describe("the version of the rules", () => {
  test("is one that there has been", () => {
    expect(RULE_VERSIONS.map(ruleVersionOf)).toEqual(["1", "2", "3"]);
    expect(RULE_VERSION).toBe("3");
    for (const text of ["0", "4", "", "1.0"])
      expect(() => ruleVersionOf(text)).toThrow(`There are no rules of version "${text}".`);
  });

  test("says what decisions reach; left out it is today's", () => {
    expect(
      [{}, { ruleVersion: "1" as const }, { ruleVersion: "2" as const }].map(decisionsReachAll),
    ).toEqual([true, false, true]);
  });
});

describe("a file of holidays", () => {
  test("that cannot be used is refused as a whole", () => {
    expect(told(new HolidayFileRefused("too_large", "The file is too large."))).toEqual({
      ...{ code: "holiday_file_too_large", message: "The file is too large.", field: "file", details: {} },
    });
  });

  test("is written out for the year of the first day and the two after", () => {
    expect(holidayYears("2026-03-15")).toEqual({ from: "2026-03-15", to: "2028-12-31" });
  });
});
