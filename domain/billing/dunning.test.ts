import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { localDate } from "../shared/zoned.ts";
import {
  type DunningPolicy,
  type DunningPolicyStep,
  daysOverdue,
  nextStep,
  policyFault,
  stepAction,
  type Taken,
  writeOffFrom,
} from "./dunning.ts";

const day = (text: string) => Temporal.PlainDate.from(text);

/** A policy of the given days: due, the retries, the last days, the suspension. */
function policyOf(
  retries: readonly number[],
  grace: number,
  suspended: number,
  writeOff = 400,
): DunningPolicy {
  const steps: DunningPolicyStep[] = [
    { state: "due", daysAfterDue: 0 },
    ...retries.map((daysAfterDue, at) => ({ state: `retry_${at + 1}` as const, daysAfterDue })),
    { state: "grace", daysAfterDue: grace },
    { state: "suspended", daysAfterDue: suspended },
  ];
  return { steps, writeOffAfterDays: writeOff };
}
const usual = policyOf([3, 5, 7], 14, 21, 60);

/** Any policy that may be set. */
const policies = fc
  .uniqueArray(fc.integer({ min: 1, max: 365 }), { minLength: 2, maxLength: 11 })
  .map((days) => {
    const sorted = days.sort((a, b) => a - b);
    return policyOf(sorted.slice(0, -2), sorted.at(-2) ?? 1, sorted.at(-1) ?? 2);
  });
const dueDays = fc
  .integer({ min: 0, max: 20_000 })
  .map((days) => Temporal.PlainDate.from("2000-01-01").add({ days }));

describe("a policy", () => {
  test("of ascending days, with as many retries as one likes up to nine, has no fault", () => {
    expect(policyFault(usual)).toBeNull();
    expect(policyFault(policyOf([], 1, 2, 2))).toBeNull();
    fc.assert(
      fc.property(policies, (policy) => {
        expect(policyFault(policy)).toBeNull();
      }),
    );
  });

  const without = (state: string): DunningPolicy => ({
    ...usual,
    steps: usual.steps.filter((step) => step.state !== state),
  });
  test.each([
    ["two steps on one day", policyOf([3, 3], 14, 21), /at least a day/],
    ["days that go back", policyOf([5, 3], 14, 21), /at least a day/],
    ["a retry after the last days began", policyOf([3, 15], 14, 21), /at least a day/],
    ["a suspension before the last days", policyOf([3], 14, 10), /at least a day/],
    ["a retry on the due day itself", policyOf([0], 14, 21), /at least a day/],
    ["a write-off before the suspension", policyOf([3], 14, 21, 20), /before it is suspended/],
    ["ten retries", policyOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 14, 21), /The steps are/],
    ["no last days", without("grace"), /The steps are/],
    ["no suspension", without("suspended"), /The steps are/],
    ["a retry left out", without("retry_1"), /The steps are/],
    ["no step at all", { steps: [], writeOffAfterDays: 60 }, /The steps are/],
    ["steps in another order", { ...usual, steps: [...usual.steps].reverse() }, /The steps are/],
    [
      "a first step after the due day",
      { ...usual, steps: usual.steps.map((step, at) => (at === 0 ? { ...step, daysAfterDue: 1 } : step)) },
      /on the due day/,
    ],
  ])("with %s says so", (_name, policy, fault) => {
    expect(policyFault(policy)?.message).toMatch(fault);
  });
});

describe("the step that comes next", () => {
  const due = day("2026-11-20");
  test.each([
    ["before any, on the due day", null, "due", "2026-11-20"],
    ["after the due day, three days later", { position: 0, on: due }, "retry_1", "2026-11-23"],
    [
      "after a late first step, three days after that",
      { position: 0, on: day("2026-11-30") },
      "retry_1",
      "2026-12-03",
    ],
    ["after the second reminder", { position: 2, on: day("2026-11-25") }, "retry_3", "2026-11-27"],
    ["over a month's end", { position: 3, on: day("2026-11-27") }, "grace", "2026-12-04"],
    ["after the last days", { position: 4, on: day("2026-12-04") }, "suspended", "2026-12-11"],
  ] as const)("%s", (_name, taken, state, on) => {
    const step = nextStep(usual, { dueOn: due, taken });
    expect(step && [step.state, step.on.toString()]).toEqual([state, on]);
  });

  test("is none after the last", () => {
    expect(nextStep(usual, { dueOn: due, taken: { position: 5, on: day("2026-12-11") } })).toBeNull();
  });

  test("taken every day by a clock, the steps fall on the policy's days, each once and in order", () => {
    fc.assert(
      fc.property(policies, dueDays, (policy, dueOn) => {
        const taken = walk(policy, dueOn, () => 1);
        expect(taken.map((one) => dueOn.until(one.on, { largestUnit: "days" }).days)).toEqual(
          policy.steps.map((step) => step.daysAfterDue),
        );
      }),
    );
  });

  test("taken by a clock with gaps, none is early, none is lost, and the days between two are never fewer", () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(policies, dueDays, gaps, (policy, dueOn, stops) => {
        let at = 0;
        const taken = walk(policy, dueOn, () => stops[at++ % stops.length] ?? 1);
        expect(taken.map((one) => one.position)).toEqual(policy.steps.map((_step, index) => index));
        for (const [index, one] of taken.entries()) {
          const days = dueOn.until(one.on, { largestUnit: "days" }).days;
          expect(days).toBeGreaterThanOrEqual(policy.steps[index]?.daysAfterDue ?? 0);
          const before = taken[index - 1];
          if (!before) continue;
          const left =
            (policy.steps[index]?.daysAfterDue ?? 0) - (policy.steps[index - 1]?.daysAfterDue ?? 0);
          expect(before.on.until(one.on, { largestUnit: "days" }).days).toBeGreaterThanOrEqual(left);
        }
      }),
    );
  });

  /** Looks on a day, takes at most one step, and looks again some days later; answers what was taken. */
  function walk(policy: DunningPolicy, dueOn: Temporal.PlainDate, gap: () => number): Taken[] {
    const taken: Taken[] = [];
    let today = dueOn;
    for (;;) {
      const step = nextStep(policy, { dueOn, taken: taken.at(-1) ?? null });
      if (!step) return taken;
      if (Temporal.PlainDate.compare(step.on, today) <= 0)
        taken.push({ position: step.position, on: today });
      today = today.add({ days: gap() });
    }
  }
});

describe("days overdue", () => {
  test.each([
    ["2026-11-20", "2026-11-19", -1],
    ["2026-11-20", "2026-11-20", 0],
    ["2026-11-20", "2026-11-21", 1],
    ["2028-02-28", "2028-03-01", 2],
    ["2026-12-31", "2027-12-31", 365],
  ])("of %s on %s are %i", (dueOn, today, days) => {
    expect(daysOverdue({ dueOn: day(dueOn), today: day(today) })).toBe(days);
  });

  test("case 37: are counted in the buyer's zone: one instant is two days on earth", () => {
    const now = Temporal.Instant.from("2026-11-20T11:30:00Z");
    const dueOn = day("2026-11-20");
    const overdueIn = (zone: string) => daysOverdue({ dueOn, today: localDate(now, zone) });
    expect(overdueIn("Pacific/Kiritimati")).toBe(1);
    expect(overdueIn("Europe/Berlin")).toBe(0);
    expect(overdueIn("Etc/GMT+12")).toBe(-1);
  });

  test("case 34: a day with a changed clock is one day, wherever the hour is taken", () => {
    const zones = fc.constantFrom(
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "Africa/Cairo",
    );
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 800 }), (zone, days) => {
        const dueOn = day("2026-01-01");
        const noon = dueOn.add({ days }).toZonedDateTime({ timeZone: zone, plainTime: "12:00" });
        expect(daysOverdue({ dueOn, today: localDate(noon.toInstant(), zone) })).toBe(days);
      }),
    );
  });
});

describe("what a step does", () => {
  const agreed = { mayCharge: true, lastDecline: null };
  test.each([
    ["due", agreed, "charge"],
    ["retry_2", agreed, "charge"],
    ["retry_1", { mayCharge: true, lastDecline: "insufficient_funds" }, "charge"],
    ["retry_1", { mayCharge: true, lastDecline: "account_closed" }, "remind"],
    ["retry_1", { mayCharge: true, lastDecline: "a_code_of_tomorrow" }, "remind"],
    ["due", { mayCharge: false, lastDecline: null }, "remind"],
    ["retry_3", { mayCharge: false, lastDecline: "insufficient_funds" }, "remind"],
    ["grace", agreed, "remind"],
    ["suspended", agreed, "remind"],
    ["written_off", agreed, "remind"],
  ] as const)("%s with %j: %s", (state, facts, action) => {
    expect(stepAction(state, facts)).toBe(action);
  });
});

test("writing off begins on the policy's day, which is never before the suspension", () => {
  expect(writeOffFrom(usual, day("2026-11-20")).toString()).toBe("2027-01-19");
  fc.assert(
    fc.property(policies, dueDays, (policy, dueOn) => {
      const last = dueOn.add({ days: policy.steps.at(-1)?.daysAfterDue ?? 0 });
      expect(Temporal.PlainDate.compare(writeOffFrom(policy, dueOn), last)).toBeGreaterThanOrEqual(0);
    }),
  );
});
