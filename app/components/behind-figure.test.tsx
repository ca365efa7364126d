// @vitest-environment node
import { describe, expect, test } from "vitest";
import { type BehindFigure, behindFigure } from "./behind-figure.ts";
import { AttainmentCell, type Standing } from "./engagement-table.tsx";
import { htmlOf, textOf } from "./test-render.tsx";

const ONE: BehindFigure = { n: 95, excluded: 0, windowFrom: "2026-10", windowTo: "2026-10" };

test.each<[Partial<BehindFigure>, string]>([
  [{}, "95 items, Oct 2026, none excluded"],
  [{ hits: 91 }, "91 of 95 items, Oct 2026, none excluded"],
  [{ hits: 0 }, "0 of 95 items, Oct 2026, none excluded"],
  [{ n: 0 }, "no items, Oct 2026, none excluded"],
  [{ n: 0, counts: "outages" }, "no outages, Oct 2026, none excluded"],
  [{ n: 1, counts: "outages" }, "1 outage, Oct 2026, none excluded"],
  [{ n: 1, hits: 1 }, "1 of 1 item, Oct 2026, none excluded"],
  [{ n: 12_000, excluded: 1200 }, "12,000 items, Oct 2026, 1,200 excluded"],
  [{ windowTo: "2026-12" }, "95 items, Oct to Dec 2026, none excluded"],
  [{ windowFrom: "2025-12", windowTo: "2026-02" }, "95 items, Dec 2025 to Feb 2026, none excluded"],
])("%j reads %s", (change, text) => expect(behindFigure({ ...ONE, ...change })).toBe(text));

describe("the worst level of an engagement", () => {
  const cell = (headline: Partial<NonNullable<Standing["headline"]>>) => {
    const row: Standing = {
      ...{ engagementId: "e1", title: "IT support", buyer: "Halden", provider: "Quaylink" },
      ...{ moduleName: "IT support", month: "2026-11", status: "missed", trend: [] },
      headline: {
        ...{ levelId: "resolve", name: "Resolved in time", measured: "91.42", target: "95", minimum: "90" },
        ...{ unit: "%", direction: "higher", n: 95, excluded: 2, windowFrom: null, ...headline },
      },
    };
    const html = htmlOf(<AttainmentCell row={row} />);
    return { html, text: textOf(html).replaceAll("\u00a0", " ") };
  };

  test("says what it was measured on and over, what was left out, and opens its rows", () => {
    const { html, text } = cell({});
    expect(text).toContain("91.4 %");
    expect(text).toContain("Resolved in time, below target: 95 items, Nov 2026, 2 excluded");
    expect(html).toContain('href="/engagements/e1/service-levels/resolve?month=2026-11"');
  });

  test("is in its own unit where it is no percentage", () => {
    const { text, html } = cell({
      ...{ name: "Mean time to resolve", measured: "14.50", target: "12", minimum: "24", unit: "hours" },
      ...{ direction: "lower", windowFrom: "2026-09" },
    });
    expect(text).toContain("14.50 hours of at most 12");
    expect(text).toContain("Sep to Nov 2026");
    expect(text).not.toContain("%");
    expect(html).toContain("target 12 hours");
  });
});
