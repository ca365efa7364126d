import { describe, expect, test } from "vitest";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { draftTermsFromListing } from "../contracts/terms-draft.ts";
import { clockSamples } from "./clock-samples.ts";
import { type ItemLife, triedOnItem, triedOnSample } from "./tried-clock.ts";

const terms = draftTermsFromListing({
  listing: {
    moduleCode: "it_support",
    title: "Desk",
    summary: "A desk.",
    monthlyFeeMinor: 400_000n,
    currency: "EUR",
    hours: { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]] },
    zone: "UTC",
    poolBps: 1200,
    serviceLevels: [],
  },
  startsOn: "2026-01-01",
});
const level = terms.serviceLevels.find((one) => one.clock) as ServiceLevel;
const priority = Object.keys(level.clock?.targetMinutesByPriority ?? {})[0] as string;

/** Monday to Tuesday, with a wait for the buyer over the night. */
const life: ItemLife = {
  id: "i",
  name: "INC1",
  type: level.workItemTypes[0] as string,
  priority,
  fields: {},
  events: [
    { at: "2026-03-02T15:00:00Z", type: "start", priority },
    { at: "2026-03-02T16:00:00Z", type: "pause", waitingOn: "buyer" },
    { at: "2026-03-03T10:00:00Z", type: "resume" },
    { at: "2026-03-03T11:00:00Z", type: "stop" },
  ],
  asOf: "2026-03-04T00:00:00Z",
};

describe("a real item", () => {
  test("is measured in the hours of the contract, and its nights are folded away", () => {
    const tried = triedOnItem({ life, level, terms });
    expect(tried?.result).toMatchObject({ netSeconds: 7200, state: "stopped" });
    expect(tried?.windows).toEqual([
      { start: "2026-03-02T15:00:00Z", end: "2026-03-02T17:00:00Z" },
      { start: "2026-03-03T09:00:00Z", end: "2026-03-03T11:30:00Z" },
    ]);
    expect(tried?.pieces.map((piece) => piece.state)).toContain("paused");
  });

  test("counts the hours of the level it is tried on, and the pauses of its own life", () => {
    const clock = level.clock as NonNullable<ServiceLevel["clock"]>;
    const all: ServiceLevel = { ...level, clock: { ...clock, calendar: "around_the_clock" } };
    expect(triedOnItem({ life, level: all, terms })?.result.netSeconds).toBe(7200);
    const unpaused = {
      ...life,
      events: life.events.filter((one) => one.type !== "pause" && one.type !== "resume"),
    };
    expect(triedOnItem({ life: unpaused, level: all, terms })?.result.netSeconds).toBe(72_000);
  });

  test.each<[string, Partial<ItemLife>, Partial<ServiceLevel>]>([
    ["of a type that the level does not cover", { type: "project" }, {}],
    ["without events", { events: [] }, {}],
    ["under a level without a clock", {}, { kind: "ratio" as never }],
  ])("%s has no clock", (_name, change, other) => {
    expect(triedOnItem({ life: { ...life, ...change }, level: { ...level, ...other }, terms })).toBeNull();
  });

  test("with more stretches than a picture can fold shows the whole time", () => {
    const long = {
      ...life,
      asOf: "2026-06-01T00:00:00Z",
      events: life.events.map((one) =>
        one.type === "stop" ? { ...one, at: "2026-05-05T11:00:00Z" } : one,
      ),
    };
    expect(triedOnItem({ life: long, level, terms })?.windows).toEqual([
      { start: "2026-03-02T15:00:00Z", end: "2026-05-05T11:00:00Z" },
    ]);
  });
});

describe("a sample", () => {
  const priorities = Object.keys(level.clock?.targetMinutesByPriority ?? {});
  test.each(clockSamples(priorities).map((sample) => [sample.id, sample] as const))(
    "%s runs through every clock of the service, every hour counting",
    (_id, sample) => {
      for (const one of terms.serviceLevels.filter((each) => each.clock)) {
        const tried = triedOnSample({ sample, level: one, terms });
        expect(tried?.windows).toHaveLength(1);
        expect(tried?.result.netSeconds).toBeGreaterThan(0);
      }
    },
  );

  test("of a service without clocks has none", () => {
    expect(
      triedOnSample({
        sample: clockSamples(["P1"])[0] as never,
        level: { ...level, kind: "count" as never },
        terms,
      }),
    ).toBeNull();
  });
});
