import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breachForecast } from "./breach-forecast.ts";
import { dueWarnings, FORESEEN_SECONDS, NEWS_SECONDS } from "./due-warnings.ts";
import type { VerdictBundle } from "./verdict-bundle.ts";
import { runningClock, WARNING_STEPS } from "./warning-step.ts";

const at = (text: string) => Math.floor(new Date(text).getTime() / 1000);
const nine: [string, string] = ["09:00", "17:00"];
const week = { mon: [nine], tue: [nine], wed: [nine], thu: [nine], fri: [nine] };
const bundle = (more: Partial<VerdictBundle>): VerdictBundle => ({
  id: "item",
  calendar: { zone: "UTC", weekly: week },
  targetMinutes: 240,
  reopenPolicy: "new_cycle",
  events: [{ at: "2026-11-20T15:00:00Z", type: "start" }],
  asOf: "2026-11-20T15:30:00Z",
  ...more,
});

describe("when a running clock reaches its steps", () => {
  test("is counted in business time: Friday afternoon goes on on Monday", () => {
    const clock = runningClock(bundle({}));
    expect(clock).toMatchObject({ cycle: 0, targetSeconds: 240 * 60 });
    expect(clock?.moments).toEqual([
      { step: "50", at: at("2026-11-20T17:00:00Z") },
      { step: "75", at: at("2026-11-23T10:00:00Z") },
      { step: "90", at: at("2026-11-23T10:36:00Z") },
      { step: "breach", at: at("2026-11-23T11:00:00Z") },
    ]);
  });

  test.each([
    ["has not started", []],
    [
      "is paused",
      [
        ["15:00", "start"],
        ["15:10", "pause"],
      ],
    ],
    [
      "is stopped",
      [
        ["15:00", "start"],
        ["15:10", "stop"],
      ],
    ],
    [
      "is cancelled",
      [
        ["15:00", "start"],
        ["15:10", "cancel"],
      ],
    ],
  ] as const)("is nothing where it %s", (_words, events) => {
    const told = events.map(([time, type]) => ({ at: `2026-11-20T${time}:00Z`, type }));
    expect(runningClock(bundle({ events: told }))).toBeNull();
  });

  test("moves by as long as it was paused, and by an exclusion", () => {
    const paused = runningClock(
      bundle({
        calendar: null,
        events: [
          { at: "2026-11-20T15:00:00Z", type: "start" },
          { at: "2026-11-20T15:10:00Z", type: "pause" },
          { at: "2026-11-20T15:25:00Z", type: "resume" },
        ],
      }),
    );
    expect(paused?.moments[0]?.at).toBe(at("2026-11-20T17:15:00Z"));
    const excluded = runningClock(
      bundle({
        calendar: null,
        exclusions: [{ from: "2026-11-20T16:00:00Z", to: "2026-11-20T17:00:00Z" }],
      }),
    );
    expect(excluded?.moments[0]?.at).toBe(at("2026-11-20T18:00:00Z"));
  });

  test("counts the cycle that runs, from 0, and its own target", () => {
    const again = runningClock(
      bundle({
        calendar: null,
        events: [
          { at: "2026-11-20T10:00:00Z", type: "start" },
          { at: "2026-11-20T11:00:00Z", type: "stop" },
          { at: "2026-11-20T15:00:00Z", type: "reopen" },
          { at: "2026-11-20T15:10:00Z", type: "target", minutes: 60 },
        ],
      }),
    );
    expect(again).toMatchObject({ cycle: 1, targetSeconds: 3600 });
    expect(again?.moments.at(-1)).toEqual({ step: "breach", at: at("2026-11-20T16:00:00Z") });
  });

  test("keeps the order of the steps, whatever the calendar and the target", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.boolean(), (targetMinutes, always) => {
        const calendar = always ? null : { zone: "Europe/Lisbon", weekly: week };
        const moments = runningClock(bundle({ targetMinutes, calendar }))?.moments ?? [];
        expect(moments.map((one) => one.step)).toEqual(["50", "75", "90", "breach"]);
        expect(moments.every((one, n) => n === 0 || one.at >= (moments[n - 1]?.at ?? 0))).toBe(true);
      }),
    );
  });
});

const clock = {
  cycle: 0,
  targetSeconds: 1000,
  moments: [
    { step: "50", at: 500 },
    { step: "75", at: 750 },
    { step: "90", at: 900 },
    { step: "breach", at: 1000 },
  ],
} as const;
const look = (now: number, said: string[] = [], forecast: number | null = null) =>
  dueWarnings({
    clock: { ...clock, moments: [...clock.moments] },
    said: new Set(said),
    now,
    forecast: forecast === null ? null : { ahead: 3, handlingSeconds: 100, sample: 20, doneAt: forecast },
  });
const steps = (answer: ReturnType<typeof look>) => answer.due.map((one) => one.step);

describe("what is said of a running clock", () => {
  test.each([
    ["before half of it", 499, [], [], 500],
    ["at half of it", 500, [], ["50"], 750],
    ["at half of it, said already", 500, ["50"], [], 750],
    ["at three quarters", 750, ["50"], ["75"], 900],
    ["at nine tenths", 900, ["50", "75"], ["90"], 1000],
    ["when it runs out", 1000, ["50", "75", "90"], ["breach"], null],
    ["after all was said", 5000, ["50", "75", "90", "breach"], [], null],
    ["when nobody looked for long: the highest alone", 950, [], ["90"], 1000],
    ["below a step that was said: the target grew, nothing is repeated", 600, ["90"], [], 1000],
    ["longer ago than a day: that is history", 1000 + NEWS_SECONDS + 1, [], [], null],
    ["a day ago: that is news", 1000 + NEWS_SECONDS, [], ["breach"], null],
  ])("%s", (_words, now, said, due, next) => {
    const answer = look(now, said);
    expect(steps(answer)).toEqual(due);
    expect(answer.next).toBe(next);
  });

  test.each([
    ["done after the target runs out", 100, [], 1001, ["predicted"]],
    ["done just in time", 100, [], 1000, []],
    ["foreseen already", 100, ["predicted"], 2000, []],
    ["with a share of the target reached at once", 500, [], 2000, ["50", "predicted"]],
    ["too late to foresee anything", 1000, ["90"], 2000, ["breach"]],
    ["too far ahead", 1000 - FORESEEN_SECONDS - 1, [], 9_999_999, []],
  ])("by the queue: %s", (_words, now, said, doneAt, due) => {
    expect(steps(look(now, said, doneAt))).toEqual(due);
  });

  test("is each step once at most, however often and late it is looked at", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 30 }), (moments) => {
        const told: string[] = [];
        for (const now of moments.sort((left, right) => left - right))
          told.push(...steps(look(now, told, 1500)));
        expect(new Set(told).size).toBe(told.length);
        const timed = told.filter((step) => step !== "predicted");
        expect(timed).toEqual(WARNING_STEPS.filter((step) => timed.includes(step)));
      }),
    );
  });

  test("is never late: whoever looks at the time that is named finds something to say", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1200 }), (now) => {
        const first = look(now);
        if (first.next === null) return;
        expect(first.next).toBeGreaterThan(now);
        expect(steps(look(first.next, steps(first)))).toHaveLength(1);
      }),
    );
  });
});

describe("a forecast", () => {
  const hourly = Array.from({ length: 12 }, (_, n) => n * 3600);

  test("is the items ahead and this one, at the pace of the last items done", () => {
    const answer = breachForecast({ calendar: null, done: hourly, ahead: 4, now: 100_000 });
    expect(answer).toEqual({ ahead: 4, handlingSeconds: 3600, sample: 11, doneAt: 100_000 + 5 * 3600 });
  });

  test("goes on when the office opens", () => {
    const done = Array.from({ length: 12 }, (_, n) => at("2026-11-19T09:00:00Z") + n * 1800);
    const now = at("2026-11-20T16:30:00Z");
    const answer = breachForecast({ calendar: { zone: "UTC", weekly: week }, done, ahead: 1, now });
    expect(answer?.doneAt).toBe(at("2026-11-23T09:30:00Z"));
  });

  test("says nothing of a desk that has done little, and takes the middle of the gaps", () => {
    expect(breachForecast({ calendar: null, done: hourly.slice(0, 10), ahead: 0, now: 0 })).toBeNull();
    const odd = [...hourly, 1_000_000];
    expect(breachForecast({ calendar: null, done: odd, ahead: 0, now: 0 })?.handlingSeconds).toBe(3600);
  });

  test("does not depend on the order of what was done", () => {
    const p = { calendar: null, ahead: 2, now: 0 };
    expect(breachForecast({ ...p, done: [...hourly].reverse() })).toEqual(
      breachForecast({ ...p, done: hourly }),
    );
  });
});
