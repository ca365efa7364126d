import type { WorkItemClockEvent } from "./verdict-bundle-for.ts";

/** A short life of one item, to try a clock's conditions on. All of it happens on one Monday. */
export type ClockSample = { id: string; name: string; tags: string[]; events: WorkItemClockEvent[] };

const at = (hour: number, minute = 0) =>
  `2026-03-02T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00Z`;

/** Lives that show what conditions do; `priorities` are the level's own, most urgent first. */
export function clockSamples(priorities: readonly string[]): ClockSample[] {
  const [urgent = "P1"] = priorities;
  const usual = priorities.at(-1) ?? urgent;
  const opened = (priority: string): WorkItemClockEvent => ({ at: at(9), type: "start", priority });
  return [
    {
      id: "waits",
      name: "Answered, waits two hours for the buyer, resolved",
      tags: [],
      events: [
        opened(urgent),
        { at: at(9, 20), type: "acknowledge" },
        { at: at(10), type: "pause", waitingOn: "buyer" },
        { at: at(12), type: "resume" },
        { at: at(13), type: "stop" },
      ],
    },
    {
      id: "late_pause",
      name: "Waits for the buyer since 10:00, recorded at 11:00",
      tags: [],
      events: [
        opened(urgent),
        { at: at(11), type: "pause", waitingOn: "buyer", since: at(10) },
        { at: at(12), type: "resume" },
        { at: at(14), type: "stop" },
      ],
    },
    {
      id: "raised",
      name: `Opened as ${usual}, paused, raised to ${urgent}, resolved`,
      tags: [],
      events: [
        opened(usual),
        { at: at(10), type: "pause", waitingOn: "buyer" },
        { at: at(10, 30), type: "priority", priority: urgent },
        { at: at(11), type: "resume" },
        { at: at(13), type: "stop" },
      ],
    },
    {
      id: "duplicate",
      name: "Found to be a duplicate after an hour",
      tags: [],
      events: [opened(urgent), { at: at(10), type: "update", tags: ["duplicate"] }],
    },
    {
      id: "reopened",
      name: "Resolved, and reopened an hour later",
      tags: [],
      events: [
        opened(urgent),
        { at: at(10), type: "stop" },
        { at: at(11), type: "reopen" },
        { at: at(12), type: "stop" },
      ],
    },
  ];
}
