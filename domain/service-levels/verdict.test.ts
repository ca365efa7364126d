import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatInstant } from "../shared/instant.ts";
import { verdictOf } from "./verdict.ts";
import { type ClockEvent, type VerdictBundle, verdictBundleSchema } from "./verdict-bundle.ts";

const exampleBundle: VerdictBundle = {
  id: "case-1",
  calendar: {
    zone: "America/New_York",
    weekly: {
      mon: [
        ["09:00", "12:00"],
        ["13:00", "17:00"],
      ],
      fri: [
        ["09:00", "12:00"],
        ["13:00", "17:00"],
        ["22:00", "06:00"],
      ],
    },
    holidays: ["2026-11-26"],
    overrides: { "2026-12-24": [["09:00", "12:00"]] },
  },
  targetMinutes: 240,
  reopenPolicy: "continue",
  exclusions: [{ from: "2026-03-06T15:00:00Z", to: "2026-03-06T16:00:00Z" }],
  events: [
    { at: "2026-03-06T14:00:00Z", type: "start" },
    { at: "2026-03-06T18:30:00Z", type: "pause" },
    { at: "2026-03-06T19:00:00Z", type: "resume" },
  ],
  asOf: "2026-03-06T20:00:00Z",
};

test("the published example comes out whole, hash included", () => {
  expect(verdictOf(exampleBundle)).toEqual({
    id: "case-1",
    state: "running",
    verdict: "pending",
    netSeconds: 12600,
    grossSeconds: 16200,
    targetSeconds: 14400,
    breachAt: "2026-03-06T20:30:00Z",
    cycles: [
      {
        startedAt: "2026-03-06T14:00:00Z",
        endedAt: null,
        netSeconds: 12600,
        grossSeconds: 16200,
        targetSeconds: 14400,
        verdict: "pending",
      },
    ],
    ignored: [],
    bundleHash: "sha256:e199927d60895dcaeace58fb639a7e4672cc382148ecc4ebaccf17397a36e02c",
  });
});

/** Around the clock; minutes after 2026-01-01T00:00Z, target one hour. */
const ORIGIN = 1_767_225_600;
const minute = (at: number) => formatInstant(ORIGIN + at * 60);
type Step = [at: number, type: ClockEvent["type"], minutes?: number];
function bundle(steps: Step[], asOf: number, more: Partial<VerdictBundle> = {}): VerdictBundle {
  const events = steps.map(([at, type, minutes]) => ({
    at: minute(at),
    type,
    ...(minutes === undefined ? {} : { minutes }),
  }));
  return {
    id: "b",
    calendar: null,
    targetMinutes: 60,
    reopenPolicy: "continue",
    exclusions: [],
    events: events as ClockEvent[],
    asOf: minute(asOf),
    ...more,
  };
}

describe("one cycle", () => {
  test.each<[string, Step[], number, string, string, number, number | null]>([
    ["nothing happened", [], 10, "not_started", "none", 0, null],
    ["everything lies after asOf", [[20, "start"]], 10, "not_started", "none", 0, null],
    ["running", [[0, "start"]], 10, "running", "pending", 10, 60],
    ["running, exactly at the target", [[0, "start"]], 60, "running", "pending", 60, 60],
    ["running past the target", [[0, "start"]], 61, "running", "breached", 61, 60],
    [
      "stopped at the target",
      [
        [0, "start"],
        [60, "stop"],
      ],
      99,
      "stopped",
      "met",
      60,
      null,
    ],
    [
      "stopped past it",
      [
        [0, "start"],
        [61, "stop"],
      ],
      99,
      "stopped",
      "breached",
      61,
      60,
    ],
    [
      "paused, not breached",
      [
        [0, "start"],
        [10, "pause"],
      ],
      99,
      "paused",
      "pending",
      10,
      null,
    ],
    [
      "paused after the breach",
      [
        [0, "start"],
        [70, "pause"],
      ],
      99,
      "paused",
      "breached",
      70,
      60,
    ],
    [
      "a pause does not count",
      [
        [0, "start"],
        [10, "pause"],
        [40, "resume"],
      ],
      50,
      "running",
      "pending",
      20,
      90,
    ],
    [
      "stopped while paused",
      [
        [0, "start"],
        [10, "pause"],
        [40, "stop"],
      ],
      50,
      "stopped",
      "met",
      10,
      null,
    ],
    [
      "cancelled",
      [
        [0, "start"],
        [10, "cancel"],
      ],
      50,
      "cancelled",
      "void",
      10,
      null,
    ],
    [
      "cancelled after a breach",
      [
        [0, "start"],
        [70, "cancel"],
      ],
      99,
      "cancelled",
      "void",
      70,
      null,
    ],
    [
      "cancelled after the stop",
      [
        [0, "start"],
        [70, "stop"],
        [80, "cancel"],
      ],
      99,
      "cancelled",
      "void",
      70,
      null,
    ],
    [
      "a longer target counts from the original start",
      [
        [0, "start"],
        [70, "target", 120],
      ],
      80,
      "running",
      "pending",
      80,
      120,
    ],
    [
      "a shorter one can breach in the past",
      [
        [0, "start"],
        [50, "target", 30],
      ],
      51,
      "running",
      "breached",
      51,
      30,
    ],
    [
      "a target of nothing is reached at the start",
      [
        [5, "start"],
        [6, "target", 0],
      ],
      7,
      "running",
      "breached",
      2,
      5,
    ],
  ])("%s", (_name, steps, asOf, state, verdict, net, breach) => {
    const result = verdictOf(bundle(steps, asOf));
    expect(result).toMatchObject({ state, verdict, netSeconds: net * 60, ignored: [] });
    expect(result.breachAt).toBe(breach === null ? null : minute(breach));
  });
});

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

describe("for any story", () => {
  const types = ["start", "pause", "resume", "stop", "reopen", "reset", "cancel", "target"] as const;
  const story = fc.record({
    steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.constantFrom(...types)), {
      maxLength: 14,
    }),
    asOf: fc.integer({ min: 0, max: 320 }),
    policy: fc.constantFrom("continue" as const, "new_cycle" as const),
    exclusions: fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 80 })), {
      maxLength: 3,
    }),
  });
  const build = (one: {
    steps: (readonly [number, ClockEvent["type"]])[];
    asOf: number;
    policy: "continue" | "new_cycle";
    exclusions: [number, number][];
  }) =>
    bundle(
      one.steps.map(([at, type]): Step => (type === "target" ? [at, type, 45] : [at, type])),
      one.asOf,
      {
        reopenPolicy: one.policy,
        exclusions: one.exclusions.map(([from, length]) => ({
          from: minute(from),
          to: minute(from + length),
        })),
      },
    );

  test("the bundle fits its schema, the result repeats, and net never passes gross", () => {
    fc.assert(
      fc.property(story, (one) => {
        const built = build(one);
        expect(verdictBundleSchema.safeParse(built).success).toBe(true);
        const result = verdictOf(built);
        expect(verdictOf(structuredClone(built))).toEqual(result);
        for (const cycle of result.cycles) expect(cycle.netSeconds <= cycle.grossSeconds).toBe(true);
      }),
    );
  });

  test("removing the ignored events and those after asOf changes nothing but the hash", () => {
    fc.assert(
      fc.property(story, (one) => {
        const built = build(one);
        const { ignored, bundleHash, ...rest } = verdictOf(built);
        const kept = built.events.filter(
          (event, index) => !ignored.includes(index) && event.at <= built.asOf,
        );
        const again = verdictOf({ ...built, events: kept });
        expect(again).toMatchObject(rest);
        expect(again.ignored).toEqual([]);
        expect(bundleHash).toMatch(/^sha256:[0-9a-f]{64}$/);
      }),
    );
  });

  test("events at different instants may be given in any order", () => {
    fc.assert(
      fc.property(story, (one) => {
        const apart = one.steps.map(([at, type], index): [number, (typeof types)[number]] => [
          at * 20 + index,
          type,
        ]);
        const forward = build({ ...one, steps: apart, asOf: one.asOf * 20 });
        const backward = { ...forward, events: [...forward.events].reverse() };
        const { ignored: first, bundleHash: _first, ...left } = verdictOf(forward);
        const { ignored: second, bundleHash: _second, ...right } = verdictOf(backward);
        expect(right).toEqual(left);
        expect(second.map((index) => forward.events.length - 1 - index).sort((a, b) => a - b)).toEqual(
          first,
        );
      }),
    );
  });

  test("counting minute by minute gives the same net time in the last cycle", () => {
    fc.assert(
      fc.property(story, (one) => {
        const built = build(one);
        const result = verdictOf(built);
        const last = result.cycles.at(-1);
        if (!last) return;
        const { ignored } = result;
        const events = one.steps
          .map(([at, type], index) => ({ at, type, index }))
          .filter(({ at, index }) => at <= one.asOf && !ignored.includes(index))
          .sort((a, b) => a.at - b.at || a.index - b.index);
        let net = 0;
        for (let at = 0; at < one.asOf; at++) {
          if (minute(at) < last.startedAt) continue;
          const latest = events.filter((event) => event.at <= at && event.type !== "target").at(-1)?.type;
          const isRunning =
            latest === "start" || latest === "resume" || latest === "reopen" || latest === "reset";
          const isExcluded = one.exclusions.some(([from, length]) => from <= at && at < from + length);
          if (isRunning && !isExcluded) net += 60;
        }
        expect(last.netSeconds).toBe(net);
      }),
    );
  });
});
