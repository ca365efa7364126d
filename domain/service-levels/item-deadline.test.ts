import { describe, expect, test } from "vitest";
import { metricById, moduleByCode } from "../catalogue/catalogue.ts";
import { levelFromMetric } from "../catalogue/level-from-metric.ts";
import { dueWarnings } from "./due-warnings.ts";
import { itemDeadlines } from "./item-deadline.ts";
import type { MonthItem } from "./month-item.ts";

const at = (text: string) => Math.floor(new Date(text).getTime() / 1000);
const NOW = at("2026-11-21T12:00:00Z");

function levelOf(metricId: string) {
  const module = moduleByCode("payroll");
  const metric = module && metricById(module, metricId);
  if (!metric) throw new Error(`Payroll has no ${metricId}.`);
  return levelFromMetric({ metric, id: metricId, currency: "EUR" });
}

const filing = (more: Partial<MonthItem> = {}): MonthItem => ({
  ...{ id: "f1", type: "filing", priority: null, deskMadeSla: null },
  fields: { dueOn: "2026-11-30" },
  events: [{ at: "2026-11-20T23:00:00Z", type: "start" }],
  ...more,
});
const deadlines = (item: MonthItem, p: { metric?: string; zone?: string; now?: number } = {}) =>
  itemDeadlines({
    levels: [levelOf(p.metric ?? "filings_by_due_date")],
    ...{ moduleCode: "payroll", item, zone: p.zone ?? "Europe/Warsaw", now: p.now ?? NOW },
  });

describe("the date that open work is held to", () => {
  test.each([
    ["Europe/Warsaw", "2026-11-30T23:00:00Z"],
    ["America/New_York", "2026-12-01T05:00:00Z"],
    ["Asia/Kathmandu", "2026-11-30T18:15:00Z"],
  ])("ends with its day in %s", (zone, end) =>
    expect(deadlines(filing(), { zone })).toMatchObject([{ at: end }]),
  );

  test("is warned of when nine tenths of the time to it are over, and when it is over", () => {
    const [one] = deadlines(filing());
    expect(one?.clock).toEqual({
      ...{ cycle: 0, targetSeconds: 10 * 86_400 },
      moments: [
        { step: "90", at: at("2026-11-29T23:00:00Z") },
        { step: "breach", at: at("2026-11-30T23:00:00Z") },
      ],
    });
    const said = (now: string, told: string[] = []) =>
      one && dueWarnings({ clock: one.clock, said: new Set(told), now: at(now), forecast: null });
    expect(said("2026-11-29T22:59:59Z")).toEqual({ due: [], next: at("2026-11-29T23:00:00Z") });
    expect(said("2026-11-30T08:00:00Z")?.due.map(({ step }) => step)).toEqual(["90"]);
    expect(said("2026-11-30T23:00:00Z", ["90"])?.due.map(({ step }) => step)).toEqual(["breach"]);
  });

  test("runs on while the work is paused, as the figure does", () => {
    const events = [...filing().events, { at: "2026-11-21T00:00:00Z", type: "pause" as const }];
    expect(deadlines(filing({ events }))).toHaveLength(1);
  });

  test.each([
    [
      "is finished",
      { events: [...filing().events, { at: "2026-11-20T23:30:00Z", type: "stop" as const }] },
    ],
    [
      "is cancelled",
      { events: [...filing().events, { at: "2026-11-20T23:30:00Z", type: "cancel" as const }] },
    ],
    ["carries no date", { fields: {} }],
    ["carries what is no date", { fields: { dueOn: "2026-02-30" } }],
    ["is of another kind", { type: "pay_run" }],
  ])("is none where the work %s", (_, more) => expect(deadlines(filing(more))).toEqual([]));

  test("is none where it was agreed that the item does not count", () => {
    const whole = { contestId: "c", period: "2026-11", levelIds: [], from: null, to: null };
    const decided = (effect: "exclude" | "hit" | "miss") =>
      deadlines(filing({ adjustments: [{ ...whole, effect }] })).length;
    expect((["exclude", "hit", "miss"] as const).map(decided)).toEqual([0, 0, 1]);
  });

  test("is none of a level that a clock or a share of finished work measures", () =>
    expect(deadlines(filing({ type: "pay_run" }), { metric: "issues_per_thousand" })).toEqual([]));
});
