import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  ATTESTATION_KINDS,
  ATTESTATION_LEVELS,
  attestationName,
  attestationStateOn,
  daysLeft,
  EXPIRING_WITHIN_DAYS,
  isAttestationKind,
  stateOfDays,
} from "./attestation.ts";

const day = Temporal.PlainDate.from;
const YEAR = { validFrom: day("2026-01-01"), validTo: day("2026-12-31") };

describe("the state of an attestation on a date", () => {
  test.each([
    ["2025-12-31", "not_yet_valid", "the day before it begins"],
    ["2026-01-01", "valid", "its first day"],
    ["2026-11-01", "expiring", "60 days before its last day"],
    ["2026-10-31", "valid", "61 days before its last day"],
    ["2026-12-31", "expiring", "its last day still counts"],
    ["2027-01-01", "lapsed", "the day after its last day"],
    ["2036-01-01", "lapsed", "ten years later"],
  ])("on %s is %s: %s", (date, state) => {
    expect(attestationStateOn(YEAR, day(date))).toBe(state);
  });

  test("one of a single day is expiring on that day", () => {
    const single = { validFrom: day("2026-02-28"), validTo: day("2026-02-28") };
    expect(attestationStateOn(single, day("2026-02-28"))).toBe("expiring");
    expect(attestationStateOn(single, day("2026-03-01"))).toBe("lapsed");
  });

  test("never goes back as days pass", () => {
    const order = ["not_yet_valid", "valid", "expiring", "lapsed"];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: -30, max: 1000 }),
        (length, offset) => {
          const term = { validFrom: day("2024-02-01"), validTo: day("2024-02-01").add({ days: length }) };
          const today = term.validFrom.add({ days: offset });
          const before = order.indexOf(attestationStateOn(term, today));
          const after = order.indexOf(attestationStateOn(term, today.add({ days: 1 })));
          expect(after).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });

  test("is lapsed exactly when no day is left", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), (offset) => {
        const date = YEAR.validFrom.add({ days: offset });
        expect(attestationStateOn(YEAR, date) === "lapsed").toBe(daysLeft(YEAR, date) < 0);
        expect(attestationStateOn(YEAR, date) === "valid").toBe(
          daysLeft(YEAR, date) > EXPIRING_WITHIN_DAYS,
        );
      }),
    );
  });
});

describe("names", () => {
  test("every kind has its own name", () => {
    const names = Object.values(ATTESTATION_KINDS);
    expect(new Set(names).size).toBe(names.length);
    expect(attestationName("soc1_type2")).toBe("SOC 1 Type 2");
  });

  test("a kind we do not know is shown as it was written", () => {
    expect(isAttestationKind("toString")).toBe(false);
    expect(attestationName("house_rules")).toBe("house rules");
  });

  test("the three levels have three names", () => {
    expect(new Set(Object.values(ATTESTATION_LEVELS)).size).toBe(3);
  });
});

describe("the state from day numbers", () => {
  const days = fc.tuple(fc.integer({ min: 19_000, max: 22_000 }), fc.integer({ min: 0, max: 900 }));

  test("is the calendar's, on every day around a term", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -100, max: 1_000 }), ([from, length], offset) => {
        const on = from + offset;
        const dates = { validFrom: dateOf(from), validTo: dateOf(from + length) };
        const left = dateOf(on).until(dates.validTo, { largestUnit: "days" }).days;
        expect(daysLeft(dates, dateOf(on))).toBe(left);
        expect(stateOfDays({ from, to: from + length }, on)).toBe(attestationStateOn(dates, dateOf(on)));
        const expected =
          offset < 0 ? "not_yet_valid" : left < 0 ? "lapsed" : left <= 60 ? "expiring" : "valid";
        expect(attestationStateOn(dates, dateOf(on))).toBe(expected);
      }),
    );
  });
});

function dateOf(epochDay: number): Temporal.PlainDate {
  return Temporal.PlainDate.from("1970-01-01").add({ days: epochDay });
}
