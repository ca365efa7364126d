import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { QUEUE_GROUPS, queueGroupsOf, queueSpans } from "./queue-group.ts";

/** Friday, 10:00 in Berlin. */
const now = Temporal.Instant.from("2026-11-20T09:00:00Z");
const spans = queueSpans({ now, zone: "Europe/Berlin" });

test.each([
  ["a year ago", "2025-11-20T09:00:00Z", "breached"],
  ["now", "2026-11-20T09:00:00Z", "breached"],
  ["in a second", "2026-11-20T09:00:01Z", "hour"],
  ["in an hour", "2026-11-20T10:00:00Z", "hour"],
  ["in four hours", "2026-11-20T13:00:00Z", "four_hours"],
  ["at the end of the reader's day", "2026-11-20T22:59:59Z", "today"],
  ["at the reader's midnight", "2026-11-20T23:00:00Z", "week"],
  ["on Sunday night", "2026-11-22T22:59:59Z", "week"],
  ["on Monday", "2026-11-22T23:00:00Z", "later"],
  ["at no time", null, "paused"],
])("what is due %s is in its group", (_words, due, group) => {
  expect(queueGroupsOf(spans)(due)).toBe(group);
});

test("late in the evening nothing is left of today, and on Sunday night nothing of the week", () => {
  const sunday = queueSpans({ now: Temporal.Instant.from("2026-11-22T22:00:00Z"), zone: "Europe/Berlin" });
  const groups = ["2026-11-22T22:30:00Z", "2026-11-23T01:00:00Z", "2026-11-23T03:00:00Z"].map((due) =>
    queueGroupsOf(sunday)(due),
  );
  expect(groups).toEqual(["hour", "four_hours", "later"]);
});

test("every moment lies in one span, and later moments never in an earlier group", () => {
  const moment = fc.integer({ min: -1_000_000, max: 2_000_000 });
  const zone = fc.constantFrom("UTC", "Asia/Kathmandu", "Pacific/Chatham", "America/Sao_Paulo");
  fc.assert(
    fc.property(moment, moment, moment, zone, (first, second, present, where) => {
      const at = (seconds: number) => now.add({ seconds }).toString();
      const own = queueSpans({ now: now.add({ seconds: present }), zone: where });
      expect(own.map((one) => one.group)).toEqual([...QUEUE_GROUPS]);
      const [early, late] = [Math.min(first, second), Math.max(first, second)].map((seconds) =>
        QUEUE_GROUPS.indexOf(queueGroupsOf(own)(at(seconds))),
      );
      expect(early).toBeLessThanOrEqual(late ?? 0);
      const within = own.filter(
        ({ group, after, until }) =>
          group !== "paused" &&
          (after === null || Temporal.Instant.compare(at(first), after) > 0) &&
          (until === null || Temporal.Instant.compare(at(first), until) <= 0),
      );
      expect(within.map((one) => one.group)).toEqual([queueGroupsOf(own)(at(first))]);
    }),
  );
});
