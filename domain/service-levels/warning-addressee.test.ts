import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Role } from "../identity/viewer.ts";
import { WEEKDAYS } from "../shared/business-calendar.ts";
import { formatInstant } from "../shared/instant.ts";
import {
  addresseesOf,
  noticeHoursSchema,
  type Person,
  shownFrom,
  USUAL_HOURS,
} from "./warning-addressee.ts";
import { WARNING_STEPS } from "./warning-step.ts";

const hours = { zone: "Europe/Berlin", ...USUAL_HOURS };
const person = (side: Person["side"], role: Role): Person => ({
  userId: `${side} ${role}`,
  side,
  role,
  hours,
});
const everybody = [
  person("provider", "owner"),
  person("provider", "delivery_manager"),
  person("provider", "finance"),
  person("buyer", "owner"),
  person("buyer", "operations_lead"),
  person("buyer", "finance"),
];
const told = (step: (typeof WARNING_STEPS)[number], people: readonly Person[]) =>
  addresseesOf(step, people)
    .map((one) => one.userId)
    .sort();

describe("who is told", () => {
  test.each([
    ["50", ["provider delivery_manager"]],
    ["75", ["provider delivery_manager"]],
    ["90", ["buyer operations_lead", "provider delivery_manager", "provider owner"]],
    ["predicted", ["provider delivery_manager", "provider owner"]],
    ["breach", ["buyer operations_lead", "provider delivery_manager", "provider owner"]],
  ] as const)("of %s", (step, names) => {
    expect(told(step, everybody)).toEqual(names);
  });

  test("is the owner where a side has nobody in the role, and nobody twice", () => {
    const owners = everybody.filter((one) => one.role === "owner");
    expect(told("50", owners)).toEqual(["provider owner"]);
    expect(told("90", owners)).toEqual(["buyer owner", "provider owner"]);
  });

  test("is never finance", () => {
    const all = WARNING_STEPS.flatMap((step) => told(step, everybody));
    expect(all.filter((one) => one.includes("finance"))).toEqual([]);
  });
});

const at = (text: string) => Math.floor(new Date(text).getTime() / 1000);

describe("when somebody is told (T6)", () => {
  test.each([
    ["in their hours", "2026-11-20T09:30:00Z", "P2", "2026-11-20T09:30:00Z"],
    ["at the first minute of them", "2026-11-20T07:00:00Z", "P2", "2026-11-20T07:00:00Z"],
    ["at the close: the next morning", "2026-11-19T17:00:00Z", "P2", "2026-11-20T07:00:00Z"],
    ["at night: in the morning", "2026-11-19T23:00:00Z", "P3", "2026-11-20T07:00:00Z"],
    ["on Friday night: on Monday", "2026-11-20T20:00:00Z", null, "2026-11-23T07:00:00Z"],
    ["at night, of priority P1: at once", "2026-11-19T23:00:00Z", "P1", "2026-11-19T23:00:00Z"],
    ["across the change of the clocks", "2026-10-24T12:00:00Z", "P2", "2026-10-26T07:00:00Z"],
  ])("%s", (_words, raised, priority, shown) => {
    expect(formatInstant(shownFrom({ at: at(raised), priority, hours }))).toBe(shown);
  });

  test("goes by their own zone", () => {
    const tokyo = { ...hours, zone: "Asia/Tokyo" };
    const shown = shownFrom({ at: at("2026-11-20T09:30:00Z"), priority: "P2", hours: tokyo });
    expect(formatInstant(shown)).toBe("2026-11-22T23:00:00Z");
  });

  test("is never earlier than it was raised, never outside the hours, and within a week and a day", () => {
    const day = fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 });
    const span = fc.tuple(fc.integer({ min: 0, max: 22 }), fc.integer({ min: 1, max: 24 }));
    fc.assert(
      fc.property(day, span, fc.integer({ min: 0, max: 400 * 86_400 }), (days, [from, length], offset) => {
        const clock = (hour: number) => `${String(Math.min(hour, 24)).padStart(2, "0")}:00`;
        const own = { zone: "UTC", opens: clock(from), closes: clock(from + length), days };
        const raised = at("2026-01-01T00:00:00Z") + offset;
        const shown = shownFrom({ at: raised, priority: "P2", hours: own });
        expect(shown).toBeGreaterThanOrEqual(raised);
        expect(shown - raised).toBeLessThanOrEqual(8 * 86_400);
        const second = shown % 86_400;
        expect(second).toBeGreaterThanOrEqual(from * 3600);
        expect(second).toBeLessThan(Math.min(from + length, 24) * 3600);
        expect(shownFrom({ at: raised, priority: "P1", hours: own })).toBe(raised);
      }),
    );
  });
});

test.each([
  ["a zone that is none", { zone: "Mars/Base" }, "zone"],
  ["an end before the start", { opens: "18:00", closes: "08:00" }, "closes"],
  ["no day", { days: [] }, "days"],
  ["a time that is none", { opens: "8 am" }, "opens"],
])("hours with %s are refused by their field", (_words, change, field) => {
  const parsed = noticeHoursSchema.safeParse({ ...hours, days: [...hours.days], ...change });
  expect(parsed.error?.issues[0]?.path[0]).toBe(field);
});
