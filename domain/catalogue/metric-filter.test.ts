import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  EVERY,
  fieldsOfFilter,
  filterWords,
  type MetricFilter,
  type MetricItem,
  matches,
  numberOf,
} from "./metric-filter.ts";

const ITEM: MetricItem = {
  id: "one",
  type: "incident",
  fields: {
    due: "2026-10-05",
    correct: true,
    cause: "provider",
    wait: "20.5",
    limit: 20,
    empty: "",
    none: null,
    minor: 900n,
  },
  eventTypes: ["start", "reopen"],
  openSeconds: 3 * 86_400,
  reopenedAfterDays: 5,
};

describe("a filter", () => {
  test.each<[string, MetricFilter, boolean]>([
    ["every", EVERY, true],
    ["an empty any", { any: [] }, false],
    ["a yes", { field: "correct", is: true }, true],
    ["a yes written as text", { field: "correct", is: "true" }, false],
    ["another answer", { field: "cause", is: "buyer" }, false],
    ["an answer", { field: "cause", answered: true }, true],
    ["an empty answer", { field: "empty", answered: true }, false],
    ["an answer of null", { field: "none", answered: true }, false],
    ["a field that is not there", { field: "absent", answered: true }, false],
    ["a field of every object", { field: "toString", is: "x" }, false],
    ["at most, on the border", { field: "wait", atMost: "20.50" }, true],
    ["at most, just above", { field: "wait", atMost: "20.49" }, false],
    ["above, on the border", { field: "wait", above: "20.5" }, false],
    ["above, just over", { field: "wait", above: "20.49" }, true],
    ["at most another field", { field: "limit", atMost: { field: "wait" } }, true],
    ["above another field", { field: "limit", above: { field: "wait" } }, false],
    ["minor units", { field: "minor", atMost: "900" }, true],
    ["at most, of a word", { field: "cause", atMost: "1" }, false],
    ["above, of a word", { field: "cause", above: "1" }, false],
    ["at most a field that is not there", { field: "wait", atMost: { field: "absent" } }, false],
    ["an event", { event: "reopen" }, true],
    ["an event that did not happen", { event: "cancel" }, false],
    ["a kind", { type: "incident" }, true],
    ["another kind", { type: "outage" }, false],
    ["open for more than two days", { openLongerThanDays: 2 }, true],
    ["open for exactly three", { openLongerThanDays: 3 }, false],
    ["reopened within the days", { reopenedWithinDays: 5 }, true],
    ["reopened later", { reopenedWithinDays: 4 }, false],
    ["all of two", { all: [{ type: "incident" }, { event: "start" }] }, true],
    ["all of two, one wrong", { all: [{ type: "incident" }, { event: "cancel" }] }, false],
    ["any of two, one right", { any: [{ type: "outage" }, { event: "start" }] }, true],
    ["not", { not: { type: "outage" } }, true],
  ])("of %s", (_name, filter, expected) => expect(matches(filter, ITEM)).toBe(expected));

  test("of open days takes no item that is closed", () =>
    expect(matches({ openLongerThanDays: 0 }, { ...ITEM, openSeconds: null })).toBe(false));

  test.each([null, undefined])("of a reopening takes no item that had none: %s", (reopenedAfterDays) =>
    expect(matches({ reopenedWithinDays: 99 }, { ...ITEM, reopenedAfterDays } as MetricItem)).toBe(false),
  );

  const run = (finishedOn: string | null, begunAt: string | null = "2026-10-05T13:59"): MetricItem => ({
    ...ITEM,
    ...{ fields: { due: "2026-10-05", odd: "soon", at: "2026-10-05T12:00:00Z" }, begunAt, finishedOn },
  });

  test.each<[string, MetricFilter, MetricItem, boolean]>([
    ["finished before its date", { finishedBy: "due" }, run("2026-10-04"), true],
    ["finished on it", { finishedBy: "due" }, run("2026-10-05"), true],
    ["finished a day late", { finishedBy: "due" }, run("2026-10-06"), false],
    ["not finished", { finishedBy: "due" }, run(null), false],
    ["without a date", { finishedBy: "none" }, run("2026-10-04"), false],
    ["with a date that is none", { finishedBy: "odd" }, run("2026-10-04"), false],
    ["with a moment for a date", { finishedBy: "at" }, run("2026-10-04"), false],
    ["begun before two", { begunBefore: "14:00" }, run(null), true],
    ["begun at two", { begunBefore: "14:00" }, run(null, "2026-10-05T14:00"), false],
    ["begun at nobody knows when", { begunBefore: "14:00" }, run(null, null), false],
    ["begun, of which nothing is known", { begunBefore: "14:00" }, ITEM, false],
    ["finished the same day", { finishedSameDay: true }, run("2026-10-05"), true],
    ["finished the next day", { finishedSameDay: true }, run("2026-10-06"), false],
    ["finished, begun at nobody knows when", { finishedSameDay: true }, run("2026-10-05", null), false],
    ["neither begun nor finished", { finishedSameDay: true }, run(null, null), false],
  ])("of an item %s", (_name, filter, item, expected) => expect(matches(filter, item)).toBe(expected));

  const leaf: fc.Arbitrary<MetricFilter> = fc.oneof(
    fc.constantFrom<MetricFilter>(EVERY, { any: [] }, { type: "incident" }, { event: "cancel" }),
    fc.record({ field: fc.constantFrom("correct", "cause", "absent"), is: fc.boolean() }),
    fc.constantFrom<MetricFilter>(
      { finishedBy: "due" },
      { begunBefore: "14:00" },
      { finishedSameDay: true },
      { reopenedWithinDays: 5 },
    ),
    fc.record({ field: fc.constantFrom("wait", "limit", "cause"), atMost: fc.constantFrom("20", "21") }),
  );
  const filters = fc.letrec<{ filter: MetricFilter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({ not: tie("filter") }),
      fc.record({ all: fc.array(tie("filter"), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie("filter"), { maxLength: 3 }) }),
    ),
  })).filter;

  test("keeps the laws of and, or and not", () =>
    fc.assert(
      fc.property(filters, filters, (one, other) => {
        const is = (filter: MetricFilter) => matches(filter, ITEM);
        expect(is({ not: { not: one } })).toBe(is(one));
        expect(is({ not: { all: [one, other] } })).toBe(is({ any: [{ not: one }, { not: other }] }));
        expect(is({ all: [one, other] })).toBe(is({ all: [other, one] }));
        expect(is({ any: [one, EVERY] })).toBe(true);
        expect(is({ all: [one, EVERY] })).toBe(is(one));
        expect(is({ any: [one, { all: [one, other] }] })).toBe(is(one));
      }),
    ));

  test("says itself in words, and names only fields that it reads", () =>
    fc.assert(
      fc.property(filters, (filter) => {
        expect(filterWords(filter, (field) => field)).not.toMatch(/undefined|object/);
        const read = new Set(fieldsOfFilter(filter));
        const blank = { ...ITEM, fields: Object.fromEntries([...read].map((f) => [f, ITEM.fields[f]])) };
        expect(matches(filter, blank)).toBe(matches(filter, ITEM));
      }),
    ));
});

describe("a filter in words", () => {
  const nameOf = (field: string) => ({ correct: "Posted correctly", wait: "Wait" })[field] ?? field;

  test.each<[MetricFilter, string]>([
    [EVERY, "all"],
    [{ any: [] }, "none"],
    [{ field: "correct", is: true }, '"Posted correctly" is yes'],
    [{ field: "correct", is: false }, '"Posted correctly" is no'],
    [{ field: "cause", is: "third_party" }, '"cause" is third party'],
    [{ field: "wait", atMost: "20" }, '"Wait" is at most 20'],
    [{ field: "wait", above: { field: "limit" } }, '"Wait" is above "limit"'],
    [{ not: { event: "reopen" } }, 'not has the event "reopen"'],
    [{ type: "pay_run" }, "kind is pay run"],
    [{ openLongerThanDays: 30 }, "open for more than 30 days"],
    [{ finishedBy: "wait" }, 'finished by "Wait"'],
    [{ begunBefore: "14:00" }, "begun before 14:00"],
    [{ finishedSameDay: true }, "finished on the day it was begun"],
    [{ reopenedWithinDays: 5 }, "reopened within 5 business days of being finished"],
    [
      { all: [{ type: "a" }, { any: [{ type: "b" }, { field: "correct", answered: true }] }] },
      'kind is a and (kind is b or "Posted correctly" is answered)',
    ],
  ])("%j", (filter, words) => expect(filterWords(filter, nameOf)).toBe(words));

  test("names both fields of a comparison", () =>
    expect(fieldsOfFilter({ not: { field: "wait", above: { field: "limit" } } })).toEqual([
      "wait",
      "limit",
    ]));
});

describe("a number in a field", () => {
  test.each([
    ["12.50", true],
    [3, true],
    [-3, true],
    [5n, true],
    ["1e3", false],
    ["", false],
    [" 1", false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
    [true, false],
    [null, false],
    [{}, false],
  ])("%s is one: %s", (value, expected) => expect(numberOf(value) !== null).toBe(expected));
});
