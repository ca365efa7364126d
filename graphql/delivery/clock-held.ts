import type { HeldPiece, HeldSplit } from "../../domain/service-levels/clock-held.ts";
import type { DueMove } from "../../domain/service-levels/due-moves.ts";
import type { StoredEvent } from "../../server/delivery/work-events.ts";
import type { ItemClock } from "../../server/service-levels/work-clocks.ts";
import { builder } from "../builder.ts";

type Told<Shape> = Shape & { clock: ItemClock; events: readonly StoredEvent[] };

const eventAt = ({ clock, events }: Told<unknown>, because: number) =>
  events[clock.sources[because] ?? -1] ?? null;

export const HeldPart = builder.objectRef<HeldSplit["parts"][number]>("HeldTime").implement({
  description: "How long one party held a clock. The parts of a clock add up to its total exactly.",
  fields: (t) => ({
    holder: t.exposeString("holder", { description: "provider, automation, buyer or third_party." }),
    businessSeconds: t.exposeInt("businessSeconds", { description: "By the clock's calendar." }),
    wallSeconds: t.exposeInt("wallSeconds"),
  }),
});

export const Pause = builder.objectRef<Told<HeldPiece>>("ClockPause").implement({
  description: "A pause of a clock: who was waited for, why, and who recorded it.",
  fields: (t) => ({
    from: t.field({ type: "DateTime", resolve: (one) => one.from }),
    to: t.field({ type: "DateTime", resolve: (one) => one.to }),
    holder: t.exposeString("holder"),
    businessSeconds: t.exposeInt("businessSeconds"),
    wallSeconds: t.exposeInt("wallSeconds"),
    reason: t.string({ nullable: true, resolve: (one) => one.events[one.because]?.reason || null }),
    recordedBy: t.string({ nullable: true, resolve: (one) => one.events[one.because]?.actor ?? null }),
    recordedAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "Later than `from` where the pause counts from an earlier moment.",
      resolve: (one) => one.events[one.because]?.at ?? null,
    }),
  }),
});

const Cause = builder.objectRef<Told<DueMove["causes"][number]>>("DueCause").implement({
  fields: (t) => ({
    kind: t.exposeString("kind", { description: "pause, target, reopen or reset." }),
    businessSeconds: t.exposeInt("businessSeconds", { description: "Of a wait: by the clock's calendar." }),
    wallSeconds: t.exposeInt("wallSeconds"),
    waitingOn: t.string({ nullable: true, resolve: (one) => eventAt(one, one.because)?.waitingOn ?? null }),
    reason: t.string({ nullable: true, resolve: (one) => eventAt(one, one.because)?.reason || null }),
    priority: t.string({ nullable: true, resolve: (one) => eventAt(one, one.because)?.priority ?? null }),
  }),
});

export const Move = builder.objectRef<Told<DueMove>>("DueMove").implement({
  description: "The due time of a clock moved, and why.",
  fields: (t) => ({
    from: t.field({ type: "DateTime", resolve: (one) => one.from }),
    to: t.field({
      type: "DateTime",
      nullable: true,
      description: "Of a wait that goes on: when the work would be due if it ended now.",
      resolve: (one) => one.to,
    }),
    at: t.field({ type: "DateTime", resolve: (one) => one.at }),
    ongoing: t.exposeBoolean("ongoing"),
    causes: t.field({
      type: [Cause],
      resolve: ({ causes, clock, events }) => causes.map((cause) => ({ ...cause, clock, events })),
    }),
  }),
});
