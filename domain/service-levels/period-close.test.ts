import { describe, expect, test } from "vitest";
import { calendarInForce, calendarRemarks } from "./calendar-version.ts";
import { openWindows } from "./month-windows.ts";
import { FIRST_LINK, periodCloseHash, refuseClose } from "./period-close.ts";
import { refusalOf } from "./test-refusal.ts";

const content = {
  engagementId: "e",
  period: "2026-03",
  ruleVersion: "1",
  calendarVersion: 1,
  itemCount: 1,
  eventCount: 2,
  levels: [],
  verdicts: [{ workItemId: "w", levelId: "l", verdict: "met", bundleHash: "sha256:1" }],
  prevHash: FIRST_LINK,
};

describe("the hash of a month", () => {
  test("changes with anything it covers and not with the order of the verdicts", () => {
    const other = { workItemId: "v", levelId: "l", verdict: "breached", bundleHash: "sha256:2" };
    const both = [...content.verdicts, other];
    expect(periodCloseHash({ ...content, verdicts: both })).toBe(
      periodCloseHash({ ...content, verdicts: both.toReversed() }),
    );
    const changes = [
      { period: "2026-04" },
      { calendarVersion: 2 },
      { eventCount: 3 },
      { prevHash: "x" },
      { verdicts: both },
      { levels: [1] },
    ];
    const hashes = new Set(
      [content, ...changes.map((change) => ({ ...content, ...change }))].map(periodCloseHash),
    );
    expect(hashes.size).toBe(changes.length + 1);
  });
});

describe("closing", () => {
  const facts = {
    month: "2026-03",
    currentMonth: "2026-05",
    firstMonth: "2026-01",
    lastMonth: "2026-12",
    frozen: ["2026-01", "2026-02"],
    withWork: ["2026-01", "2026-02", "2026-03"],
  };
  test.each([
    ["the next month", {}, null],
    ["a month after an empty one", { month: "2026-04", withWork: ["2026-01"] }, null],
    ["the present month", { month: "2026-05", withWork: [] }, "month_not_over"],
    ["a frozen month", { month: "2026-02" }, "month_frozen"],
    ["a month before a frozen one", { month: "2026-01", frozen: ["2026-02"] }, "later_month_frozen"],
    ["a month after an open one", { month: "2026-04" }, "earlier_month_open"],
    ["a month before the contract", { month: "2025-12" }, "month_outside_contract"],
    ["a month after the contract", { month: "2026-03", lastMonth: "2026-02" }, "month_outside_contract"],
    ["work before the contract", { withWork: ["2025-11"] }, null],
  ])("%s", (_name, change, code) => {
    const close = () => refuseClose({ ...facts, ...change });
    if (code === null) expect(close).not.toThrow();
    else expect(close).toThrow(expect.objectContaining({ code }));
  });
});

describe("a calendar's versions", () => {
  const version = (number: number, effectiveFrom: string) => ({ number, effectiveFrom, body: null });
  const versions = [
    version(1, "2026-01-15T00:00:00Z"),
    version(2, "2026-03-01T00:00:00Z"),
    version(3, "2026-02-01T00:00:00Z"),
  ];
  test.each([
    ["2026-01-01T00:00:00Z", 1],
    ["2026-01-20T00:00:00Z", 1],
    ["2026-02-01T00:00:00Z", 3],
    ["2026-06-01T00:00:00Z", 3],
  ])("at %s is number %i: the newest in effect, or the first", (at, number) => {
    expect(calendarInForce(versions, at)?.number).toBe(number);
  });

  test.each([
    [{}, "The week has no hours"],
    [{ mon: [["09:00", "12:00"]] }, "fewer than ten hours"],
    [
      {
        mon: [
          ["09:00", "17:00"],
          ["16:00", "18:00"],
        ],
        tue: [["09:00", "17:00"]],
      },
      "Hours overlap on mon",
    ],
  ])("%j is remarked on", (weekly, words) => {
    expect(calendarRemarks({ zone: "UTC", weekly: weekly as never }).join(" ")).toContain(words);
  });

  test("around the clock is not remarked on", () => expect(calendarRemarks(null)).toEqual([]));
});

describe("open windows", () => {
  const at = (text: string) => Date.parse(text) / 1000;
  const calendar = {
    zone: "UTC",
    weekly: {
      mon: [
        ["09:00", "12:00"],
        ["13:00", "17:00"],
      ],
      fri: [["22:00", "06:00"]],
    } as never,
  };
  test("are the spans of the calendar, cut at both ends", () => {
    const p = { calendar, from: at("2026-03-06T23:00:00Z"), to: at("2026-03-09T14:30:00Z"), most: 8 };
    expect(openWindows(p)).toEqual([
      { start: "2026-03-06T23:00:00Z", end: "2026-03-07T06:00:00Z" },
      { start: "2026-03-09T09:00:00Z", end: "2026-03-09T12:00:00Z" },
      { start: "2026-03-09T13:00:00Z", end: "2026-03-09T14:30:00Z" },
    ]);
    expect(openWindows({ ...p, most: 2 })).toBeNull();
    expect(openWindows({ ...p, calendar: null })).toEqual([
      { start: "2026-03-06T23:00:00Z", end: "2026-03-09T14:30:00Z" },
    ]);
  });
});

describe("what keeps a month from being frozen", () => {
  const close = (change: Partial<Parameters<typeof refuseClose>[0]>) => () =>
    refuseClose({
      ...{ month: "2026-03", currentMonth: "2026-05", firstMonth: "2026-01", lastMonth: "2026-12" },
      ...{ frozen: [], withWork: [], ...change },
    });

  test.each<[string, Parameters<typeof close>[0], object]>([
    [
      "that it is outside the contract",
      { month: "2025-12" },
      { code: "month_outside_contract", message: "The contract does not cover 2025-12." },
    ],
    [
      "that it is frozen",
      { frozen: ["2026-03"] },
      { code: "month_frozen", message: "2026-03 is frozen already." },
    ],
    [
      "that it runs",
      { currentMonth: "2026-03" },
      { code: "month_not_over", message: "2026-03 has not ended yet in the contract's zone." },
    ],
    [
      "the first of those frozen after it",
      { frozen: ["2026-05", "2026-04", "2026-02"] },
      {
        code: "later_month_frozen",
        message: "2026-04 is frozen already, and months are frozen in order.",
        details: { later: "2026-04" },
      },
    ],
    [
      "the first of those open before it, from the contract's first month on",
      { withWork: ["2026-02", "2026-01", "2025-12"] },
      {
        code: "earlier_month_open",
        message: "Close 2026-01 first: it holds work and is still open.",
        details: { earlier: "2026-01" },
      },
    ],
  ])("is %s", (_name, change, refusal) => {
    expect(refusalOf(close(change))).toMatchObject({ field: "month", ...refusal });
  });

  test.each<[string, Parameters<typeof close>[0]]>([
    ["the contract's first month", { month: "2026-01" }],
    ["its last", { lastMonth: "2026-03" }],
    ["any where it does not end", { lastMonth: null }],
    ["one with its own work alone", { withWork: ["2026-03", "2026-04"] }],
  ])("is nothing for %s", (_name, change) => {
    expect(refusalOf(close(change))).toBeNull();
  });
});

describe("the hash", () => {
  const lines = [
    { levelId: "b", bundleHash: "sha256:2" },
    { levelId: "a", bundleHash: "sha256:1" },
  ];

  test("covers the bundles of figures in any order, and not their absence", () => {
    const of = (figures: typeof lines | undefined) =>
      periodCloseHash({ ...content, ...(figures ? { figures } : {}) });
    expect(of(lines)).toBe(of(lines.toReversed()));
    const changed = lines.map((one) => ({ ...one, bundleHash: `${one.bundleHash}x` }));
    const renamed = lines.map((one) => ({ ...one, levelId: `${one.levelId}x` }));
    expect(new Set([of(undefined), of([]), of(lines), of(changed), of(renamed)]).size).toBe(5);
  });

  test("covers each part of a verdict", () => {
    const [one] = content.verdicts;
    if (!one) throw new Error("no verdict");
    const of = (change: Partial<typeof one>) =>
      periodCloseHash({ ...content, verdicts: [{ ...one, ...change }] });
    const all = [{}, { workItemId: "x" }, { levelId: "x" }, { verdict: "x" }, { bundleHash: "x" }].map(of);
    expect(new Set(all).size).toBe(5);
  });

  test("of a known month is known, and stays so", () => {
    expect(FIRST_LINK).toBe(`sha256:${"0".repeat(64)}`);
    expect(periodCloseHash({ ...content, figures: lines })).toBe(
      "sha256:af6a97c8949f44b7115fdcc3d3bc2093677f22a4ea24d44348d6a7b742f10631",
    );
  });
});
