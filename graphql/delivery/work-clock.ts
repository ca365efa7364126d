import { rulesInWords } from "../../domain/catalogue/clock-words.ts";
import { heldPieces, heldSplit } from "../../domain/service-levels/clock-held.ts";
import { dueMoves } from "../../domain/service-levels/due-moves.ts";
import type { StoredEvent } from "../../server/delivery/work-events.ts";
import {
  clockWindows,
  type ExplainedInterval,
  explainClock,
  type ItemClock,
} from "../../server/service-levels/work-clocks.ts";
import { builder } from "../builder.ts";
import { HeldPart, Move, Pause } from "./clock-held.ts";

type Shown = { clock: ItemClock; events: readonly StoredEvent[] };

const Interval = builder.objectRef<ExplainedInterval>("ClockInterval").implement({
  description: "A stretch of one clock, and the event that began it.",
  fields: (t) => ({
    from: t.field({ type: "DateTime", resolve: (one) => one.from }),
    to: t.field({ type: "DateTime", resolve: (one) => one.to }),
    state: t.exposeString("state"),
    businessSeconds: t.exposeInt("businessSeconds"),
    holder: t.exposeString("holder", { nullable: true }),
    because: t.string({ nullable: true, resolve: (one) => one.event?.type ?? null }),
    reason: t.string({ nullable: true, resolve: (one) => one.event?.reason || null }),
    priority: t.string({ nullable: true, resolve: (one) => one.event?.priority ?? null }),
    evidence: t.string({ nullable: true, resolve: (one) => one.event?.actor ?? null }),
  }),
});

const Window = builder.objectRef<{ start: string; end: string }>("OpenWindow").implement({
  fields: (t) => ({ start: t.exposeString("start"), end: t.exposeString("end") }),
});

export const WorkClockType = builder.objectRef<Shown>("WorkClock").implement({
  description: "One clock of a work item as it stands now. Its bundle rebuilds it without this product.",
  fields: (t) => ({
    levelId: t.string({ resolve: ({ clock }) => clock.level.id }),
    levelName: t.string({ resolve: ({ clock }) => clock.level.name }),
    name: t.string({ resolve: ({ clock }) => clock.level.clock?.name ?? "" }),
    state: t.string({ resolve: ({ clock }) => clock.result.state }),
    verdict: t.string({ resolve: ({ clock }) => clock.result.verdict }),
    netSeconds: t.int({ resolve: ({ clock }) => clock.result.netSeconds }),
    grossSeconds: t.int({ resolve: ({ clock }) => clock.result.grossSeconds }),
    targetSeconds: t.int({ resolve: ({ clock }) => clock.result.targetSeconds }),
    breachAt: t.field({ type: "DateTime", nullable: true, resolve: ({ clock }) => clock.result.breachAt }),
    endedAt: t.field({
      type: "DateTime",
      nullable: true,
      resolve: ({ clock }) => clock.result.cycles.at(-1)?.endedAt ?? null,
    }),
    asOf: t.field({ type: "DateTime", resolve: ({ clock }) => clock.bundle.asOf }),
    calendarVersion: t.int({ nullable: true, resolve: ({ clock }) => clock.calendarVersion }),
    aroundTheClock: t.boolean({ resolve: ({ clock }) => clock.bundle.calendar === null }),
    ignored: t.int({
      description: "Events that made no sense where they stood, and changed nothing.",
      resolve: ({ clock }) => clock.result.ignored.length,
    }),
    startedAt: t.field({
      type: "DateTime",
      nullable: true,
      resolve: ({ clock }) => clock.result.cycles[0]?.startedAt ?? null,
    }),
    rulesInWords: t.stringList({
      description: "The conditions of the clock as sentences; empty where it follows the work's events.",
      resolve: ({ clock }) => (clock.level.clock?.rules ? rulesInWords(clock.level.clock.rules) : []),
    }),
    held: t.field({
      type: [HeldPart],
      description: "Who held the clock for how long, from its start to its end or to now.",
      resolve: ({ clock, events }) => heldSplit(heldPieces({ ...clock, events })).parts,
    }),
    pauses: t.field({
      type: [Pause],
      description: "Every pause with its reason and the party that was waited for.",
      resolve: ({ clock, events }) =>
        heldPieces({ ...clock, events })
          .filter((one) => one.state === "paused")
          .map((one) => ({ ...one, clock, events })),
    }),
    dueMoves: t.field({
      type: [Move],
      description: "Every move of the due time, with what caused it.",
      resolve: ({ clock, events }) => dueMoves(clock.bundle).map((one) => ({ ...one, clock, events })),
    }),
    bundleHash: t.string({ resolve: ({ clock }) => clock.result.bundleHash }),
    bundle: t.field({ type: "JSON", resolve: ({ clock }) => clock.bundle }),
    intervals: t.field({ type: [Interval], resolve: ({ clock, events }) => explainClock(clock, events) }),
    windows: t.field({
      type: [Window],
      description: "Open business time under the clock, for a picture of it.",
      resolve: ({ clock, events }) => clockWindows(clock, explainClock(clock, events)),
    }),
  }),
});
