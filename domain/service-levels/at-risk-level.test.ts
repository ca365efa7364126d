import { expect, test } from "vitest";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { atRiskLevelOf } from "./at-risk-level.ts";

const base = {
  id: "accuracy",
  weightBps: 4000,
  direction: "higher",
  target: "98.0",
  minimum: "95.0",
  missBps: 5000,
  failBps: 10_000,
} as const;
const level: ServiceLevel = {
  ...base,
  name: "Posting accuracy",
  metric: "bookkeeping.posting_accuracy",
  kind: "ratio",
  workItemTypes: ["bank_line"],
  unit: "%",
  minimumSample: 0,
};

test("a level reaches the statement with its measured value", () => {
  expect(atRiskLevelOf(level, { measured: "96.20", excused: false })).toEqual({
    ...base,
    measured: "96.20",
  });
});

test("only an excused level says that it is", () => {
  expect(atRiskLevelOf(level, { measured: null, excused: true })).toEqual({
    ...base,
    measured: null,
    excused: true,
  });
  expect(atRiskLevelOf(level, { measured: null, excused: false })).not.toHaveProperty("excused");
});
