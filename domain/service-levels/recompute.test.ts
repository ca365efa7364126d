import { describe, expect, test } from "vitest";
import { recomputeStatement, recomputeVerdict } from "./recompute.ts";

const verdict = {
  id: "v",
  calendar: { zone: "UTC", weekly: { mon: [["09:00", "17:00"]] }, holidays: ["2026-12-25"], overrides: {} },
  targetMinutes: 60,
  reopenPolicy: "continue",
  exclusions: [{ from: "2026-03-02T09:00:00Z", to: "2026-03-02T10:00:00Z" }],
  events: [{ at: "2026-03-02T09:00:00Z", type: "start" }],
  asOf: "2026-03-02T12:00:00Z",
};

const statement = {
  id: "s",
  currency: "USD",
  feeMinor: "1000",
  commissionBps: 1000,
  scheme: {
    kind: "at_risk_pool",
    poolBps: 1000,
    capBps: 1000,
    levels: [
      {
        id: "a",
        weightBps: 10_000,
        direction: "higher",
        target: "99",
        minimum: "98",
        missBps: 1,
        failBps: 2,
        measured: "1",
      },
    ],
  },
};

/** A copy with the member at the path replaced; undefined removes it. */
function changed(whole: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(whole) as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const parent = keys.reduce((node, key) => node[key] as Record<string, unknown>, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

test("a good bundle of each kind has a result and no error", () => {
  expect(recomputeVerdict(verdict)).toMatchObject({ id: "v", verdict: "breached", netSeconds: 7200 });
  expect(recomputeStatement(statement)).toMatchObject({ id: "s", creditMinor: "0", capped: false });
});

test("the members a bundle may leave out are as if empty", () => {
  const bare = changed(changed(verdict, "exclusions", undefined), "calendar.overrides", undefined);
  expect(recomputeVerdict(bare)).toMatchObject({ netSeconds: 10_800 });
});

describe("what the format does not forbid is computed", () => {
  test("a target that no clock reaches is never breached", () => {
    const endless = changed(verdict, "targetMinutes", 1_000_000_000_000);
    expect(recomputeVerdict(endless)).toMatchObject({
      verdict: "pending",
      targetSeconds: 60_000_000_000_000,
      breachAt: null,
    });
  });

  test("an exclusion may reach to the end of the calendar on both sides", () => {
    const whole = [{ from: "0001-01-01T00:00:00Z", to: "9999-12-31T23:59:59Z" }];
    expect(recomputeVerdict(changed(verdict, "exclusions", whole))).toMatchObject({
      verdict: "pending",
      netSeconds: 0,
      grossSeconds: 10_800,
      breachAt: null,
    });
  });

  test.each([
    ["1943-07-05T08:00:00Z", "1943-07-05T12:00:00Z", 7200],
    ["2305-03-06T09:00:00Z", "2305-03-06T12:00:00Z", 10_800],
  ])("a clock that starts at %s", (at, asOf, grossSeconds) => {
    const calendar = { zone: "Europe/London", weekly: { mon: [["09:00", "12:00"]] } };
    const shifted = { ...verdict, calendar, exclusions: [], events: [{ at, type: "start" }], asOf };
    expect(recomputeVerdict(shifted)).toMatchObject({ grossSeconds, verdict: "breached" });
  });
});

describe("a verdict bundle that does not fit is named by the path to what is wrong", () => {
  test.each<[string, unknown, string?]>([
    ["calendar.zone", "Mars/Base"],
    ["calendar.zone", "+02:00"],
    ["calendar.weekly.mon.0.0", "9:00"],
    ["calendar.weekly.mon.0.0", "24:00"],
    ["calendar.weekly.mon.0.1", "24:01"],
    ["calendar.weekly.mon.0", ["09:00"], "calendar.weekly.mon.0"],
    ["calendar.weekly.monday", []],
    ["calendar.holidays.0", "2026-02-30"],
    ["calendar", undefined],
    ["calendar", "always"],
    ["targetMinutes", "60"],
    ["targetMinutes", -1],
    ["targetMinutes", 1.5],
    ["targetMinutes", 1e300],
    ["reopenPolicy", "grace"],
    ["exclusions.0.to", "2026-03-02T08:00:00Z"],
    ["events.0.at", "2026-03-02"],
    ["events.0.at", "2026-02-30T09:00:00Z"],
    ["events.0.at", "0026-03-02T09:00:00Z"],
    ["events.0.type", "halt"],
    ["events.0", { at: "2026-03-02T09:00:00Z", type: "target" }, "events.0.minutes"],
    ["events.0.minutes", 5],
    ["asOf", undefined],
    ["exclusion", []],
    ["id", 7],
  ])("%s = %j", (path, value, reported = path) => {
    const result = recomputeVerdict(changed(verdict, path, value));
    expect(result).toMatchObject({ id: path === "id" ? null : "v", error: { path: reported } });
    expect("error" in result ? result.error.message.length : 0).toBeGreaterThan(10);
  });

  test("an override on a day that does not exist", () => {
    const result = recomputeVerdict(changed(verdict, "calendar.overrides", { "2026-02-30": [] }));
    expect(result).toMatchObject({ error: { path: "calendar.overrides.2026-02-30" } });
  });
});

describe("a statement bundle that does not fit is named by the path to what is wrong", () => {
  test.each<[string, unknown, string?]>([
    ["feeMinor", 1000],
    ["feeMinor", "-1"],
    ["feeMinor", "10.5"],
    ["currency", "usd"],
    ["commissionBps", 10_001],
    ["scheme.kind", "lottery"],
    ["scheme.capBps", 10_001],
    ["scheme.poolBps", 0.5],
    ["scheme.levels.0.measured", 98],
    ["scheme.levels.0.measured", "98,5"],
    ["scheme.levels.0.measured", undefined],
    ["scheme.levels.0.target", "1e2"],
    ["scheme.levels.0.direction", "up"],
    ["scheme.levels.0.exccused", true],
    ["scheme.levels", [statement.scheme.levels[0], statement.scheme.levels[0]]],
    [
      "scheme",
      {
        kind: "service_points",
        valuePerPointMinor: "1",
        capBps: 1,
        levels: [{ id: "a", measured: "1", target: "2", bands: [{ atLeast: "1", points: 1 }] }],
      },
      "scheme.levels.0.bands",
    ],
  ])("%s = %j", (path, value, reported = path) => {
    expect(recomputeStatement(changed(statement, path, value))).toMatchObject({
      id: "s",
      error: { path: reported },
    });
  });
});

test.each([null, 5, "x", [], true])("%j is no bundle", (candidate) => {
  expect(recomputeVerdict(candidate)).toMatchObject({ id: null, error: { path: "" } });
  expect(recomputeStatement(candidate)).toMatchObject({ id: null, error: { path: "" } });
});

test("half a surrogate pair has no hash and is refused, not thrown", () => {
  expect(recomputeVerdict({ ...verdict, id: "\ud800" })).toMatchObject({ error: { path: "" } });
});
