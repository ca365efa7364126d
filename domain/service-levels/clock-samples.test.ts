import { expect, test } from "vitest";
import { clockSamples } from "./clock-samples.ts";

/** "10:00 pause waitingOn=buyer" for an event of the one Monday on which all of it happens. */
const line = ({ at, type, ...more }: { at: string; type: string }) => {
  expect(at).toMatch(/^2026-03-02T\d\d:\d\d:00Z$/);
  const rest = Object.entries(more).map(([name, value]) => `${name}=${value}`);
  return [at.slice(11, 16), type, ...rest].join(" ");
};
const lives = (priorities: string[]) =>
  clockSamples(priorities).map(({ id, name, tags, events }) => ({
    id,
    name,
    tags,
    events: events.map(line),
  }));

test("the lives on which conditions are tried are these", () => {
  expect(lives(["P1", "P2", "P4"])).toEqual([
    {
      ...{ id: "waits", name: "Answered, waits two hours for the buyer, resolved", tags: [] },
      events: [
        "09:00 start priority=P1",
        "09:20 acknowledge",
        "10:00 pause waitingOn=buyer",
        "12:00 resume",
        "13:00 stop",
      ],
    },
    {
      ...{ id: "late_pause", name: "Waits for the buyer since 10:00, recorded at 11:00", tags: [] },
      events: [
        "09:00 start priority=P1",
        "11:00 pause waitingOn=buyer since=2026-03-02T10:00:00Z",
        "12:00 resume",
        "14:00 stop",
      ],
    },
    {
      ...{ id: "raised", name: "Opened as P4, paused, raised to P1, resolved", tags: [] },
      events: [
        "09:00 start priority=P4",
        "10:00 pause waitingOn=buyer",
        "10:30 priority priority=P1",
        "11:00 resume",
        "13:00 stop",
      ],
    },
    {
      ...{ id: "duplicate", name: "Found to be a duplicate after an hour", tags: [] },
      events: ["09:00 start priority=P1", "10:00 update tags=duplicate"],
    },
    {
      ...{ id: "reopened", name: "Resolved, and reopened an hour later", tags: [] },
      events: ["09:00 start priority=P1", "10:00 stop", "11:00 reopen", "12:00 stop"],
    },
  ]);
});

test("a level with one priority, or none, has them all the same", () => {
  const named = (priorities: string[]) => lives(priorities).find((one) => one.id === "raised")?.name;
  expect(named(["High"])).toBe("Opened as High, paused, raised to High, resolved");
  expect(named([])).toBe("Opened as P1, paused, raised to P1, resolved");
});
