import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Terms } from "../contracts/terms.ts";
import type { NamedCalendar } from "../shared/business-calendar.ts";
import { type BookedVersion, calendarBook, signedHours, siteCounted } from "./calendar-book.ts";

const hours = (zone: string, start: string, more: Partial<NamedCalendar> = {}): NamedCalendar => ({
  zone,
  weekly: { mon: [[start, "17:00"]] },
  ...more,
});
const OWN = hours("Europe/Warsaw", "09:00");
const PORTO = hours("Europe/Lisbon", "08:00");
const TERMS: Pick<Terms, "calendar" | "sites"> = {
  calendar: OWN,
  sites: [
    { id: "porto", name: "Porto", zone: "Europe/Lisbon", calendar: PORTO },
    { id: "night", name: "Night", zone: "Europe/Lisbon", calendar: null },
  ],
};
const version = (
  siteId: string,
  number: number,
  from: string,
  body: NamedCalendar | null,
): BookedVersion => ({
  ...{ siteId, number, effectiveFrom: `${from}T00:00:00Z`, body },
});
const level = (calendar: string) => ({ clock: { name: "resolve", calendar } }) as never;
const SPAN = { from: "2026-11-02T00:00:00Z", until: "2026-11-03T00:00:00Z" };

describe("whose hours count", () => {
  test.each<[string, string, Record<string, unknown>, string | null]>([
    ["the contract's", "contract", { site: "porto" }, ""],
    ["nobody's, as all hours count", "around_the_clock", { site: "porto" }, null],
    ["those of a named site", "site:porto", {}, "porto"],
    ["those of the item's site", "site", { site: "porto" }, "porto"],
    ["the contract's where the item names no site", "site", {}, ""],
    ["the contract's where the site was taken away", "site", { site: "" }, ""],
    ["the contract's where the contract has no such site", "site", { site: "bergen" }, ""],
    ["the contract's where what is named is no name", "site", { site: 7 }, ""],
    ["the contract's where a level names a site that is gone", "site:bergen", {}, ""],
  ])("%s", (_name, counted, fields, expected) => {
    expect(siteCounted(level(counted), fields, TERMS)).toBe(expected);
  });

  test("a level without a clock counts the contract's, and so does one of a contract without sites", () => {
    expect(siteCounted({}, { site: "porto" }, TERMS)).toBe("");
    expect(siteCounted(level("site"), { site: "porto" }, {})).toBe("");
  });

  test("as signed they are the contract's, a site's, or all", () => {
    expect(signedHours("", TERMS)).toBe(OWN);
    expect(signedHours("porto", TERMS)).toBe(PORTO);
    expect(signedHours("night", TERMS)).toBeNull();
    expect(signedHours("bergen", TERMS)).toBeNull();
  });
});

describe("the book of a contract", () => {
  test("gives what was signed before there is any version, and the one version afterwards", () => {
    const later = hours("Europe/Lisbon", "10:00");
    const signed = calendarBook([], TERMS);
    expect(signed({ level: level("site:porto"), fields: {}, ...SPAN })).toBe(PORTO);
    const one = calendarBook([version("porto", 1, "2026-12-01", later)], TERMS);
    expect(one({ level: level("site:porto"), fields: {}, ...SPAN })).toBe(later);
    expect(one({ level: level("contract"), fields: {}, ...SPAN })).toBe(OWN);
  });

  test("keeps the sites apart: a version of one moves no clock of another", () => {
    const book = calendarBook(
      [
        version("", 1, "2026-01-01", OWN),
        version("porto", 1, "2026-01-01", PORTO),
        version("porto", 2, "2026-10-01", null),
      ],
      TERMS,
    );
    expect(book({ level: level("site"), fields: { site: "porto" }, ...SPAN })).toBeNull();
    expect(book({ level: level("site"), fields: {}, ...SPAN })).toEqual(OWN);
  });

  test("gives hours without names, as bundles carry them", () => {
    const named = hours("Europe/Warsaw", "09:00", {
      holidays: ["2026-12-25"],
      holidayNames: { "2026-12-25": "Christmas Day" },
    });
    const bare = calendarBook(
      [version("", 1, "2026-01-01", named)],
      TERMS,
    )({
      ...{ level: level("contract"), fields: {}, ...SPAN },
    });
    expect(bare).toEqual({ ...hours("Europe/Warsaw", "09:00"), holidays: ["2026-12-25"] });
  });

  test("gives clocks that share a first day and their versions one and the same body", () => {
    const versions = [version("", 1, "2026-01-01", OWN), version("", 2, "2026-11-02", PORTO)];
    const book = calendarBook(versions, { ...TERMS, calendar: OWN });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 86_399 }),
        fc.integer({ min: 0, max: 3000 }),
        (second, more) => {
          const time = new Date(Date.UTC(2026, 9, 30, 0, 0, second)).toISOString();
          const until = new Date(Date.UTC(2026, 10, 4, 0, more)).toISOString();
          const one = book({ level: level("contract"), fields: {}, from: time, until });
          const other = book({
            ...{ level: level("contract"), fields: { site: "porto" } },
            ...{ from: "2026-10-30T00:00:00Z", until: "2026-11-03T00:00:00Z" },
          });
          expect(one).toBe(other);
        },
      ),
    );
  });
});
