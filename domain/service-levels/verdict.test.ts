import { describe, expect, test } from "vitest";
import { storyBundle as bundle, minute, type Step } from "../../test/factories/verdict-story.ts";
import { verdictOf } from "./verdict.ts";
import type { VerdictBundle } from "./verdict-bundle.ts";

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
