import { describe, expect, test } from "vitest";
import { figureBundleSchema, isFigureBundle } from "./figure-bundle.ts";
import { figureBundleFor } from "./figure-bundle-for.ts";
import { inputOf } from "./kinds/test-decided.ts";

const BAD = { by: "count", of: "finished", where: { field: "bad", is: true } } as const;

describe("a bundle that is handed in", () => {
  const items = [{ id: "a", fields: { bad: true } }];
  const input = inputOf({ kind: "count", measure: BAD, direction: "higher", items });
  const good = figureBundleFor({ id: "b", input });
  const issuesOf = (change: object) =>
    figureBundleSchema
      .safeParse({ ...JSON.parse(JSON.stringify(good)), ...change })
      .error?.issues.map((one) => `${one.path.join(".")}: ${one.message}`) ?? [];
  const sample = (change: object = {}) => ({
    sample: { size: 5, population: 10, errors: 1, unit: "items", ...change },
  });
  const TOO_MANY = "sample: A sample has at most as many errors as pieces, and fewer than its population.";
  const MONTH = "Write a month such as 2026-10.";

  test.each<[object, string[]]>([
    [{}, []],
    [{ asOf: "noon" }, ['asOf: "noon" is not an instant; write it like 2026-03-06T14:00:00Z.']],
    [{ month: "2026-13" }, [`month: ${MONTH}`]],
    [{ month: "2026-00" }, [`month: ${MONTH}`]],
    [{ month: "in 2026-10" }, [`month: ${MONTH}`]],
    [{ month: "2026-10-01" }, [`month: ${MONTH}`]],
    [{ lastMonth: "October" }, [`lastMonth: ${MONTH}`]],
    [{ month: "2026-09", lastMonth: "2026-12" }, []],
    [{ zone: "Mars/Olympus" }, ["zone: Write a time zone such as Europe/Berlin."]],
    [{ rules: "99" }, ["rules: This product has no rules of that version."]],
    [
      { level: { ...good?.level, target: "x" } },
      ['level.target: Write a decimal in quotes, such as "98.5".'],
    ],
    [{ level: { ...good?.level, minimumSample: 1.5 } }, ["level.minimumSample: This is a whole number."]],
    [{ level: { ...good?.level, minimumSample: -1 } }, ["level.minimumSample: This is not negative."]],
    [sample(), []],
    [sample({ errors: 5 }), []],
    [sample({ errors: 6 }), [TOO_MANY]],
    [sample({ size: 10 }), []],
    [sample({ size: 11 }), [TOO_MANY]],
    [sample({ scored: [{ workItemId: "a", errors: 0, units: 2 }] }), []],
    [sample({ colour: "red" }), ['sample: Unrecognized key: "colour"']],
    [{ pending: { reason: "It waits.", excused: true } }, []],
    [
      { pending: { reason: "It waits." } },
      ["pending.excused: Invalid input: expected boolean, received undefined"],
    ],
  ])("with %j", (change, issues) => {
    expect(issuesOf(change)).toEqual(issues);
  });

  test("an item of a scored sample has at least one unit", () => {
    expect(issuesOf(sample({ scored: [{ workItemId: "a", errors: 0, units: 0 }] }))).toHaveLength(1);
  });

  test("says by its kind that it is one", () => {
    expect(isFigureBundle(good)).toBe(true);
    for (const other of [null, "count", {}, { kind: "clock" }, { kind: 7 }])
      expect(isFigureBundle(other)).toBe(false);
  });
});
