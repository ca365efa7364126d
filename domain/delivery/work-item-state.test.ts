import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refusedFields } from "./work-item-fields.ts";
import { possibleEvents, readWorkItem, WORK_ITEM_STATES, type WorkEvent } from "./work-item-state.ts";

const events = (...types: WorkEvent["type"][]): WorkEvent[] =>
  types.map((type, index) => ({ type, at: `2026-03-06T1${index}:00:00Z` }));

describe("a work item", () => {
  test.each([
    [events("start"), "open"],
    [events("start", "acknowledge"), "in_progress"],
    [events("start", "pause"), "waiting"],
    [events("start", "pause", "resume"), "in_progress"],
    [events("start", "pause", "stop"), "resolved"],
    [events("start", "stop", "close"), "closed"],
    [events("start", "stop", "close", "reopen"), "in_progress"],
    [events("start", "cancel", "stop"), "cancelled"],
    [events("start", "stop", "pause"), "resolved"],
  ])("after %j is %s", (list, state) => {
    expect(readWorkItem(list).state).toBe(state);
  });

  test("keeps when it was resolved, and forgets it when it is reopened", () => {
    expect(readWorkItem(events("start", "stop", "stop")).resolvedAt).toBe("2026-03-06T11:00:00Z");
    expect(readWorkItem(events("start", "stop", "reopen"))).toMatchObject({
      resolvedAt: null,
      reopened: 1,
    });
  });

  test("changes with every event that is offered, and waits for someone only while it waits", () => {
    const type = fc.constantFrom<WorkEvent["type"]>(
      "acknowledge",
      "pause",
      "resume",
      "stop",
      "close",
      "reopen",
      "priority",
      "cancel",
      "reset",
      "update",
    );
    fc.assert(
      fc.property(fc.array(type, { maxLength: 9 }), (types) => {
        const reading = readWorkItem(events("start", ...types));
        expect(WORK_ITEM_STATES).toContain(reading.state);
        expect(reading.waitingOn !== null).toBe(reading.state === "waiting");
        for (const offered of possibleEvents(reading.state).filter(
          (one) => one !== "priority" && one !== "acknowledge" && one !== "update",
        ))
          expect(readWorkItem(events("start", ...types, offered)).state).not.toBe(reading.state);
      }),
    );
  });
});

describe("the fields of a kind of work", () => {
  const type = {
    id: "t",
    name: "Pay run",
    plural: "Pay runs",
    fields: [
      { id: "on", name: "Pay date", kind: "date" },
      { id: "n", name: "Employees", kind: "number" },
      { id: "gross", name: "Gross", kind: "money" },
      { id: "ok", name: "Correct", kind: "yes_no" },
      { id: "kind", name: "Kind", kind: "choice", choices: ["regular", "bonus"] },
      { id: "text", name: "Note", kind: "text" },
    ],
  } as const;
  test.each([
    [{ on: "2026-11-30", n: 4, gross: "100", ok: false, kind: "bonus", text: "x" }, []],
    [{ on: null }, []],
    [{ on: "30.11.2026" }, ["fields.on"]],
    [{ n: Number.NaN }, ["fields.n"]],
    [{ gross: "1,5" }, ["fields.gross"]],
    [{ ok: "yes" }, ["fields.ok"]],
    [{ kind: "other" }, ["fields.kind"]],
    [{ unknown: 1 }, ["fields.unknown"]],
  ])("%j", (fields, refused) => {
    expect(refusedFields(type, fields).map((issue) => issue.field)).toEqual(refused);
  });
});
