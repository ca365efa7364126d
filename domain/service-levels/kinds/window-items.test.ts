import { describe, expect, test } from "vitest";
import type { MetricItem } from "../../catalogue/metric-filter.ts";
import type { Population } from "../../catalogue/metric-measure.ts";
import { monthPeriod } from "../../shared/period.ts";
import type { MonthItem } from "../month-item.ts";
import { amountOf, secondsAt, taken, windowItems } from "./window-items.ts";

type Told = [number, MonthItem["events"][number]["type"]][];
const period = monthPeriod({ month: "2026-10", zone: "UTC" });
const asOf = "2026-11-01T00:00:00Z";
/** A day of October, or of the months beside it where it lies outside of 1 to 31. */
const on = (day: number) => new Date(Date.UTC(2026, 9, day)).toISOString();

const item = (told: Told, type = "incident"): MonthItem => ({
  ...{ id: "w", type, priority: null, deskMadeSla: null, fields: {} },
  events: told.map(([day, event]) => ({ at: on(day), type: event })),
});
const level = { id: "l", workItemTypes: ["incident", "request"] };
const found = (of: Population, ...items: MonthItem[]) =>
  windowItems({ items, level, period, asOf } as unknown as Parameters<typeof windowItems>[0], of);

describe("which work a month looks at", () => {
  test.each<[string, Told, Population[]]>([
    [
      "begun and finished in it",
      [
        [5, "start"],
        [6, "stop"],
      ],
      ["finished", "recorded"],
    ],
    [
      "begun before it and finished in it",
      [
        [-5, "start"],
        [6, "stop"],
      ],
      ["finished"],
    ],
    ["begun in it and still open", [[5, "start"]], ["recorded", "open"]],
    ["begun before it and still open", [[-5, "start"]], ["open"]],
    [
      "begun at its first moment",
      [
        [1, "start"],
        [2, "stop"],
      ],
      ["finished", "recorded"],
    ],
    ["begun at the next month's first", [[32, "start"]], []],
    [
      "finished after it",
      [
        [5, "start"],
        [33, "stop"],
      ],
      ["recorded", "open"],
    ],
    [
      "closed",
      [
        [5, "start"],
        [6, "close"],
      ],
      ["finished", "recorded"],
    ],
    [
      "cancelled",
      [
        [5, "start"],
        [6, "cancel"],
      ],
      [],
    ],
    [
      "cancelled after it",
      [
        [5, "start"],
        [33, "cancel"],
      ],
      ["recorded", "open"],
    ],
    [
      "reopened",
      [
        [5, "start"],
        [6, "stop"],
        [7, "reopen"],
      ],
      ["recorded", "open"],
    ],
    [
      "begun anew",
      [
        [5, "start"],
        [6, "stop"],
        [7, "reset"],
      ],
      ["recorded", "open"],
    ],
    [
      "reopened after it",
      [
        [5, "start"],
        [6, "stop"],
        [33, "reopen"],
      ],
      ["finished", "recorded"],
    ],
    [
      "waiting",
      [
        [5, "start"],
        [6, "pause"],
      ],
      ["recorded", "open"],
    ],
    ["without events", [], []],
  ])("%s", (_name, told, populations) => {
    const all: Population[] = ["finished", "recorded", "open"];
    expect(all.filter((of) => found(of, item(told)).length > 0)).toEqual(populations);
  });

  test("is of the level's kinds", () => {
    const told: Told = [
      [5, "start"],
      [6, "stop"],
    ];
    const items = ["incident", "change", "request"].map((type) => item(told, type));
    expect(found("finished", ...items).map((one) => one.item.type)).toEqual(["incident", "request"]);
  });

  test("is seen with its events of the month, and as open for as long as it has been", () => {
    const [one] = found(
      "open",
      item([
        [5, "start"],
        [6, "pause"],
        [33, "stop"],
      ]),
    );
    expect(one?.seen).toEqual({
      ...{ id: "w", type: "incident", fields: {}, eventTypes: ["start", "pause"] },
      ...{
        openSeconds: 27 * 86_400,
        begunAt: "2026-10-05T00:00",
        finishedOn: null,
        reopenedAfterDays: null,
      },
    });
    const [done] = found(
      "finished",
      item([
        [5, "start"],
        [6, "stop"],
      ]),
    );
    expect(done?.seen.openSeconds).toBeNull();
    expect(done?.seen.finishedOn).toBe("2026-10-06");
  });
});

describe("the day on which an item was finished", () => {
  test.each<[string, Told, string | null]>([
    [
      "is that of its stop",
      [
        [5, "start"],
        [6, "stop"],
      ],
      "2026-10-06",
    ],
    [
      "is that of its closing where it never stopped",
      [
        [5, "start"],
        [7, "close"],
      ],
      "2026-10-07",
    ],
    [
      "is not that of a closing after its stop",
      [
        [5, "start"],
        [6, "stop"],
        [9, "close"],
      ],
      "2026-10-06",
    ],
    [
      "is that of the last stop",
      [
        [5, "start"],
        [6, "stop"],
        [7, "reopen"],
        [8, "stop"],
      ],
      "2026-10-08",
    ],
    [
      "is none once it was opened again",
      [
        [5, "start"],
        [6, "stop"],
        [7, "reopen"],
      ],
      null,
    ],
    [
      "is none once it began anew",
      [
        [5, "start"],
        [6, "stop"],
        [7, "reset"],
      ],
      null,
    ],
    [
      "is none after the window's end",
      [
        [5, "start"],
        [33, "stop"],
      ],
      null,
    ],
  ])("%s", (_name, told, day) => {
    expect(found("recorded", item(told)).map(({ seen }) => seen.finishedOn)).toEqual([day]);
  });
});

describe("what an item adds", () => {
  const seen = (fields: Record<string, unknown>): MetricItem => ({
    ...{ id: "w", type: "incident", fields, eventTypes: [], openSeconds: null },
  });
  const text = (value: ReturnType<typeof amountOf>) => value && `${value.numerator}/${value.denominator}`;
  const gap = { kind: "difference", of: "paid", less: "due" } as const;

  test.each<[Parameters<typeof amountOf>[0], Record<string, unknown>, string | null]>([
    [{ kind: "one" }, {}, "1/1"],
    [{ kind: "field", field: "n" }, { n: "2.5" }, "25/10"],
    [{ kind: "field", field: "n" }, {}, null],
    [gap, { paid: "5", due: "3" }, "2/1"],
    [gap, { paid: "3", due: "5" }, "-2/1"],
    [gap, { paid: "5" }, null],
    [gap, { due: "5" }, null],
    [{ ...gap, absolute: true }, { paid: "3", due: "5" }, "2/1"],
    [{ ...gap, absolute: true }, { paid: "5", due: "3" }, "2/1"],
    [{ ...gap, absolute: true }, { paid: "3", due: "3" }, "0/1"],
  ])("%o of %o is %s", (value, fields, amount) => {
    expect(text(amountOf(value, seen(fields)))).toBe(amount);
  });

  test("an optional filter takes nothing where it is left out", () => {
    expect(taken(undefined, seen({}))).toBe(false);
    expect(taken({ field: "a", is: true }, seen({ a: true }))).toBe(true);
    expect(taken({ field: "a", is: true }, seen({ a: false }))).toBe(false);
  });

  test("moments are instants", () => {
    expect(secondsAt("1970-01-01T00:01:00Z")).toBe(60);
    expect(() => secondsAt("noon")).toThrow('"noon" is not an instant.');
  });
});
