import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  billableMonth,
  failureReason,
  lastEndedMonth,
  latestBillableMonth,
  runProgress,
  waitsFor,
} from "./billing-run.ts";
import { FrozenMonthIncomplete } from "./errors.ts";

const at = (text: string) => Temporal.Instant.from(text);

describe("a month to bill", () => {
  test.each([
    ["2026-10", "2026-11-21T09:00:00Z", true],
    ["2026-11", "2026-11-21T09:00:00Z", false],
    ["2027-01", "2026-11-21T09:00:00Z", false],
    // On Kiritimati, fourteen hours ahead, December has begun.
    ["2026-11", "2026-11-30T10:00:00Z", true],
    ["2026-11", "2026-11-30T09:59:59Z", false],
    ["2026-13", "2026-11-21T09:00:00Z", false],
    ["October", "2026-11-21T09:00:00Z", false],
    ["", "2026-11-21T09:00:00Z", false],
  ])("%s at %s: %s", (month, now, good) => {
    expect(billableMonth(at(now)).safeParse({ month }).success).toBe(good);
  });

  test.each([
    ["2026-11-21T09:00:00Z", "2026-10"],
    // Twelve hours behind it is still November.
    ["2026-12-01T11:59:59Z", "2026-10"],
    ["2026-12-01T12:00:00Z", "2026-11"],
    ["2027-01-01T12:00:00Z", "2026-12"],
  ])("that has ended everywhere at %s is %s", (now, month) => {
    expect(lastEndedMonth(at(now))).toBe(month);
  });

  test("can be billed as soon as it has ended anywhere, and the latest of them is said", () => {
    // The new month has begun in Kiritimati, fourteen hours ahead, and nowhere else.
    const [before, after] = ["2026-10-31T09:59:59Z", "2026-10-31T10:00:00Z"].map(at);
    expect([before, after].map((now) => latestBillableMonth(now as ReturnType<typeof at>))).toEqual([
      "2026-09",
      "2026-10",
    ]);
  });
});

describe("the reason of a failure", () => {
  test("is the refusal's own words, or says what cannot be read, and never what a program said", () => {
    expect(failureReason(new FrozenMonthIncomplete("uptime"))).toEqual({
      code: "frozen_month_incomplete",
      reason: 'The frozen month has no figure for the service level "uptime".',
    });
    const unreadable = z.array(z.string()).safeParse([1]).error;
    expect(failureReason(unreadable).code).toBe("frozen_month_unreadable");
    const said = failureReason(new TypeError("x is not a function"));
    expect(said.code).toBe("statement_not_drafted");
    expect(said.reason).not.toContain("function");
    expect(waitsFor("2026-10").reason).toContain("October 2026");
  });
});

describe("progress", () => {
  const part = fc
    .record({ drafted: fc.nat(500), failed: fc.nat(500), rest: fc.nat(500), finished: fc.boolean() })
    .map(({ rest, ...one }) => ({ ...one, months: one.drafted + one.failed + rest }));

  test("accounts for every month, and leaves none when all parts are finished", () => {
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const { months, drafted, failed, elsewhere, left } = runProgress(parts);
        expect(drafted + failed + elsewhere + left).toBe(months);
        expect(Math.min(elsewhere, left)).toBeGreaterThanOrEqual(0);
        const finished = parts.map((one) => ({ ...one, finished: true }));
        expect(runProgress(finished).left).toBe(0);
      }),
    );
  });
});
