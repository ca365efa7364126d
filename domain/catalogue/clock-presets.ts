import type { ClockCondition, ClockRules } from "./clock-rules.ts";

export type ClockPreset = { id: string; name: string; what: string; rules: ClockRules };

const opened: ClockCondition = { field: "event", in: ["start"] };
const finished: ClockCondition = { field: "state", in: ["resolved", "closed"] };
const cancelled: ClockCondition = { field: "state", in: ["cancelled"] };
const waitsForOthers: ClockCondition = { field: "waitingOn", in: ["buyer", "third_party"] };
const waitsForBuyer: ClockCondition = { field: "waitingOn", in: ["buyer"] };

/**
 * Rule sets to start from. The restore clock starts with the most urgent priorities of the level, so the
 * presets depend on them; none of them has a fault for a level whose priorities are given.
 */
export function clockPresets(priorities: readonly string[]): ClockPreset[] {
  const urgent = priorities.slice(0, 2);
  return [
    {
      id: "service_desk",
      name: "Standard service desk",
      what: "Runs from the opening to the solution and pauses for the buyer and third parties",
      rules: { start: opened, pause: waitsForOthers, stop: finished, cancel: cancelled },
    },
    {
      id: "acknowledge",
      name: "Acknowledge only",
      what: "Runs until the first answer and never again",
      rules: {
        start: opened,
        stop: { field: "event", in: ["acknowledge", "stop"] },
        cancel: cancelled,
        reopen: "stays_stopped",
      },
    },
    {
      id: "restore",
      name: "Restore",
      what: "For urgent work, from its opening until service is back: tagged as restored, or resolved",
      rules: {
        start:
          urgent.length > 0
            ? { field: "priority", in: urgent }
            : { field: "state", in: ["open", "in_progress", "waiting"] },
        pause: waitsForBuyer,
        stop: { any: [{ field: "tag", in: ["restored"] }, finished] },
        cancel: { any: [cancelled, { field: "tag", in: ["duplicate"] }] },
        startFrom: "opening",
      },
    },
    {
      id: "business_process",
      name: "Business process",
      what: "Pauses from the moment the buyer's input was missing and begins anew when the work does",
      rules: {
        start: opened,
        pause: waitsForBuyer,
        stop: finished,
        reset: { field: "event", in: ["reset"] },
        cancel: cancelled,
        pauseFrom: "stated",
        reopen: "new_cycle",
      },
    },
  ];
}
