import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatInstant } from "../shared/instant.ts";
import { compileCalendar } from "./compiled-calendar.ts";
import { TapeClock } from "./tape-clock.ts";
import { type VerdictResult, verdictOf } from "./verdict.ts";
import type { ClockEvent, ReopenPolicy, VerdictBundle } from "./verdict-bundle.ts";

const MONDAY = Date.UTC(2026, 2, 2) / 1000;
const DAY = 86_400;
const OFFICE = {
  zone: "UTC",
  weekly: { mon: [["09:00", "17:00"]], tue: [["09:00", "12:00"]] } as VerdictCalendar["weekly"],
};
type VerdictCalendar = NonNullable<VerdictBundle["calendar"]>;
type Kind = "start" | "pause" | "resume" | "stop" | "reopen" | "reset" | "cancel" | "target";
/** Seconds since Monday's midnight, and of a target its minutes. */
type Step = [at: number, kind: Kind, minutes?: number];

const STATES: VerdictResult["state"][] = ["not_started", "running", "paused", "stopped", "cancelled"];

function play(clock: TapeClock, steps: readonly Step[]): void {
  for (const [at, kind, minutes] of steps) {
    if (kind === "target") clock.target(minutes ?? 60);
    else clock[kind](MONDAY + at);
  }
}

type Story = {
  steps: readonly Step[];
  targetMinutes: number;
  reopenPolicy: ReopenPolicy;
  office: boolean;
  /** Seconds since Monday's midnight before which nothing counts; null: everything does. */
  countsFrom: number | null;
};

function clockOf(story: Story, before: readonly Step[] = []): TapeClock {
  const calendar = compileCalendar(story.office ? OFFICE : null);
  const clock = new TapeClock({ reopenPolicy: story.reopenPolicy, calendar });
  // A clock is used again and again: what it was before leaves no trace.
  clock.begin(1, MONDAY + 7000);
  play(clock, before);
  clock.begin(story.targetMinutes, story.countsFrom === null ? -Infinity : MONDAY + story.countsFrom);
  play(clock, story.steps);
  return clock;
}

/** The slow reading, and the same as it were without what came before the contract. */
function verdicts(story: Story, asOf: number) {
  const { steps, countsFrom } = story;
  const first = steps[0]?.[0] ?? 0;
  const bundle: VerdictBundle = {
    ...{ id: "t", calendar: story.office ? OFFICE : null, targetMinutes: story.targetMinutes },
    ...{ reopenPolicy: story.reopenPolicy, asOf: formatInstant(MONDAY + asOf) },
    exclusions:
      countsFrom !== null && countsFrom > first
        ? [{ from: formatInstant(MONDAY + first), to: formatInstant(MONDAY + countsFrom) }]
        : [],
    events: steps.map(([at, type, minutes]) => ({
      at: formatInstant(MONDAY + at),
      type,
      ...(type === "target" ? { minutes: minutes ?? 60 } : {}),
    })) as ClockEvent[],
  };
  return { net: verdictOf(bundle), gross: verdictOf({ ...bundle, exclusions: [] }) };
}

const at = fc.integer({ min: 0, max: 3 * DAY });
const kinds = ["pause", "resume", "stop", "reopen", "reset", "target"] as const;
const steps = fc
  .tuple(
    at,
    fc.array(fc.tuple(at, fc.constantFrom(...kinds), fc.integer({ min: 1, max: 900 })), { maxLength: 9 }),
  )
  .map(([begins, more]): Step[] => [
    [begins, "start"],
    ...more
      .map(([after, kind, minutes]): Step => [begins + after, kind, minutes])
      .sort((left, right) => left[0] - right[0]),
  ]);
const story: fc.Arbitrary<Story> = fc.record({
  steps,
  targetMinutes: fc.integer({ min: 1, max: 900 }),
  reopenPolicy: fc.constantFrom<ReopenPolicy>("continue", "new_cycle"),
  office: fc.boolean(),
  countsFrom: fc.option(at),
});

describe("the clock of a tape reads what the slow clock reads", () => {
  test("its state, its ends, and whether it is over its target, net and gross", () =>
    fc.assert(
      fc.property(story, steps, at, (one, before, more) => {
        const clock = clockOf(one, before);
        const asOf = (one.steps.at(-1)?.[0] ?? 0) + more;
        const { net, gross } = verdicts(one, asOf);
        expect(STATES[clock.state]).toBe(net.state);
        expect(formatInstant(clock.startedAt)).toBe(net.cycles[0]?.startedAt);
        const ended = clock.endedAt;
        expect(ended === null ? null : formatInstant(ended)).toBe(net.cycles.at(-1)?.endedAt ?? null);
        expect(clock.isBreached(MONDAY + asOf)).toBe(net.verdict === "breached");
        expect(clock.isGrossBreached(MONDAY + asOf)).toBe(gross.verdict === "breached");
      }),
      { numRuns: 400 },
    ));

  test("a breach to come is the first second at which it is one, and none where nothing runs", () =>
    fc.assert(
      fc.property(story, at, (one, more) => {
        const clock = clockOf(one);
        const asOf = MONDAY + (one.steps.at(-1)?.[0] ?? 0) + more;
        const after = clock.breachAfter(asOf, asOf + 400 * DAY);
        if (clock.state !== 1 || clock.isBreached(asOf)) {
          expect(after).toBeNull();
          return;
        }
        expect(after).not.toBeNull();
        expect(clock.isBreached(after ?? 0)).toBe(true);
        expect(clock.isBreached((after ?? 0) - 1)).toBe(false);
      }),
      { numRuns: 200 },
    ));
});

describe("the edges", () => {
  const plain = { targetMinutes: 60, office: false, countsFrom: null };
  const clock = (reopenPolicy: ReopenPolicy, steps: Step[], more: Partial<Story> = {}) =>
    clockOf({ ...plain, ...more, reopenPolicy, steps });
  const HOUR = 3600;

  test("exactly the target is none too many, in a cycle before as in this one", () => {
    const cycles: Step[] = [
      [0, "start"],
      [HOUR, "stop"],
      [9 * HOUR, "reopen"],
    ];
    expect(clock("new_cycle", cycles).isBreached(MONDAY + 10 * HOUR)).toBe(false);
    expect(clock("new_cycle", cycles).isGrossBreached(MONDAY + 10 * HOUR)).toBe(false);
    expect(clock("new_cycle", cycles).isBreached(MONDAY + 10 * HOUR + 1)).toBe(true);
    expect(clock("continue", cycles).isBreached(MONDAY + 9 * HOUR)).toBe(false);
    expect(clock("continue", cycles).isBreached(MONDAY + 9 * HOUR + 1)).toBe(true);
  });

  test("a cycle that was late stays so after a later one in time, gross as net", () => {
    const late: Step[] = [
      [0, "start"],
      [HOUR + 1, "stop"],
      [9 * HOUR, "reopen"],
      [9 * HOUR + 1, "stop"],
      [20 * HOUR, "reopen"],
    ];
    const made = clock("new_cycle", late);
    expect([made.isBreached(MONDAY + 20 * HOUR), made.isGrossBreached(MONDAY + 20 * HOUR)]).toEqual([
      true,
      true,
    ]);
    // What came before the contract does not count net, and does gross.
    const old = clock("new_cycle", late, { countsFrom: 2 * HOUR });
    expect([old.isBreached(MONDAY + 20 * HOUR), old.isGrossBreached(MONDAY + 20 * HOUR)]).toEqual([
      false,
      true,
    ]);
  });

  test("what was never begun is not cancelled; what was keeps the end that it had", () => {
    const unborn = clock("continue", [[5, "cancel"]]);
    expect([unborn.state, unborn.endedAt]).toEqual([0, null]);
    const stopped = clock("continue", [
      [0, "start"],
      [60, "stop"],
      [90, "cancel"],
      [120, "cancel"],
    ]);
    expect([stopped.state, stopped.endedAt]).toEqual([4, MONDAY + 60]);
    const running = clock("continue", [
      [0, "start"],
      [90, "cancel"],
      [120, "reopen"],
      [150, "resume"],
      [180, "start"],
    ]);
    expect([running.state, running.endedAt]).toEqual([4, MONDAY + 90]);
    expect(running.isBreached(MONDAY + 9 * HOUR)).toBe(false);
  });

  test("time before the contract is not waited for", () => {
    const early = clock("continue", [[0, "start"]], { countsFrom: 5 * HOUR });
    expect(early.breachAfter(MONDAY + HOUR, MONDAY + DAY)).toBe(MONDAY + 6 * HOUR + 1);
    expect(early.breachAfter(MONDAY + 5 * HOUR + 60, MONDAY + DAY)).toBe(MONDAY + 6 * HOUR + 1);
    expect(early.breachAfter(MONDAY + HOUR, MONDAY + 6 * HOUR)).toBeNull();
  });
});
