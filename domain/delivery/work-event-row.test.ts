import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isRefusal,
  readByItsSchema,
  readWorkEventRow,
  workEventKeys,
  workEventText,
} from "./work-event-row.ts";

const nowMs = Date.UTC(2026, 10, 21, 9);
const event = { id: "e1", item: "INC-1", type: "start", at: "2026-11-02T12:00:00Z" };
const read = (more: object) => readWorkEventRow({ ...event, ...more }, { nowMs });
const made = (more: object = {}) => {
  const row = read(more);
  if (isRefusal(row)) throw new Error(row.message);
  return row;
};

describe("a row that cannot be right is refused with its reason", () => {
  test.each([
    ["an unknown field", { statsu: "open" }, "field_unknown", 'An event has no field "statsu".'],
    [
      "an unknown type",
      { type: "begin" },
      "type_unknown",
      /"begin" is no type of event; it is one of start/,
    ],
    ["no id", { id: "  " }, "field_invalid", '"id" is missing.'],
    ["an id that is a number", { id: 7 }, "field_invalid", '"id" is a text.'],
    ["an item too long", { item: "x".repeat(121) }, "field_invalid", /within 120/],
    ["no moment", { at: "yesterday" }, "at_invalid", /"yesterday" is no moment/],
    ["a day without a time", { at: "2026-11-02" }, "at_invalid", /is no moment/],
    ["31 February", { at: "2026-02-31T10:00:00Z" }, "at_invalid", /is no moment/],
    ["a moment before 1970", { at: "1969-12-31T23:59:59Z" }, "at_invalid", /is no moment/],
    ["the future", { at: "2026-11-21T09:00:01Z" }, "event_in_future", /lies in the future/],
    ["a pause for nobody", { type: "pause" }, "waiting_on_missing", /who the work waits for/],
    ["a pause for somebody else", { type: "pause", waitingOn: "cat" }, "field_invalid", /one of buyer/],
    [
      "a stop that waits",
      { type: "stop", waitingOn: "buyer" },
      "waiting_on_unexpected",
      /goes with a pause/,
    ],
    ["a new priority unsaid", { type: "priority" }, "priority_missing", /says the new one/],
    [
      "a priority by the way",
      { type: "stop", priority: "P1" },
      "priority_unexpected",
      /of type "priority"/,
    ],
    ["a site and none", { type: "update", site: "oslo", removeSite: true }, "site_contradicts", /not both/],
    ["no site at the opening", { removeSite: true }, "remove_site_unexpected", /none is removed/],
    ["a site half removed", { type: "update", removeSite: "yes" }, "field_invalid", /true or false/],
    ["too many tags", { tags: Array(51).fill("a") }, "field_invalid", /50 tags/],
    ["a nested field", { fields: { a: { b: 1 } } }, "field_invalid", /texts, numbers, true or false/],
    [
      "too many fields",
      { fields: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`f${n}`, n])) },
      "field_invalid",
      /50 "fields" at most/,
    ],
    ["a fraction of a sequence", { sequence: 1.5 }, "field_invalid", /whole number/],
    ["too much data", { data: { text: "x".repeat(8001) } }, "data_too_long", /8000 characters/],
  ])("%s", (_name, more, code, message) => {
    const row = read(more);
    if (!isRefusal(row)) throw new Error("was taken");
    expect(row.code).toBe(code);
    expect(row.message).toMatch(message);
  });

  test.each([null, 7, "start", [event], undefined])("%j is no event", (sent) => {
    expect(readWorkEventRow(sent, { nowMs })).toMatchObject({ code: "not_an_event" });
  });

  test("whatever is sent is read or refused in a sentence, and never fails", () => {
    fc.assert(
      fc.property(fc.anything(), fc.dictionary(fc.string(), fc.anything()), (sent, more) => {
        for (const one of [sent, { ...event, ...more }]) {
          const row = readWorkEventRow(one, { nowMs });
          if (isRefusal(row)) expect(row.message.length).toBeGreaterThan(5);
        }
      }),
    );
  });
});

describe("a row that takes the site away", () => {
  test("says so in its text, and one that says nothing of it reads as it always did", () => {
    const gone = made({ type: "update", removeSite: true });
    expect(gone.site).toBe("");
    expect(made({ type: "update" }).site).toBeNull();
    for (const more of [{ site: "" }, { site: null }, { removeSite: false }, { removeSite: null }])
      expect(workEventText(made({ type: "update", ...more }))).toBe(
        workEventText(made({ type: "update" })),
      );
    expect(workEventText(gone)).not.toBe(workEventText(made({ type: "update" })));
  });
});

describe("a row that is right", () => {
  test("says its moment in UTC to the millisecond, whatever offset it was written with", () => {
    expect(made().at).toBe("2026-11-02T12:00:00Z");
    expect(made({ at: "2026-11-02T09:00:00.25-03:00" })).toMatchObject({
      at: "2026-11-02T12:00:00.250Z",
      atMs: Date.UTC(2026, 10, 2, 12, 0, 0, 250),
    });
  });

  test("may leave out what does not matter, or send null for it", () => {
    const sparse = {
      waitingOn: null,
      priority: null,
      tags: null,
      fields: null,
      data: null,
      sequence: null,
    };
    expect(workEventText(made(sparse))).toBe(workEventText(made()));
  });

  test("says the same in any order of its members and at any offset", () => {
    const one = made({ fields: { a: 1, b: "2" }, data: { x: [1], y: null } });
    const other = made({
      data: { y: null, x: [1] },
      fields: { b: "2", a: 1 },
      at: "2026-11-02T13:00:00+01:00",
    });
    expect(workEventText(other)).toBe(workEventText(one));
  });

  test.each([
    { at: "2026-11-02T12:00:01Z" },
    { item: "INC-2" },
    { type: "update" },
    { priority: "P1" },
    { title: "Another" },
    { tags: [] },
    { fields: { a: 1 } },
    { data: { a: 1 } },
    { actor: "somebody" },
    { reason: "because" },
    { site: "x" },
    { itemType: "incident" },
    { sequence: 3 },
  ])("says something else with %j", (more) => {
    expect(workEventText(made(more))).not.toBe(workEventText(made()));
  });

  test("has a place among events of its instant: opening before closing, or by its own sequence", () => {
    const start = made();
    const stop = made({ type: "stop" });
    expect(start.position).toBeLessThan(stop.position);
    expect(made({ sequence: 4, type: "stop" }).position).toBe(4);
    expect(stop.position).toBeLessThan(2 ** 31);
    expect(made({ id: "another" }).position).not.toBe(start.position);
  });
});

test("the short way says of every event what its schema says", () => {
  const text = fc.oneof(
    fc.constantFrom("", " ", "a", " a", "a\u00a0", "é", "start", "pause", "P1", "buyer", "provider"),
    fc.constantFrom(event.at, "2026-02-31T10:00:00Z", "2026-11-02T12:00:00.500Z", "2027-01-01T00:00:00Z"),
    fc.integer({ min: 35, max: 205 }).map((length) => "x".repeat(length)),
  );
  const value = fc.oneof(
    { weight: 9, arbitrary: text },
    { weight: 1, arbitrary: fc.constantFrom(null, 7, true, ["a"]) },
  );
  const names = [
    "waitingOn",
    "priority",
    "itemType",
    "title",
    "site",
    "reason",
    "actor",
    "tags",
    "sequence",
    "odd",
  ];
  const more = fc.dictionary(fc.constantFrom("id", "item", "type", "at", ...names, "__proto__"), value, {
    maxKeys: 4,
  });
  fc.assert(
    fc.property(more, (said) => {
      const sent = { ...event, ...said };
      const row = readWorkEventRow(sent, { nowMs });
      expect(row).toEqual(readByItsSchema(sent, { nowMs }));
      // Looked for under these before it is read: one that is taken is never missed.
      if (!isRefusal(row)) expect(workEventKeys(sent)).toEqual({ id: row.id, item: row.item });
    }),
    { numRuns: 1_000 },
  );
});

test.each([null, undefined, "x", 7, [], {}, { id: 1, item: "a" }, { id: " ", item: "a" }])(
  "%j is known by nothing",
  (sent) => expect(workEventKeys(sent)).toBe(null),
);
test("what an event is known by is trimmed, and within its limits", () => {
  expect(workEventKeys({ id: " e1 ", item: "INC-1\t", type: 7 })).toEqual({ id: "e1", item: "INC-1" });
  expect(workEventKeys({ id: "x".repeat(201), item: "INC-1" })).toBe(null);
  expect(workEventKeys({ id: "e1", item: "x".repeat(121) })).toBe(null);
});
