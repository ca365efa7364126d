import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  MonthMoved,
  type MonthReview,
  MonthReviewedAlready,
  monthStep,
  refuseFreeze,
  windowIsClosed,
} from "./month-step.ts";
import { refusalOf, told } from "./test-refusal.ts";

const END = "2026-11-07T00:00:00Z";
const review: MonthReview = {
  ...{ reviewedAt: "2026-11-01T09:00:00Z", windowEndsAt: END },
  ...{ buyerConfirmedAt: null, providerConfirmedAt: null },
};
const said = (side: "buyer" | "provider") => ({ [`${side}ConfirmedAt`]: "2026-11-02T09:00:00Z" });
const now = (text: string) => Temporal.Instant.from(text);
const BEFORE = now("2026-11-06T23:59:59Z");

describe("a month's step", () => {
  test.each<[Parameters<typeof monthStep>[0], string]>([
    [{ state: "running", review: null }, "running"],
    [{ state: "ready", review: null }, "computed"],
    [{ state: "ready", review }, "reviewed"],
    [{ state: "frozen", review }, "frozen"],
    [{ state: "frozen", review: null }, "frozen"],
  ])("of %o is %s", (asked, step) => {
    expect(monthStep(asked)).toBe(step);
  });
});

describe("the window to contest", () => {
  test.each<[Partial<MonthReview>, Temporal.Instant, "buyer" | "provider" | null, boolean]>([
    [{}, BEFORE, null, false],
    [{}, now(END), null, true],
    [said("buyer"), BEFORE, null, false],
    [said("provider"), BEFORE, "provider", false],
    [said("buyer"), BEFORE, "provider", true],
    [said("buyer"), BEFORE, "buyer", false],
    [{ ...said("buyer"), ...said("provider") }, BEFORE, null, true],
  ])("after %o at %s, frozen by %s, is closed: %s", (confirmed, at, by, closed) => {
    expect(windowIsClosed({ ...review, ...confirmed }, { now: at, by })).toBe(closed);
  });
});

describe("freezing", () => {
  const freeze = (change: Partial<Parameters<typeof refuseFreeze>[0]>) => () =>
    refuseFreeze({ month: "2026-10", review, undecided: [], now: now(END), by: null, ...change });
  const contest = (title: string) => ({ id: title, title, waitsFor: "buyer" });

  test("is refused nothing once the window is over", () => {
    expect(freeze({})).not.toThrow();
  });

  test.each<[string, Partial<Parameters<typeof refuseFreeze>[0]>, object]>([
    [
      "before the review",
      { review: null, undecided: [contest("A")] },
      {
        code: "month_not_reviewed",
        message: "Send 2026-10 for review first: both sides may then contest it before it is frozen.",
        field: "month",
      },
    ],
    [
      "while the window is open",
      { now: BEFORE },
      {
        code: "contest_window_open",
        message:
          "2026-10 can be contested until 2026-11-07T00:00Z, unless both sides say before that they have " +
          "nothing to contest.",
        ...{ field: "month", details: { endsAt: END } },
      },
    ],
    [
      "while a contest is undecided",
      { undecided: [contest("A")] },
      {
        code: "contests_undecided",
        message: "2026-10 waits for a decision: A (waits for the buyer).",
        ...{ field: "month", details: { contests: [contest("A")] } },
      },
    ],
    [
      "while several are",
      { undecided: [contest("A"), contest("B")] },
      { message: "2026-10 waits for 2 decisions: A (waits for the buyer); B (waits for the buyer)." },
    ],
  ])("is refused %s", (_name, change, refusal) => {
    expect(refusalOf(freeze(change))).toMatchObject(refusal);
  });

  test("and reviewing say what is in their way", () => {
    expect(told(new MonthMoved("2026-10"))).toMatchObject({
      code: "month_moved_since_review",
      message:
        "Work or hours of 2026-10 have changed since it was sent for review. Send it for review again.",
      field: "month",
    });
    expect(told(new MonthReviewedAlready("2026-10"))).toMatchObject({
      ...{ code: "month_reviewed", message: "2026-10 is up for review already.", field: "month" },
    });
  });
});
