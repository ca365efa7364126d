import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bundle, clock } from "../../test/factories/ruled-clock.ts";
import { EVENT_STANDINGS } from "../catalogue/clock-moment.ts";
import { clockPresets } from "../catalogue/clock-presets.ts";
import { possibleEvents, readWorkItem, type WorkEvent } from "../delivery/work-item-state.ts";
import { heldPieces, heldSplit } from "./clock-held.ts";
import { verdictOf } from "./verdict.ts";
import type { WorkItemClockEvent } from "./verdict-bundle-for.ts";

const life = fc
  .array(
    fc.record({
      after: fc.integer({ min: 0, max: 20_000 }),
      pick: fc.nat(20),
      party: fc.constantFrom("buyer" as const, "third_party" as const, "provider" as const),
      automated: fc.boolean(),
      back: fc.integer({ min: 0, max: 30_000 }),
    }),
    { maxLength: 12 },
  )
  .map((steps): WorkItemClockEvent[] => {
    const start = Date.UTC(2026, 2, 2) / 1000;
    const text = (at: number) => new Date(at * 1000).toISOString().replace(".000Z", "Z");
    const events: WorkItemClockEvent[] = [{ at: text(start), type: "start", priority: "P3" }];
    let at = start;
    for (const one of steps) {
      at += one.after;
      const possible = possibleEvents(readWorkItem(events as WorkEvent[]).state);
      const type = possible[one.pick % possible.length];
      if (!type) break;
      events.push({
        at: text(at),
        type,
        automated: one.automated,
        since: text(Math.max(start, at - one.back)),
        ...(type === "pause" ? { waitingOn: one.party } : {}),
        ...(type === "priority" ? { priority: one.pick % 2 ? "P1" : "P3" } : {}),
        ...(type === "update" ? { tags: one.pick % 3 ? [] : ["restored"] } : {}),
      });
    }
    return events;
  });

describe("whatever happens to an item", () => {
  const presets = clockPresets(["P1", "P3"]).map(({ rules }) => rules);

  test("the clock's events all make sense, and its parts make up the total exactly", () => {
    fc.assert(
      fc.property(
        life,
        fc.constantFrom(...presets),
        fc.integer({ min: 0, max: 80 }),
        (events, rules, asOf) => {
          if (!clock(events, rules)) return;
          const made = bundle(events, rules, asOf);
          const result = verdictOf(made);
          expect(result.ignored).toEqual([]);
          const pieces = heldPieces({ bundle: made, sources: clock(events, rules)?.sources ?? [], events });
          const { total, parts } = heldSplit(pieces);
          for (const kind of ["businessSeconds", "wallSeconds"] as const)
            expect(parts.reduce((sum, part) => sum + part[kind], 0)).toBe(total[kind]);
          const ran = pieces.filter((piece) => piece.state === "running");
          expect(heldSplit(ran).total.businessSeconds).toBe(
            result.cycles.reduce((sum, cycle) => sum + cycle.grossSeconds, 0),
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  test("the linter's table of standings knows every standing that the machine can reach", () => {
    fc.assert(
      fc.property(life, (events) => {
        const { state, waitingOn } = readWorkItem(events as WorkEvent[]);
        const last = events.at(-1)?.type;
        expect(EVENT_STANDINGS).toContainEqual({ event: last, state, waitingOn: waitingOn ?? "nobody" });
      }),
      { numRuns: 400 },
    );
  });
});
