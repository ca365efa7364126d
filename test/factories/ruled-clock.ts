import type { ClockRules } from "../../domain/catalogue/clock-rules.ts";
import { parseCondition } from "../../domain/catalogue/clock-text.ts";
import { compileClock } from "../../domain/service-levels/clock-from-rules.ts";
import { type VerdictBundle, verdictBundleSchema } from "../../domain/service-levels/verdict-bundle.ts";
import type { WorkItemClockEvent } from "../../domain/service-levels/verdict-bundle-for.ts";

/** The instant that many hours into Monday, 2 March 2026. */
export const hour = (at: number) =>
  new Date(Date.UTC(2026, 2, 2) + at * 3_600_000).toISOString().replace(".000Z", "Z");
export const step = (
  at: number,
  type: WorkItemClockEvent["type"],
  more: Partial<WorkItemClockEvent> = {},
): WorkItemClockEvent => ({ at: hour(at), type, ...more });
export const waits = { waitingOn: "buyer" } as const;

export const said = (text: string) => {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.condition;
};
/** A clock that starts with the item, pauses while it waits and stops with it. */
export const RULES: ClockRules = {
  start: said("event is start"),
  pause: said("waiting on is buyer, third_party"),
  stop: said("state is resolved, closed"),
  cancel: said("state is cancelled or tag is duplicate"),
};
const TARGETS: Record<string, number> = { P1: 240, P3: 480 };

export function clock(events: WorkItemClockEvent[], rules: ClockRules = RULES, facts = {}) {
  return compileClock({
    rules,
    facts: { type: "incident", priority: "P3", tags: [], site: null, ...facts },
    events,
    targetOf: (priority) => TARGETS[priority] ?? null,
  });
}

export function bundle(events: WorkItemClockEvent[], rules: ClockRules = RULES, asOf = 30): VerdictBundle {
  const made = clock(events, rules);
  if (!made) throw new Error("The clock did not start.");
  const reopenPolicy = rules.reopen === "new_cycle" ? "new_cycle" : "continue";
  const { targetMinutes } = made;
  return verdictBundleSchema.parse({
    id: "w",
    calendar: null,
    targetMinutes,
    reopenPolicy,
    events: made.events,
    asOf: hour(asOf),
  });
}
/** The clock's events as `pause 02T04`: what, day and hour; null where it never starts. */
export const steps = (events: WorkItemClockEvent[], rules: ClockRules = RULES) =>
  clock(events, rules)?.events.map((event) => `${event.type} ${event.at.slice(8, 13)}`) ?? null;
