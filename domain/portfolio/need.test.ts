import { describe, expect, test } from "vitest";
import { NEED_ORDER, type Need, type NeedFacts, needOf } from "./need.ts";

const CALM: NeedFacts = {
  status: "met",
  sufficient: true,
  dueSoon: 0,
  waitingOnBuyer: 0,
  openItems: 10,
  requiredDaysLeft: 200,
};

describe("what an engagement needs today", () => {
  test.each<[string, Partial<NeedFacts>, Need | null]>([
    ["nothing, when all is on target", {}, null],
    [
      "a lapsed attestation outweighs everything",
      { requiredDaysLeft: -1, status: "failed", dueSoon: 3 },
      "attestation_lapsed",
    ],
    ["the last day of an attestation is not yet a lapse", { requiredDaysLeft: 0 }, "attestation_lapses"],
    ["21 days before the end it is talked about", { requiredDaysLeft: 21 }, "attestation_lapses"],
    ["22 days before the end it is not", { requiredDaysLeft: 22 }, null],
    ["a level below its minimum", { status: "failed" }, "level_failed"],
    [
      "a level below its minimum on too few items is left alone",
      { status: "failed", sufficient: false },
      null,
    ],
    ["a clock that runs out within a day", { status: "missed", dueSoon: 1 }, "breach_near"],
    ["a level below its target", { status: "missed" }, "level_missed"],
    ["half of the open work waiting for the buyer", { waitingOnBuyer: 5 }, "held_by_buyer"],
    ["less than half waiting", { waitingOnBuyer: 4 }, null],
    ["no open work at all", { openItems: 0 }, null],
    ["no attestation required", { requiredDaysLeft: null }, null],
  ])("%s", (_fact, facts, expected) => {
    expect(needOf({ ...CALM, ...facts })).toBe(expected);
  });

  test("every need has its place in the order", () => {
    expect(new Set(NEED_ORDER).size).toBe(6);
  });
});
