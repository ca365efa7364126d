import { describe, expect, test } from "vitest";
import { storyBundle as bundle, minute, type Step } from "../../test/factories/verdict-story.ts";
import { verdictOf } from "./verdict.ts";

describe("reopening", () => {
  const steps: Step[] = [
    [0, "start"],
    [50, "stop"],
    [100, "reopen"],
    [120, "stop"],
  ];

  test("continue lets the same cycle run on, without the time between", () => {
    const result = verdictOf(bundle(steps, 200));
    expect(result).toMatchObject({ verdict: "breached", netSeconds: 70 * 60, breachAt: minute(110) });
    expect(result.cycles).toMatchObject([{ startedAt: minute(0), endedAt: minute(120) }]);
  });

  test("new_cycle keeps the old verdict and starts another", () => {
    const result = verdictOf(bundle(steps, 200, { reopenPolicy: "new_cycle" }));
    expect(result).toMatchObject({ verdict: "met", netSeconds: 20 * 60, breachAt: null });
    expect(result.cycles.map((cycle) => cycle.verdict)).toEqual(["met", "met"]);
  });

  test("an item stays breached if any of its cycles is, and shows the figures of the last", () => {
    const late: Step[] = [
      [0, "start"],
      [70, "stop"],
      [100, "reopen"],
      [110, "target", 30],
    ];
    const result = verdictOf(bundle(late, 120, { reopenPolicy: "new_cycle" }));
    expect(result).toMatchObject({
      state: "running",
      verdict: "breached",
      netSeconds: 1200,
      targetSeconds: 1800,
      breachAt: minute(130),
    });
    expect(result.cycles.map((cycle) => cycle.verdict)).toEqual(["breached", "pending"]);
  });

  test("an item that is cancelled is void, whatever its cycles were", () => {
    const given: Step[] = [
      [0, "start"],
      [70, "stop"],
      [100, "reopen"],
      [110, "cancel"],
    ];
    const result = verdictOf(bundle(given, 120, { reopenPolicy: "new_cycle" }));
    expect(result).toMatchObject({ state: "cancelled", verdict: "void", breachAt: null });
    expect(result.cycles.map((cycle) => cycle.verdict)).toEqual(["breached", "void"]);
  });

  test("what is no instant is refused by its words", () => {
    const exclusions = [{ from: "noon", to: minute(1) }];
    const refused = new RangeError('"noon" is not an instant.');
    expect(() => verdictOf(bundle([[0, "start"]], 10, { exclusions }))).toThrow(refused);
    expect(() => verdictOf(bundle([[0, "start"]], 10, { asOf: "noon" }))).toThrow(refused);
  });

  test("a new cycle has the bundle's target again", () => {
    const changed: Step[] = [
      [0, "start"],
      [10, "target", 500],
      [70, "stop"],
      [100, "reopen"],
    ];
    expect(verdictOf(bundle(changed, 110, { reopenPolicy: "new_cycle" }))).toMatchObject({
      targetSeconds: 3600,
    });
    expect(verdictOf(bundle(changed, 110))).toMatchObject({ targetSeconds: 30_000 });
  });
});

test("a reset ends the cycle without a verdict and starts a running one", () => {
  const result = verdictOf(
    bundle(
      [
        [0, "start"],
        [70, "pause"],
        [80, "reset"],
      ],
      90,
    ),
  );
  expect(result).toMatchObject({
    state: "running",
    verdict: "pending",
    netSeconds: 600,
    breachAt: minute(140),
  });
  expect(result.cycles).toMatchObject([
    { startedAt: minute(0), endedAt: minute(80), verdict: "none" },
    { startedAt: minute(80), endedAt: null, verdict: "pending" },
  ]);
});

test.each<[string, Step[], number[]]>([
  [
    "before the start",
    [
      [0, "pause"],
      [0, "resume"],
      [0, "stop"],
      [0, "reopen"],
      [0, "reset"],
      [0, "cancel"],
      [0, "target", 5],
      [1, "start"],
    ],
    [0, 1, 2, 3, 4, 5, 6],
  ],
  [
    "while running",
    [
      [0, "start"],
      [1, "start"],
      [1, "resume"],
      [1, "reopen"],
    ],
    [1, 2, 3],
  ],
  [
    "while paused",
    [
      [0, "start"],
      [1, "pause"],
      [2, "pause"],
      [2, "start"],
      [2, "reopen"],
    ],
    [2, 3, 4],
  ],
  [
    "once stopped",
    [
      [0, "start"],
      [1, "stop"],
      [2, "stop"],
      [2, "pause"],
      [2, "resume"],
      [2, "reset"],
      [2, "start"],
      [2, "target", 9],
    ],
    [2, 3, 4, 5, 6, 7],
  ],
  [
    "once cancelled",
    [
      [0, "start"],
      [1, "cancel"],
      [2, "cancel"],
      [2, "reopen"],
      [2, "start"],
    ],
    [2, 3, 4],
  ],
])("events that make no sense %s are ignored and named by position", (_name, steps, ignored) => {
  expect(verdictOf(bundle(steps, 10)).ignored).toEqual(ignored);
});

describe("exclusions", () => {
  const span = (from: number, to: number) => ({ from: minute(from), to: minute(to) });
  test.each<[string, { from: string; to: string }[], number, number | null]>([
    ["overlapping ones count once", [span(10, 30), span(20, 40), span(15, 16)], 20, 90],
    ["outside the running time they do nothing", [span(-20, 0)], 50, 60],
    ["a coming one moves the projection", [span(55, 65)], 50, 70],
    ["covering everything", [span(-10, 99)], 0, 159],
  ])("%s", (_name, exclusions, net, breach) => {
    const result = verdictOf(bundle([[0, "start"]], 50, { exclusions }));
    expect(result).toMatchObject({
      netSeconds: net * 60,
      grossSeconds: 3000,
      breachAt: breach === null ? null : minute(breach),
    });
  });
});

test("a projection that needs more than five years is null", () => {
  const rare = {
    zone: "UTC",
    weekly: {},
    overrides: { "2026-01-01": [["00:00", "00:30"]] as [string, string][] },
  };
  expect(verdictOf(bundle([[0, "start"]], 10, { calendar: rare }))).toMatchObject({
    verdict: "pending",
    breachAt: null,
  });
  const fiveYears = (2 * 365 + 366 + 2 * 365) * 1440;
  expect(verdictOf(bundle([[0, "start"]], 0, { targetMinutes: fiveYears })).breachAt).toBe(
    "2031-01-01T00:00:00Z",
  );
  expect(verdictOf(bundle([[0, "start"]], 0, { targetMinutes: fiveYears + 1 })).breachAt).toBeNull();
});
