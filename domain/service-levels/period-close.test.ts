import { describe, expect, test } from "vitest";
import { calendarInForce, calendarRemarks } from "./calendar-version.ts";
import { openWindows } from "./month-windows.ts";
import { FIRST_LINK, periodCloseHash, refuseClose } from "./period-close.ts";

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
