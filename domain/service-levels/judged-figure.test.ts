import { describe, expect, test } from "vitest";
import type { SmallSample } from "../catalogue/metric-rules.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { rational } from "../shared/rational.ts";
import { judged, statusOf } from "./judged-figure.ts";
import { inputOf } from "./kinds/test-decided.ts";
import type { KindReading, MonthInput } from "./level-figure.ts";
import type { LevelWindow } from "./level-window.ts";

const BY = { by: "count", of: "finished", where: { all: [] } } as const;

/** The judgement of a reading: 96 of 100 against a target of 95 unless it says otherwise. */
function judge(
  p: {
    level?: Partial<ServiceLevel>;
    reading?: Partial<KindReading>;
    window?: Partial<LevelWindow>;
    input?: Partial<MonthInput>;
  } = {},
) {
  const usual = inputOf({ kind: "ratio", measure: BY, direction: "higher", items: [] });
  const { rounding: _none, ...rest } = usual.level;
  const level = { ...rest, target: "95", minimum: "90", minimumSample: 20, ...p.level };
  const reading: KindReading = {
    ...{ n: 100, hits: 96, misses: 4, excluded: 0, voided: 0, value: rational(96n), gross: rational(95n) },
    ...{ interval: null, desk: null, counted: [], verdicts: [], ...p.reading },
  };
  const { period } = usual;
  const window: LevelWindow = {
    ...{ kind: "month", from: "2026-10", to: "2026-10", period, isComplete: true },
    ...p.window,
  };
  return judged({ input: { ...usual, level, ...p.input }, window, reading }).figure;
}

describe("a figure against its level", () => {
  test.each<["higher" | "lower", string, string, string]>([
    ["higher", "95", "90", "met"],
    ["higher", "96", "90", "met"],
    ["higher", "96.01", "96", "missed"],
    ["higher", "99", "96.01", "failed"],
    ["lower", "96", "99", "met"],
    ["lower", "95", "96", "missed"],
    ["lower", "90", "95", "failed"],
  ])("%s is better, target %s, minimum %s: %s", (direction, target, minimum, status) => {
    expect(judge({ level: { direction, target, minimum } })).toMatchObject({ status, measured: "96.00" });
    expect(statusOf({ direction, target, minimum }, "96")).toBe(status);
  });

  test("carries what it was read from, and only what it has", () => {
    const figure = judge();
    expect(figure).toMatchObject({
      ...{ levelId: "level", name: "A level", metric: "m", kind: "ratio", direction: "higher", unit: "%" },
      ...{ target: "95", minimum: "90", minimumSample: 20, n: 100, hits: 96, misses: 4 },
      ...{ measured: "96.00", gross: "95.00", sufficient: true, excused: false, status: "met" },
    });
    for (const member of ["against", "reason", "window", "clockRules", "rounding", "detail", "pending"])
      expect(figure).not.toHaveProperty(member);
  });

  test("is rounded as the contract says before it meets its target", () => {
    const rounding = { decimals: 0, mode: "down" } as const;
    expect(
      judge({ level: { rounding, target: "96" }, reading: { value: rational(959n, 10n) } }),
    ).toMatchObject({
      ...{ measured: "95", status: "missed", rounding },
    });
  });

  test("names its window where that is not the month, and its detail", () => {
    const detail = { kind: "count", looked: 3 } as const;
    expect(
      judge({ window: { kind: "quarter", from: "2026-10", to: "2026-12" }, reading: { detail } }),
    ).toMatchObject({
      ...{ window: { kind: "quarter", from: "2026-10", to: "2026-12" }, detail },
    });
  });

  test("names the conditions of its clock by their hash, with the version of the terms", () => {
    const clock = {
      ...{ name: "resolve", calendar: "contract" as const, targetMinutesByPriority: { standard: 60 } },
      rules: { start: { event: { is: "start" } } },
    } as unknown as ServiceLevel["clock"];
    const rules = inputOf({ kind: "ratio", measure: BY, direction: "higher", items: [] }).rules;
    const named = (more: object) =>
      judge({ level: { clock: clock as never }, input: { rules: { ...rules, ...more } } });
    expect(named({}).clockRules).toEqual({
      termsVersion: null,
      hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(named({ termsVersion: 3 }).clockRules?.termsVersion).toBe(3);
    const { rules: _, ...plain } = clock as object as { rules: unknown };
    expect(judge({ level: { clock: plain as never } })).not.toHaveProperty("clockRules");
  });
});

describe("nothing measured", () => {
  const nothing = { n: 0, hits: 0, misses: 0, value: null, gross: null };

  test("is excused where other work went on, and no data where none did", () => {
    expect(judge({ reading: nothing })).toMatchObject({
      ...{ status: "excused", excused: true, reason: "Nothing was due in the month.", measured: null },
      ...{ sufficient: false, gross: null },
    });
    const silent = judge({ reading: nothing, input: { monthHasWork: false } });
    expect(silent).toMatchObject({ status: "no_data", excused: false });
    expect(silent).not.toHaveProperty("reason");
  });

  test("of a sample that waits says for whom", () => {
    const pending = { excused: false, reason: "It waits for the provider." };
    expect(judge({ reading: { ...nothing, pending } })).toMatchObject({ status: "no_data", ...pending });
    expect(judge({ reading: { pending } })).toMatchObject({ status: "met" });
  });

  test("decides before a quarter has ended", () => {
    expect(judge({ window: { isComplete: false } })).toMatchObject({
      ...{ status: "excused", reason: "Counts at the end of the quarter; this is the figure so far." },
    });
  });
});

describe("a small month", () => {
  const few = { n: 19, hits: 17, misses: 2, value: rational(1700n, 19n), gross: rational(1700n, 19n) };
  const FEW = "19 of the 20 items that the contract asks for";
  const small = (smallSample?: SmallSample, more: Parameters<typeof judge>[0] = {}) =>
    judge({
      ...more,
      level: { ...(smallSample ? { smallSample } : {}), ...more.level },
      reading: { ...few, ...more.reading },
    });

  test("is excused unless the contract says otherwise", () => {
    expect(small()).toMatchObject({
      ...{ status: "excused", sufficient: false, reason: `${FEW}: nothing is held against the provider.` },
    });
  });

  test("is one below the least number, not at it, and not without items", () => {
    expect(small(undefined, { reading: { n: 20 } })).toMatchObject({ status: "failed", sufficient: true });
    expect(small(undefined, { reading: { n: 0 } })).toMatchObject({ status: "failed", excused: false });
  });

  test("rolls up into its quarter, which may be small as well", () => {
    expect(small({ kind: "roll_up", window: "quarter" })).toMatchObject({
      ...{ status: "excused", reason: `${FEW}: the month is rolled up into its quarter.` },
    });
    expect(small({ kind: "roll_up", window: "quarter" }, { window: { kind: "quarter" } })).toMatchObject({
      ...{ status: "excused" },
      reason: `${FEW}, even over the quarter: nothing is held against the provider.`,
    });
  });

  test.each<[number, number | undefined, number, string, string, string]>([
    [2, undefined, 2, "met", "4", "misses"],
    [1, undefined, 2, "missed", "2", "miss"],
    [0, undefined, 1, "missed", "1", "misses"],
    [0, undefined, 2, "failed", "1", "misses"],
    [3, undefined, 7, "failed", "6", "misses"],
    [1, 5, 5, "missed", "5", "miss"],
    [1, 5, 6, "failed", "5", "miss"],
  ])("with at most %i misses (failed above %o) and %i of them is %s", (max, failAbove, misses, ...rest) => {
    const [status, minimum, word] = rest;
    const rule: SmallSample = {
      kind: "max_misses",
      max,
      ...(failAbove === undefined ? {} : { failAbove }),
    };
    expect(small(rule, { reading: { misses } })).toMatchObject({
      ...{ status, excused: false },
      against: { direction: "lower", target: String(max), minimum, measured: String(misses) },
      reason: `${FEW}: at most ${max} ${word} instead of the percentage.`,
    });
  });

  test("is none to counts and states over time: they say what they say", () => {
    for (const kind of ["count", "continuous"] as const)
      expect(small(undefined, { level: { kind } })).toMatchObject({ status: "failed", sufficient: true });
    for (const kind of ["clock_attainment", "duration", "money", "sample"] as const)
      expect(small(undefined, { level: { kind } })).toMatchObject({ status: "excused", sufficient: false });
  });
});
