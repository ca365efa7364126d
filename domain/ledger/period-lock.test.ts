import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { money } from "../shared/money.ts";
import { house } from "./accounts.ts";
import { LockNotMoved, PeriodClosed } from "./errors.ts";
import type { JournalEntry } from "./journal-entry.ts";
import { onFirstOpenDay, refuseIfClosed, refuseWrongMove } from "./period-lock.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const closed = day("2026-10-31");
const entryAt = (at: string): JournalEntry => ({
  ...{ source: "test", sourceId: "1", step: "made", memo: "A payment" },
  effectiveAt: Temporal.Instant.from(at),
  legs: [
    { account: house("bank"), amount: money(1n, "EUR") },
    { account: house("receivable"), amount: money(-1n, "EUR") },
  ],
});

describe("a closed day", () => {
  test.each([
    ["2026-10-31T23:59:59.999Z", true],
    ["2026-11-01T00:00:00Z", false],
    // It is November in Berlin; the books are kept in UTC.
    ["2026-11-01T00:30:00+01:00", true],
    ["2025-01-01T00:00:00Z", true],
  ])("an entry of %s is refused: %s", (at, refused) => {
    const attempt = () => refuseIfClosed(entryAt(at), closed);
    if (refused) expect(attempt).toThrow(PeriodClosed);
    else expect(attempt).not.toThrow();
    expect(() => refuseIfClosed(entryAt(at), null)).not.toThrow();
  });

  test("moves a fact to the first open day, whose memo keeps the day it is of", () => {
    const late = onFirstOpenDay(entryAt("2026-10-30T12:00:00Z"), closed);
    expect(late.effectiveAt.toString()).toBe("2026-11-01T00:00:00Z");
    expect(late.memo).toBe("A payment (of 2026-10-30, told after that day was closed)");
    expect(() => refuseIfClosed(late, closed)).not.toThrow();
    const inTime = entryAt("2026-11-02T12:00:00Z");
    expect(onFirstOpenDay(inTime, closed)).toBe(inTime);
  });
});

describe("moving the lock", () => {
  const today = day("2026-11-21");
  test.each([
    ["close", "2026-11-20", null, true],
    ["close", "2026-11-20", "2026-10-31", true],
    ["close", "2026-11-21", null, false],
    ["close", "2026-12-31", null, false],
    ["close", "2026-10-31", "2026-10-31", false],
    ["close", "2026-09-30", "2026-10-31", false],
    ["close", null, null, false],
    ["reopen", "2026-09-30", "2026-10-31", true],
    ["reopen", null, "2026-10-31", true],
    ["reopen", "2026-10-31", "2026-10-31", false],
    ["reopen", "2026-11-10", "2026-10-31", false],
    ["reopen", null, null, false],
  ] as const)("to %s through %s from %s: %s", (action, through, from, allowed) => {
    const attempt = () =>
      refuseWrongMove({
        action,
        through: through && day(through),
        closedThrough: from && day(from),
        today,
      });
    if (allowed) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(LockNotMoved);
  });
});
