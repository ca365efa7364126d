import { expect, test } from "vitest";
import { summaryOfAttestations } from "./attestation-summary.ts";

const of = (
  name: string,
  state: string,
  rest: { level?: string; levelName?: string; daysLeft?: number } = {},
) => ({
  name,
  state,
  level: "verified",
  levelName: "Independently verified",
  daysLeft: 300,
  ...rest,
});
const declared = { level: "declared", levelName: "Declared" };

test.each([
  ["nothing", [], { standing: "none", name: null, daysLeft: null, seen: 0 }],
  ["one that holds", [of("SOC 1", "valid")], { standing: "holds", seen: 1 }],
  ["words alone", [of("SOC 1", "valid", declared)], { standing: "declared", seen: 0, name: null }],
  [
    "one that expires sooner",
    [of("SOC 1", "expiring", { daysLeft: 20 }), of("SOC 2", "expiring", { daysLeft: 9 })],
    { standing: "expiring", name: "SOC 2", daysLeft: 9, seen: 2 },
  ],
  [
    "one that lapsed last, before any that expires",
    [
      of("SOC 1", "expiring", { daysLeft: 1 }),
      of("SOC 2", "lapsed", { daysLeft: -40 }),
      of("ISO", "lapsed", { daysLeft: -2 }),
    ],
    { standing: "lapsed", name: "ISO", daysLeft: -2, seen: 3 },
  ],
  [
    "a lapsed one whose successor holds",
    [of("SOC 1", "lapsed", { daysLeft: -2 }), of("SOC 1", "valid")],
    { standing: "holds", name: null, seen: 1 },
  ],
])("%s", (_what, all, expected) => {
  expect(summaryOfAttestations(all)).toMatchObject(expected);
});

test("what holds stands under its level, the strictest first, each name once", () => {
  const all = [
    of("SOC 2", "valid", declared),
    of("SOC 1", "valid"),
    of("SOC 1", "expiring", { daysLeft: 3 }),
    of("ISO", "lapsed", { daysLeft: -3 }),
    of("ISO", "not_yet_valid", declared),
  ];
  expect(summaryOfAttestations(all).levels).toEqual([
    { levelName: "Independently verified", names: ["SOC 1"] },
    { levelName: "Declared", names: ["SOC 2"] },
  ]);
});
