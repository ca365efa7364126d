import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import { workingDayAfter } from "../shared/working-day.ts";
import { nextSilenceStep, type SilenceEntry } from "./silence.ts";

const at = (text: string) => Temporal.Instant.from(text);
const SILENCE = { noticeAfterDays: [5, 10], approvedAfterDays: 5 };
const OFFICE: BusinessCalendar = {
  zone: "Europe/Berlin",
  weekly: Object.fromEntries(["mon", "tue", "wed", "thu"].map((day) => [day, [["09:00", "17:00"]]])),
  holidays: ["2026-12-24"],
};
const presentedAt = at("2026-12-01T10:00:00Z"); // a Tuesday
const step = (
  entries: SilenceEntry[],
  calendar: BusinessCalendar | null = null,
  zone = "Europe/Berlin",
) => {
  const found = nextSilenceStep({ silence: SILENCE, presentedAt, entries, calendar, zone });
  return found && `${found.kind} ${found.step} ${found.from}`;
};
const notice = (number: number, sent: string): SilenceEntry => ({
  kind: "notice",
  step: number,
  at: at(sent),
});

describe("T14: silence", () => {
  test.each<[string, SilenceEntry[], string | null]>([
    ["first brings a notice", [], "notice 1 2026-12-07T23:00:00Z"],
    ["then the next one", [notice(1, "2026-12-08T08:00:00Z")], "notice 2 2026-12-14T23:00:00Z"],
    [
      "and approves once the last notice's days are over",
      [notice(1, "2026-12-08T08:00:00Z"), notice(2, "2026-12-15T08:00:00Z")],
      "deemed 3 2026-12-22T23:00:00Z",
    ],
    [
      "counts from the notice as it was sent, however late",
      [notice(1, "2026-12-08T08:00:00Z"), notice(2, "2026-12-31T08:00:00Z")],
      "deemed 3 2027-01-07T23:00:00Z",
    ],
    [
      "means nothing after an objection",
      [notice(1, "2026-12-08T08:00:00Z"), { kind: "objection", step: 0, at: presentedAt }],
      null,
    ],
    ["approves once", [{ kind: "deemed", step: 3, at: presentedAt }], null],
  ])("%s", (_name, entries, expected) => expect(step(entries)).toBe(expected));

  test("means nothing without the contract's terms", () => {
    const p = { presentedAt, entries: [], calendar: null, zone: "UTC" };
    expect(nextSilenceStep({ ...p, silence: undefined })).toBeNull();
  });

  test("is counted in the working days of the contract's calendar, its holidays left out", () => {
    // Mondays to Thursdays: 2, 3, 7, 8, 9 December.
    expect(step([], OFFICE)).toBe("notice 1 2026-12-08T23:00:00Z");
    const sent = [notice(1, "2026-12-09T08:00:00Z"), notice(2, "2026-12-17T08:00:00Z")];
    // 21, 22, 23, (24 is a holiday), 28, 29.
    expect(step(sent, OFFICE)).toBe("deemed 3 2026-12-29T23:00:00Z");
  });

  test("never ends in a calendar without working days", () => {
    expect(step([], { zone: "UTC", weekly: {} })).toBeNull();
  });

  test("begins days at the midnight of the contract's zone", () => {
    expect(step([], null, "Pacific/Kiritimati")).toBe("notice 1 2026-12-08T10:00:00Z");
  });

  test("never approves earlier than all its days after the last notice, whatever was sent when", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 40 * 24 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 30 * 24 }), (late, extra) => {
        const entries: SilenceEntry[] = [];
        for (const hours of late) {
          const due = nextSilenceStep({
            silence: SILENCE,
            presentedAt,
            entries,
            calendar: null,
            zone: "UTC",
          });
          if (!due) throw new Error("A notice is due.");
          entries.push({ kind: "notice", step: due.step, at: due.from.add({ hours: hours + extra }) });
        }
        const due = nextSilenceStep({
          silence: SILENCE,
          presentedAt,
          entries,
          calendar: null,
          zone: "UTC",
        });
        const last = entries.at(-1)?.at ?? presentedAt;
        expect(due?.kind).toBe("deemed");
        const lastDay = last.toZonedDateTimeISO("UTC").toPlainDate();
        const over = workingDayAfter(lastDay, { days: 5, calendar: null });
        expect(due && over && Temporal.Instant.compare(due.from, last.add({ hours: 5 * 24 })) >= 0).toBe(
          true,
        );
      }),
      { numRuns: 100 },
    );
  });
});
