import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { assertLastDay, noticeSpan, terminationNoticeSchema } from "./termination-notice.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const span = (today: string, days: number, endsOn: string | null = "2027-09-30") =>
  noticeSpan({
    today: day(today),
    startsOn: day("2026-10-01"),
    endsOn: endsOn === null ? null : day(endsOn),
    days,
  });

describe("the days on which a notice may end a contract", () => {
  test.each([
    ["the agreed days after today, at the earliest", "2026-11-23", 30, "2026-12-23", "2027-09-29"],
    ["today, where a right is reached", "2026-11-23", 0, "2026-11-23", "2027-09-29"],
    ["not before the contract begins", "2026-08-01", 30, "2026-10-01", "2027-09-29"],
    ["to the day before its last", "2027-08-30", 30, "2027-09-29", "2027-09-29"],
    ["across a leap day", "2028-02-01", 29, "2028-03-01", "2028-12-30"],
  ])("are %s", (_, today, days, earliest, latest) => {
    const endsOn = today.startsWith("2028") ? "2028-12-31" : undefined;
    expect(span(today, days, endsOn)).toEqual({ earliest, latest });
  });

  test("are none where the contract ends no later, or has ended", () => {
    expect(span("2027-08-31", 30)).toBeNull();
    expect(span("2027-09-30", 0)).toBeNull();
    expect(span("2027-10-05", 0)).toBeNull();
  });

  test("reach ten years ahead where the contract has no last day", () => {
    expect(span("2026-11-23", 30, null)?.latest).toBe("2036-11-23");
  });

  test("never begin before the agreed days and never lengthen a contract", () => {
    const ahead = fc.integer({ min: 0, max: 800 });
    fc.assert(
      fc.property(ahead, ahead, fc.integer({ min: 0, max: 200 }), (past, left, days) => {
        const today = day("2026-10-01").add({ days: past });
        const endsOn = today.add({ days: left });
        const found = noticeSpan({ today, startsOn: day("2026-10-01"), endsOn, days });
        expect(found === null).toBe(left <= days);
        if (found)
          expect([found.earliest, found.latest < endsOn.toString()]).toEqual([
            today.add({ days }).toString(),
            true,
          ]);
      }),
    );
  });
});

describe("a last day", () => {
  const within = { span: { earliest: "2026-12-23", latest: "2027-09-29" }, endsOn: "2027-09-30" };

  test.each(["2026-12-23", "2027-01-31", "2027-09-29"])("of %s lies within", (lastDay) =>
    expect(() => assertLastDay({ ...within, lastDay })).not.toThrow(),
  );

  test.each(["2026-12-22", "2027-09-30", "2020-01-01"])("of %s is refused beside it", (lastDay) => {
    const issue = {
      field: "lastDay",
      message: "The last day lies between 23 December 2026 and 29 September 2027.",
    };
    expect(() => assertLastDay({ ...within, lastDay })).toThrow(
      expect.objectContaining({ code: "invalid_input", issues: [issue] }),
    );
  });

  test("is refused where the contract ends no later", () =>
    expect(() => assertLastDay({ ...within, span: null, lastDay: "2027-01-31" })).toThrow(
      "The contract's last day is 30 September 2027 already; a notice would end nothing earlier.",
    ));
});

test.each([
  ["a day that is none", { lastDay: "2026-02-30" }, "lastDay"],
  ["nobody's authority", { authority: false }, "authority"],
  ["a reason of a book's length", { reason: "x".repeat(1001) }, "reason"],
])("a notice with %s is refused beside it", (_, change, field) => {
  const input = { engagementId: "e", lastDay: "2026-12-31", authority: true, ...change };
  expect(terminationNoticeSchema.safeParse(input).error?.issues[0]?.path).toEqual([field]);
});
