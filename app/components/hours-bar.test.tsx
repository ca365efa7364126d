// @vitest-environment node
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Coverage } from "./coverage.tsx";
import { clockText, HoursBar, uncovered } from "./hours-bar.tsx";
import { htmlOf, textOf } from "./test-render.tsx";

const NINE_TO_FIVE = { from: 540, to: 1020 };

describe("the uncovered part of a day", () => {
  test.each([
    ["all of it, when nobody works", [], [NINE_TO_FIVE]],
    ["nothing, when the shift is longer", [{ from: 480, to: 1200 }], []],
    [
      "the break between two shifts",
      [
        { from: 480, to: 840 },
        { from: 960, to: 1200 },
      ],
      [{ from: 840, to: 960 }],
    ],
    ["the end, when the night shift leaves at 11:00", [{ from: 1320, to: 660 }], [{ from: 660, to: 1020 }]],
    [
      "both edges",
      [{ from: 600, to: 900 }],
      [
        { from: 540, to: 600 },
        { from: 900, to: 1020 },
      ],
    ],
  ])("is %s", (_, covered, gaps) => {
    expect(uncovered({ covered, needed: NINE_TO_FIVE })).toEqual(gaps);
  });

  test("and the covered part make up exactly what is needed", () => {
    const minute = fc.integer({ min: 0, max: 1440 });
    const span = fc
      .tuple(minute, minute)
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 5 }), span, (covered, needed) => {
        const gaps = uncovered({ covered, needed });
        const inside = (at: number, spans: readonly { from: number; to: number }[]) =>
          spans.some((each) => each.from <= at && at < each.to);
        for (let at = needed.from; at < needed.to; at += 1) {
          expect(inside(at, gaps)).toBe(!inside(at, covered));
        }
      }),
      { numRuns: 30 },
    );
  });
});

test("a shift over midnight is drawn in two pieces", () => {
  const html = htmlOf(<HoursBar covered={[{ from: 1320, to: 120 }]} label="22:00–02:00" />);
  expect(html.match(/<rect/g)).toHaveLength(3);
  expect(html).toContain('aria-label="22:00–02:00"');
});

test("coverage says its gaps in words", () => {
  const html = htmlOf(
    <Coverage
      caption="Week"
      days={[
        {
          day: "Monday",
          covered: [
            { from: 480, to: 840 },
            { from: 960, to: 1200 },
          ],
          needed: NINE_TO_FIVE,
        },
        { day: "Sunday", covered: [] },
      ]}
    />,
  );
  expect(textOf(html)).toContain("Monday Gap 14:00–16:00");
  expect(textOf(html)).toContain("Sunday No hours agreed");
});

test("minutes read as the time on a clock", () => {
  expect([0, 570, 1440].map(clockText)).toEqual(["00:00", "09:30", "24:00"]);
});
