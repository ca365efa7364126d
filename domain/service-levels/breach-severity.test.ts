import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { isRepeated, overdueKey, severityOf } from "./breach-severity.ts";

describe("severity", () => {
  test.each([
    ["missed", [], 1],
    ["failed", [], 2],
    ["missed", ["repeated"], 2],
    ["missed", ["cause 2026-11-08T03:00:00Z"], 2],
    ["missed", ["cause 2026-11-08T03:00:00Z", "cause 2026-11-20T03:00:00Z"], 2],
    ["missed", ["cause 2026-11-08T03:00:00Z", "repeated"], 3],
    ["missed", ["answer 2026-11-08T03:00:00Z"], 1],
    ["missed", ["answer 2026-11-08T03:00:00Z", "repeated"], 2],
    ["failed", ["repeated"], 3],
    ["failed", ["cause a", "action b", "repeated"], 3],
  ] as const)("of a %s figure escalated for %j is %i", (status, escalatedFor, severity) => {
    expect(severityOf({ status, escalatedFor })).toBe(severity);
  });

  test("never falls as reasons are added, and never leaves its range", () => {
    const reason = fc.constantFrom("cause a", "cause b", "action a", "repeated");
    fc.assert(
      fc.property(fc.constantFrom("missed", "failed"), fc.array(reason), reason, (status, some, one) => {
        const before = severityOf({ status, escalatedFor: some });
        const after = severityOf({ status, escalatedFor: [...some, one] });
        expect(after).toBeGreaterThanOrEqual(before);
        expect([1, 2, 3]).toContain(after);
      }),
    );
  });
});

describe("repeated", () => {
  const policy = { repeatTimes: 2, repeatMonths: 3 };
  test.each([
    ["2026-10", [], false],
    ["2026-10", ["2026-10"], false],
    ["2026-10", ["2026-09"], true],
    ["2026-10", ["2026-08"], true],
    ["2026-10", ["2026-07"], false],
    ["2026-10", ["2026-11"], false],
    ["2026-01", ["2025-12"], true],
    ["2026-01", ["2025-10"], false],
  ])("%s with breaches in %j: %s", (month, months, repeated) => {
    expect(isRepeated({ month, months, policy })).toBe(repeated);
  });

  test("three times within four months asks for three, whatever is counted twice", () => {
    const strict = { repeatTimes: 3, repeatMonths: 4 };
    const p = { month: "2026-10", policy: strict };
    expect(isRepeated({ ...p, months: ["2026-09", "2026-09", "2026-10"] })).toBe(false);
    expect(isRepeated({ ...p, months: ["2026-09", "2026-07"] })).toBe(true);
    expect(isRepeated({ ...p, months: ["2026-09", "2026-06"] })).toBe(false);
  });
});

describe("overdue", () => {
  const dueAt = "2026-11-08T03:00:00Z";
  const at = (text: string) => Temporal.Instant.from(text);
  test.each([
    ["open", "2026-11-08T02:59:59.999Z", null],
    ["open", "2026-11-08T03:00:00Z", "cause"],
    ["open", "2026-11-08T03:00:00.500Z", "cause"],
    ["sent_back", "2026-11-09T00:00:00Z", "cause"],
    ["accepted", "2026-11-09T00:00:00Z", "action"],
    ["proposed", "2026-11-08T02:59:59Z", null],
    ["proposed", "2026-11-09T00:00:00Z", "answer"],
    ["measuring", "2026-11-09T00:00:00Z", null],
    ["withdrawn", "2026-11-09T00:00:00Z", null],
  ])("%s at %s: %s", (state, now, reason) => {
    expect(overdueKey({ state, dueAt, now: at(now) })?.reason ?? null).toBe(reason);
  });

  test("names its date, so that another date escalates again, and nothing without a date", () => {
    const now = at("2026-12-01T00:00:00Z");
    expect(overdueKey({ state: "open", dueAt, now })?.key).toBe(`cause ${dueAt}`);
    expect(overdueKey({ state: "open", dueAt: null, now })).toBeNull();
  });
});
