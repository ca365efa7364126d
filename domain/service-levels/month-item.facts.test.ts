import { describe, expect, test } from "vitest";
import { monthPeriod } from "../shared/period.ts";
import { factsOf, fieldsWithSite, isBefore, type MonthItem, resolvedInMonth } from "./month-item.ts";

type Event = MonthItem["events"][number];
const OCTOBER = monthPeriod({ month: "2026-10", zone: "UTC" });
const AS_OF = "2026-11-01T00:00:00Z";
/** A day of October. */
const at = (day: number, hour = 0) =>
  `2026-10-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00Z`;
const events = (...told: [string, Event["type"]][]): Event[] =>
  told.map(([when, type]) => ({ at: when, type }));
const item = (change: Partial<MonthItem> = {}): MonthItem => ({
  ...{ id: "w", type: "incident", priority: "P2", deskMadeSla: null, fields: {}, events: [] },
  ...change,
});

describe("what conditions can ask of an item", () => {
  test.each<[unknown, string[]]>([
    [
      ["vip", " lab "],
      ["vip", "lab"],
    ],
    ["vip, lab,, ", ["vip", "lab"]],
    [["", "  "], []],
    [[7], ["7"]],
    [undefined, []],
    [{ vip: true }, []],
  ])("tags %o are %o", (tags, read) => {
    expect(factsOf(item({ fields: { tags } })).tags).toEqual(read);
  });

  test.each<[unknown, string | null]>([
    [" oslo ", "oslo"],
    ["  ", null],
    [undefined, null],
    [7, null],
  ])("site %o is %o", (site, read) => {
    expect(factsOf(item({ fields: { site } })).site).toBe(read);
  });

  test("its type and priority", () => {
    expect(factsOf(item())).toEqual({ type: "incident", priority: "P2", tags: [], site: null });
  });

  test("the site that its events name last, else that of its fields", () => {
    const named = (...sites: (string | undefined)[]) =>
      fieldsWithSite({
        fields: { site: "home", a: 1 },
        events: sites.map((site, index) => ({
          at: at(1, index),
          type: "update",
          ...(site === undefined ? {} : { site }),
        })),
      });
    expect(named("oslo", "riga", undefined)).toEqual({ site: "riga", a: 1 });
    expect(named("oslo", "")).toEqual({ site: "", a: 1 });
    expect(named(undefined)).toEqual({ site: "home", a: 1 });
  });
});

describe("resolved in the month", () => {
  test.each<[string, [string, Event["type"]][], string | null]>([
    [
      "once",
      [
        [at(5), "start"],
        [at(6), "stop"],
      ],
      at(6),
    ],
    [
      "at its first moment",
      [
        ["2026-09-05T00:00:00Z", "start"],
        [at(1), "stop"],
      ],
      at(1),
    ],
    [
      "not before it",
      [
        ["2026-09-05T00:00:00Z", "start"],
        ["2026-09-30T23:59:59Z", "stop"],
      ],
      null,
    ],
    [
      "not at the next one's first",
      [
        [at(5), "start"],
        [AS_OF, "stop"],
      ],
      null,
    ],
    [
      "and reopened after it",
      [
        [at(5), "start"],
        [at(6), "stop"],
        [AS_OF, "reopen"],
      ],
      at(6),
    ],
    [
      "and reopened in it: not",
      [
        [at(5), "start"],
        [at(6), "stop"],
        [at(7), "reopen"],
      ],
      null,
    ],
    [
      "and begun anew: not",
      [
        [at(5), "start"],
        [at(6), "stop"],
        [at(7), "reset"],
      ],
      null,
    ],
    [
      "reopened and again",
      [
        [at(5), "start"],
        [at(6), "stop"],
        [at(7), "reopen"],
        [at(8), "stop"],
      ],
      at(8),
    ],
    [
      "cancelled: not",
      [
        [at(5), "start"],
        [at(6), "stop"],
        [at(7), "cancel"],
      ],
      null,
    ],
    [
      "cancelled after it",
      [
        [at(5), "start"],
        [at(6), "stop"],
        [AS_OF, "cancel"],
      ],
      at(6),
    ],
    [
      "by its closing alone",
      [
        [at(5), "start"],
        [at(9), "close"],
      ],
      at(9),
    ],
    [
      "stopped, then closed",
      [
        [at(5), "start"],
        [at(6), "stop"],
        [at(9), "close"],
      ],
      at(6),
    ],
    [
      "paused: not",
      [
        [at(5), "start"],
        [at(6), "pause"],
      ],
      null,
    ],
    ["never begun", [], null],
  ])("%s", (_name, told, moment) => {
    expect(resolvedInMonth(item({ events: events(...told) }), OCTOBER)).toBe(moment);
  });

  test("asks for instants", () => {
    expect(() => resolvedInMonth(item({ events: events(["noon", "stop"]) }), OCTOBER)).toThrow(
      '"noon" is not an instant.',
    );
    expect([isBefore(at(1), at(2)), isBefore(at(2), at(2)), isBefore(at(3), at(2))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
