import { describe, expect, test } from "vitest";
import { fieldErrors, summaryErrors } from "./refusal.ts";

const late = { message: "This was not recorded.", issues: [{ field: "at", message: "Too late." }] };
const whole = { message: "The work is closed.", issues: [] };

describe("a refusal beside its fields", () => {
  test.each([
    [late, "at", "Too late."],
    [late, "reason", ""],
    [whole, "at", ""],
    [undefined, "at", ""],
  ])("%j says at %s: %j", (refusal, field, message) => {
    expect(fieldErrors(refusal)(field)).toBe(message);
  });
});

describe("a refusal above its form", () => {
  test("lists the issues, each a way to its control where the form says how these are named", () => {
    expect(summaryErrors(late, "event-")).toEqual([{ message: "Too late.", fieldId: "event-at" }]);
    expect(summaryErrors(late)).toEqual([{ message: "Too late." }]);
  });

  test("is told as a whole where no field is at fault", () => {
    expect(summaryErrors(whole, "event-")).toEqual([{ message: "The work is closed." }]);
  });

  test("is nothing before anything was refused", () => {
    expect(summaryErrors(undefined, "event-")).toEqual([]);
  });
});
