import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { allModules } from "../catalogue/catalogue.ts";
import { engagementPartyOf, engagementStateAt, lastDayOf } from "./engagement.ts";
import { assertOwner, onboardingChecklist, onboardingProgress } from "./onboarding.ts";

describe("the state of an engagement", () => {
  const term = { startsOn: "2026-12-01", endsOn: "2027-11-30", zone: "Europe/Berlin" };

  test.each([
    ["2026-11-30T22:59:59Z", "onboarding"],
    ["2026-11-30T23:00:00Z", "active"],
    ["2027-11-30T22:59:59Z", "active"],
    ["2027-11-30T23:00:00Z", "ended"],
  ])("at %s in Berlin is %s", (now, state) => {
    expect(engagementStateAt({ ...term, now: Temporal.Instant.from(now) })).toBe(state);
  });

  test("without a last day never ends", () => {
    const now = Temporal.Instant.from("2099-01-01T00:00:00Z");
    expect(engagementStateAt({ ...term, endsOn: null, now })).toBe("active");
  });
});

test.each([
  ["2026-12-01", 12, "2027-11-30"],
  ["2026-01-31", 1, "2026-02-27"],
  ["2024-02-29", 12, "2025-02-27"],
  ["2026-03-15", 3, "2026-06-14"],
])("a term from %s of %i months ends on %s", (startsOn, termMonths, last) => {
  expect(lastDayOf({ startsOn, termMonths })).toBe(last);
});

describe("the checklist", () => {
  test.each(allModules.map((module) => [module.code]))(
    "of %s has work for both sides, in order",
    (code) => {
      const items = onboardingChecklist(code);
      expect(new Set(items.map((item) => item.party))).toEqual(new Set(["buyer", "provider"]));
      expect(items.map((item) => item.position)).toEqual(items.map((_, index) => index + 1));
      expect(items.some((item) => item.required)).toBe(true);
    },
  );

  test("of a service nobody knows is empty", () => expect(onboardingChecklist("plumbing")).toEqual([]));

  test("is complete when nothing required is open, and late once work counts", () => {
    const items = [
      { party: "buyer", required: true, done: true },
      { party: "provider", required: true, done: false },
      { party: "provider", required: false, done: false },
    ];
    const at = (now: string) => ({ startsOn: "2026-12-01", zone: "UTC", now: Temporal.Instant.from(now) });
    expect(onboardingProgress({ items, ...at("2026-11-30T00:00:00Z") })).toEqual({
      done: 1,
      total: 3,
      openRequired: { buyer: 0, provider: 1 },
      complete: false,
      late: false,
    });
    expect(onboardingProgress({ items, ...at("2026-12-02T00:00:00Z") }).late).toBe(true);
    const done = items.map((item) => ({ ...item, done: item.required }));
    expect(onboardingProgress({ items: done, ...at("2026-12-02T00:00:00Z") })).toMatchObject({
      complete: true,
      late: false,
    });
  });

  test("is ticked by the side that owes the item", () => {
    expect(() => assertOwner({ party: "buyer" }, "buyer")).not.toThrow();
    expect(() => assertOwner({ party: "buyer" }, "provider")).toThrow(/Only the buyer/);
    expect(() => assertOwner({ party: "buyer" }, null)).toThrow(/Only the buyer/);
  });
});

test("staff and jobs act for neither side", () => {
  const engagement = { organizationId: "b", providerId: "p" };
  expect(engagementPartyOf({ organizationId: "b", via: "session" }, engagement)).toBe("buyer");
  expect(engagementPartyOf({ organizationId: "p", via: "api_key" }, engagement)).toBe("provider");
  expect(engagementPartyOf({ organizationId: "h", via: "session" }, engagement)).toBeNull();
  expect(engagementPartyOf({ organizationId: "b", via: "job" }, engagement)).toBeNull();
});
