import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { payoutScheduleInput } from "./payout-schedule.input.ts";
import { isDue, type PayoutSchedule, releaseDay } from "./payout-schedule.ts";

const base: PayoutSchedule = {
  ...{ holdDays: 0, rhythm: "each", runDay: 1, minimumMinor: 0n, zone: "Europe/London", holidays: [] },
  ...{ reserveBps: 0, reserveCapMinor: null, reserveDays: 0 },
};
const on = (change: Partial<PayoutSchedule>, paidAt = "2026-11-18T10:00:00Z", contestDays = 0) =>
  releaseDay({ schedule: { ...base, ...change }, paidAt: Temporal.Instant.from(paidAt), contestDays }).on;

describe("the release day", () => {
  test.each([
    ["at once on a working day", {}, "2026-11-18"],
    ["after the hold", { holdDays: 2 }, "2026-11-20"],
    ["not on a Saturday", { holdDays: 3 }, "2026-11-23"],
    ["not on a holiday either", { holdDays: 3, holidays: ["2026-11-23", "2026-11-24"] }, "2026-11-25"],
    ["with the next weekly run", { rhythm: "weekly" as const, runDay: 5 }, "2026-11-20"],
    ["with today's weekly run", { rhythm: "weekly" as const, runDay: 3 }, "2026-11-18"],
    ["with next week's run", { rhythm: "weekly" as const, runDay: 2 }, "2026-11-24"],
    ["with this month's run", { rhythm: "monthly" as const, runDay: 27 }, "2026-11-27"],
    ["with next month's run", { rhythm: "monthly" as const, runDay: 1 }, "2026-12-01"],
    ["after a year's end", { rhythm: "monthly" as const, runDay: 1, holdDays: 20 }, "2027-01-01"],
  ])("is %s", (_name, change, expected) => {
    expect(on(change)).toBe(expected);
  });

  test("case 37: counts days in the provider's zone, not in UTC", () => {
    const late = "2026-11-18T15:30:00Z";
    expect(on({ zone: "Pacific/Kiritimati" }, late)).toBe("2026-11-19");
    expect(on({ zone: "America/Los_Angeles" }, late)).toBe("2026-11-18");
    const now = Temporal.Instant.from("2026-11-18T15:30:00Z");
    expect(isDue({ on: "2026-11-19", zone: "Pacific/Kiritimati", now })).toBe(true);
    expect(isDue({ on: "2026-11-19", zone: "America/Los_Angeles", now })).toBe(false);
  });

  test("never lies before the contract's time to contest is over", () => {
    fc.assert(
      fc.property(
        ...([
          fc.nat({ max: 90 }),
          fc.nat({ max: 30 }),
          fc.constantFrom("each", "weekly", "monthly"),
          fc.integer({ min: 1, max: 5 }),
          fc.nat({ max: 400 }),
        ] as const),
        (holdDays, contestDays, rhythm, runDay, shift) => {
          const paid = Temporal.PlainDate.from("2026-01-01").add({ days: shift });
          const schedule = { ...base, holdDays, rhythm, runDay } as PayoutSchedule;
          const paidAt = paid
            .toZonedDateTime({ timeZone: "Europe/London", plainTime: "12:00" })
            .toInstant();
          const release = releaseDay({ schedule, paidAt, contestDays });
          const day = Temporal.PlainDate.from(release.on);
          const least = paid.add({ days: Math.max(holdDays, contestDays) });
          expect(Temporal.PlainDate.compare(day, least)).toBeGreaterThanOrEqual(0);
          expect(least.until(day).days).toBeLessThanOrEqual(33);
          expect(day.dayOfWeek).toBeLessThanOrEqual(5);
          const dates = release.steps.map((step) => step.on);
          expect([...dates].sort()).toEqual(dates);
          expect(dates.at(-1)).toBe(release.on);
        },
      ),
    );
  });
});

describe("a typed schedule", () => {
  const typed = {
    ...{
      providerId: "019ab000-0000-7000-8000-000000000000",
      currency: "USD",
      holdDays: "5",
      rhythm: "weekly",
    },
    ...{ runDay: "2", minimum: "1,000", zone: "Europe/London", holidayPlace: "", reservePercent: "7.5 %" },
    ...{ reserveCap: "", reserveDays: "90", note: "Agreed" },
  };
  test("is read exactly", () => {
    expect(payoutScheduleInput.parse(typed)).toMatchObject({
      ...{ holdDays: 5, runDay: 2, minimumMinor: 100_000n, reserveBps: 750, reserveCapMinor: null },
      holidayPlace: null,
    });
  });
  test.each([
    ["holdDays", { holdDays: "91" }],
    ["runDay", { runDay: "6" }],
    ["minimum", { minimum: "1,5" }],
    ["zone", { zone: "Mars" }],
    ["holidayPlace", { holidayPlace: "Berlin" }],
    ["reservePercent", { reservePercent: "101" }],
    ["reserveDays", { reserveDays: "0" }],
    ["reserveCap", { reserveCap: "-1" }],
    ["note", { note: "" }],
  ])("names %s where it does not fit", (field, change) => {
    const { error } = payoutScheduleInput.safeParse({ ...typed, ...change });
    expect(error?.issues.map((issue) => issue.path.join("."))).toEqual([field]);
  });
});
