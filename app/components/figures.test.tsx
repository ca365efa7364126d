// @vitest-environment node
import { describe, expect, test } from "vitest";
import { Arithmetic } from "./arithmetic.tsx";
import { Bullet } from "./bullet.tsx";
import { ClockTimeline } from "./clock-timeline.tsx";
import { Day, Duration, When } from "./date-time.tsx";
import { KeyFigures } from "./key-figures.tsx";
import { Money } from "./money.tsx";
import { Percent } from "./percent.tsx";
import { Sparkline } from "./sparkline.tsx";
import { Status, type StatusTone } from "./status.tsx";
import { htmlOf, textOf } from "./test-render.tsx";

describe("money", () => {
  test.each([
    ["378400", "USD", "en-US", "$3,784.00"],
    ["-9600", "USD", "en-US", "−$96.00"],
    ["9007199254740993", "USD", "en-US", "$90,071,992,547,409.93"],
    ["1200", "JPY", "en-US", "¥1,200"],
    ["-120050", "EUR", "de-DE", "−1.200,50 €"],
  ])("%s of %s in %s reads %s", (amountMinor, currency, locale, text) => {
    expect(textOf(htmlOf(<Money amountMinor={amountMinor} currency={currency} />, { locale }))).toBe(text);
  });
});

describe("time", () => {
  test("is shown in the zone of the page, and the title names the zone", () => {
    const html = htmlOf(<When instant="2026-11-19T08:24:00Z" format="time" />, { zone: "Asia/Manila" });
    expect(textOf(html)).toBe("16:24");
    expect(html).toContain("Asia/Manila");
    expect(html).toContain('dateTime="2026-11-19T08:24:00Z"');
  });

  test("can name its own zone for a deadline between parties", () => {
    const html = htmlOf(<When instant="2026-11-19T08:24:00Z" format="time" zone="UTC" showZone />);
    expect(textOf(html)).toBe("08:24 UTC");
  });

  test("a day and a duration carry their machine form", () => {
    expect(htmlOf(<Day date="2026-12-01" />)).toContain('dateTime="2026-12-01"');
    expect(htmlOf(<Duration seconds={8_700} />)).toContain('dateTime="PT2H25M"');
  });
});

test("a percentage keeps the digits of an exact decimal and says what it is of", () => {
  const html = htmlOf(<Percent value="99.94" of="264 sampled lines" />);
  expect(textOf(html).replace("\u00a0", " ")).toBe("99.94 % 264 sampled lines");
});

test("the states are told apart by shape: no two of the four share one", () => {
  const tones: readonly StatusTone[] = ["met", "risk", "breached", "held", "neutral"];
  const shapes = tones.map((tone) => htmlOf(<Status tone={tone}>word</Status>).match(/<svg.*<\/svg>/)?.[0]);
  expect(new Set(shapes).size).toBe(tones.length);
});

describe("a small picture", () => {
  test("says in words what it shows", () => {
    expect(htmlOf(<Sparkline values={[1, 2]} label="two months, rising" />)).toContain(
      'aria-label="two months, rising"',
    );
    expect(htmlOf(<Bullet value={1} target={2} tone="risk" label="1 of 2" />)).toContain(
      'aria-label="1 of 2"',
    );
  });

  test("breaks the line where nothing was measured", () => {
    const path =
      htmlOf(<Sparkline values={[1, 2, null, 3, 4]} label="x" />).match(/ d="([^"]*)"/)?.[1] ?? "";
    expect(path.match(/M/g)).toHaveLength(2);
  });

  test.each([[[]], [[null]], [[5]], [[5, 5, 5]]])(
    "never draws a coordinate that is not a number (%j)",
    (values) => {
      expect(htmlOf(<Sparkline values={values} label="x" />)).not.toMatch(/NaN|Infinity/);
    },
  );

  test("holds a value outside of its scale at the edge", () => {
    expect(htmlOf(<Bullet value={40} target={95} min={85} tone="breached" label="x" />)).toContain(
      'width="0"',
    );
  });
});

test("a strip of figures is a list of names and values", () => {
  const html = htmlOf(
    <KeyFigures
      figures={[
        { label: "Late", value: "10", href: "/late", note: "of 264" },
        { label: "Met", value: "254" },
      ]}
    />,
  );
  expect(html.match(/<dt>/g)).toHaveLength(2);
  expect(html).toContain('href="/late"');
  expect(html).toContain('data-count="2"');
});

test("arithmetic names every amount by the line it belongs to", () => {
  const html = htmlOf(
    <Arithmetic
      caption="November"
      lines={[{ id: "fee", label: "Fee", formula: "388 posted", amount: "$4,000.00" }]}
      totals={[{ id: "due", label: "Due", amount: "$4,000.00" }]}
    />,
  );
  expect(html.match(/<th scope="row">/g)).toHaveLength(2);
  expect(textOf(html)).toBe("Fee 388 posted $4,000.00 Due $4,000.00");
});

describe("the picture of a clock", () => {
  const html = htmlOf(
    <ClockTimeline
      label="Ran two hours"
      windows={[
        { start: "2026-11-19T08:00:00Z", end: "2026-11-19T16:00:00Z" },
        { start: "2026-11-20T08:00:00Z", end: "2026-11-20T16:00:00Z" },
      ]}
      rows={[
        {
          label: "Restore",
          spans: [
            {
              start: "2026-11-19T08:00:00Z",
              end: "2026-11-19T10:00:00Z",
              kind: "running",
              text: "provider",
            },
          ],
        },
      ]}
      events={[{ at: "2026-11-19T08:00:00Z", text: "opened" }]}
      now={{ at: "2026-11-20T15:50:00Z", text: "now" }}
      breach={{ at: "2026-11-20T11:00:00Z", text: "breach Fri 12:00" }}
    />,
  );

  test("has a text alternative and can be scrolled by keyboard", () => {
    expect(html).toContain('role="img" aria-label="Ran two hours"');
    expect(html).toContain('tabindex="0"');
  });

  test("shows one fold for the night, the breach and the present", () => {
    expect(textOf(html).match(/closed/g)).toHaveLength(1);
    expect(textOf(html)).toContain("breach Fri 12:00");
  });

  test("writes its hours in the zone of the page", () => {
    expect(textOf(html)).toContain("Thu 09:00");
  });
});
