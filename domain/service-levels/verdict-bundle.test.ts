import { describe, expect, test } from "vitest";
import { verdictBundleSchema } from "./verdict-bundle.ts";

const bundle = {
  id: "v",
  calendar: null,
  targetMinutes: 60,
  reopenPolicy: "continue",
  events: [
    { at: "2026-03-02T09:00:00Z", type: "start" },
    { at: "2026-03-02T10:00:00+01:00", type: "target", minutes: 30 },
  ],
  asOf: "2026-03-02T12:00:00Z",
};

function remarks(more: object): string[] {
  const read = verdictBundleSchema.safeParse({ ...bundle, ...more });
  return read.success ? [] : read.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`);
}

const start = (at: string) => ({ events: [{ at, type: "start" }] });
const excluded = (from: string, to: string) => ({ exclusions: [{ from, to }] });
const NEVER = "is not an instant; write it like 2026-03-06T14:00:00Z.";

describe("a verdict bundle", () => {
  test.each<[string, object]>([
    ["as it stands", {}],
    ["from the first instant of 1900", start("1900-01-01T00:00:00Z")],
    ["to the last second of 2399", { asOf: "2399-12-31T23:59:59Z" }],
    ["with a target of nothing", { targetMinutes: 0 }],
    ["with the most minutes that are counted exactly", { targetMinutes: 150_119_987_579_016 }],
    ["with an exclusion of no length", excluded("2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z")],
    ["with an exclusion of all time", excluded("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")],
    [
      "with every kind of event",
      {
        events: ["start", "pause", "resume", "stop", "reopen", "reset", "cancel"].map((type) => ({
          at: "2026-03-02T09:00:00Z",
          type,
        })),
      },
    ],
  ])("%s is one", (_name, more) => {
    expect(remarks(more)).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    [
      "from before 1900",
      start("1899-12-31T23:59:59Z"),
      ['events.0.at: "1899-12-31T23:59:59Z" lies outside the years 1900 to 2399.'],
    ],
    [
      "read in 2400",
      { asOf: "2400-01-01T00:00:00Z" },
      ['asOf: "2400-01-01T00:00:00Z" lies outside the years 1900 to 2399.'],
    ],
    ["with an event at no instant", start("noon"), [`events.0.at: "noon" ${NEVER}`]],
    [
      "with an exclusion from no instant",
      excluded("noon", "2026-03-02T10:00:00Z"),
      [`exclusions.0.from: "noon" ${NEVER}`],
    ],
    [
      "with an exclusion backwards",
      excluded("2026-03-02T10:00:00Z", "2026-03-02T09:59:59Z"),
      ["exclusions.0.to: An exclusion ends at or after its beginning."],
    ],
    ["with half a minute", { targetMinutes: 0.5 }, ["targetMinutes: Minutes are a whole number."]],
    ["with less than nothing", { targetMinutes: -1 }, ["targetMinutes: Minutes are not negative."]],
    [
      "with more than can be counted",
      { targetMinutes: 150_119_987_579_017 },
      ["targetMinutes: Minutes are 150119987579016 at most."],
    ],
  ])("%s is refused in words", (_name, more, expected) => {
    expect(remarks(more)).toEqual(expected);
  });

  test.each([
    ["event", { events: [{ ...bundle.events[0], note: "x" }] }],
    ["bundle", { note: "x" }],
    ["exclusion", { exclusions: [{ from: bundle.asOf, to: bundle.asOf, note: "x" }] }],
  ])("has no %s with members of its own", (_name, more) => {
    expect(remarks(more)).toHaveLength(1);
  });
});
