import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { localDate } from "../../shared/zoned.ts";
import { billedSpan, billedSpans, spanInstants } from "./billed-span.ts";
import { rateLine } from "./rate-line.ts";

/** +14, −12, half and quarter hours, clocks that change by an hour, by half of one and at midnight. */
const ZONES = [
  ...["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"],
  ...["Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "Africa/Cairo", "UTC"],
];

describe("P4: the periods of a contract tile for every start of a leap year", () => {
  test.each(ZONES)("in %s", (zone) => {
    for (let day = 0; day < 366; day++) {
      const first = Temporal.PlainDate.from("2028-01-01").add({ days: day });
      const endsOn = first.add({ months: 2 }).toString();
      const spans = billedSpans({ startsOn: first.toString(), endsOn, zone });
      for (const [at, span] of spans.entries()) {
        const next = spans[at + 1];
        if (next && (span.to !== next.from || !span.toInstant.equals(next.fromInstant)))
          throw new Error(`${zone}: a gap or an overlap after ${span.to}, from ${first}`);
      }
      const days = spans.reduce((sum, span) => sum + span.billedDays, 0);
      expect(days).toBe(first.until(endsOn, { largestUnit: "days" }).days + 1);
    }
  });
});

describe("case 33: work around midnight far from UTC is billed in the month of the contract's zone, once", () => {
  test.each([
    ["Pacific/Kiritimati", "2026-10-31T10:00:00Z", "2026-11"],
    ["Pacific/Kiritimati", "2026-10-31T09:59:59Z", "2026-10"],
    ["Etc/GMT+12", "2026-11-01T11:59:59Z", "2026-10"],
    ["Etc/GMT+12", "2026-11-01T12:00:00Z", "2026-11"],
    ["Asia/Kolkata", "2026-10-31T18:29:59Z", "2026-10"],
    ["Asia/Kolkata", "2026-10-31T18:30:00Z", "2026-11"],
  ])("in %s at %s: %s", (zone, at, expected) => {
    const instant = Temporal.Instant.from(at);
    const spans = billedSpans({ startsOn: "2026-09-15", endsOn: "2027-02-10", zone });
    const holding = spans.filter(
      (span) =>
        Temporal.Instant.compare(span.fromInstant, instant) <= 0 &&
        Temporal.Instant.compare(instant, span.toInstant) < 0,
    );
    expect(holding.map((span) => span.month)).toEqual([expected]);
  });
});

describe("case 34: a change of the clocks moves no border of a month", () => {
  test.each([
    ["Europe/Berlin", "2026-03", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"],
    ["Europe/Berlin", "2026-10", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"],
    ["America/New_York", "2026-11", "2026-11-01T04:00:00Z", "2026-12-01T05:00:00Z"],
    ["Australia/Lord_Howe", "2026-10", "2026-09-30T13:30:00Z", "2026-10-31T13:00:00Z"],
  ])("in %s, %s", (zone, month, from, to) => {
    const span = billedSpan({ month, startsOn: "2020-01-01", endsOn: null });
    const { fromInstant, toInstant } = spanInstants(span, zone);
    expect([fromInstant.toString(), toInstant.toString()]).toEqual([from, to]);
    expect(span.billedDays).toBe(span.wholeDays);
  });

  test("whatever the offset was when the contract was made", () => {
    for (const zone of ZONES)
      for (const span of billedSpans({ startsOn: "2026-01-31", endsOn: "2029-01-30", zone })) {
        expect(localDate(span.fromInstant, zone).toString()).toBe(span.from);
        expect(localDate(span.toInstant, zone).toString()).toBe(span.to);
        expect(localDate(span.toInstant.subtract({ seconds: 1 }), zone).toString() < span.to).toBe(true);
      }
  });
});

test.each([
  ["2028-02-29", "2029-02-28"],
  ["2027-08-31", "2028-08-30"],
  ["2027-12-31", "2028-12-30"],
])(
  "case 35: a contract that begins on %s has no gap and no overlap in its short months",
  (startsOn, endsOn) => {
    const spans = billedSpans({ startsOn, endsOn, zone: "Europe/Berlin" });
    expect(spans[0]?.from).toBe(startsOn);
    expect(new Set(spans.map((span) => span.month)).size).toBe(spans.length);
    const whole = Temporal.PlainDate.from(startsOn).until(endsOn, { largestUnit: "days" }).days + 1;
    expect(spans.reduce((sum, span) => sum + span.billedDays, 0)).toBe(whole);
  },
);

test("case 36: a partial month is a part of the whole month, not of what is left of it", () => {
  const fee = { kind: "fixed", id: "f", label: "F", atRisk: true, amountMinor: "310000" } as const;
  const part = (startsOn: string, endsOn: string | null) => {
    const span = billedSpan({ month: "2026-10", startsOn, endsOn });
    return rateLine(fee, { span, currency: "USD" }).amountMinor;
  };
  expect(part("2026-10-22", "2026-10-26")).toBe(50_000n);
  expect(part("2026-10-22", null) + part("2026-01-01", "2026-10-21")).toBe(310_000n);
});
