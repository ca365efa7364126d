import { isAroundTheClock, type NamedCalendar, WEEKDAYS } from "../shared/business-calendar.ts";
import { holidayLine, holidaysFrom, namedDateOf, namedDates } from "../shared/holiday-lines.ts";
import type { Terms } from "./terms.ts";
import type { TermsEdit } from "./terms-edit.input.ts";

type Hours = Pick<TermsEdit, "aroundTheClock" | "hours" | "holidays">;
type Site = NonNullable<Terms["sites"]>[number];
type SiteEdit = NonNullable<TermsEdit["sites"]>[number];

/** A calendar as the form shows it; 00:00 to 24:00 every day is around the clock, however it is written. */
export function hoursEditOf(calendar: NamedCalendar | null): Hours {
  return {
    aroundTheClock: isAroundTheClock(calendar),
    hours: WEEKDAYS.map((day) => ({
      day,
      spans: (calendar?.weekly[day] ?? []).map(([from, to]) => ({ from, to })),
    })),
    holidays: calendar ? namedDates(calendar).map(holidayLine) : [],
  };
}

export function siteEditOf({ id, name, zone, calendar }: Site): SiteEdit {
  return { id, name, zone, ...hoursEditOf(calendar) };
}

/**
 * What was typed as a calendar, to be checked by the terms' schema. Overrides are kept from `base`, and so is
 * the whole of it where it was around the clock and stays so.
 */
export function editedCalendar(p: { base: NamedCalendar | null; edit: Hours; zone: string }): unknown {
  const { base, edit, zone } = p;
  if (edit.aroundTheClock) return isAroundTheClock(base) ? base : null;
  const open = edit.hours.filter((day) => day.spans.length > 0);
  return {
    zone,
    weekly: Object.fromEntries(
      open.map(({ day, spans }) => [day, spans.map(({ from, to }) => [from, to])]),
    ),
    ...holidaysFrom(edit.holidays.filter((line) => line.trim() !== "").map(namedDateOf)),
    overrides: base?.overrides ?? {},
  };
}

/** The sites as typed; those of `base` where the form says nothing of sites; no field where there are none. */
export function editedSites(base: Terms, edit: TermsEdit): { sites?: unknown } {
  if (!edit.sites) return base.sites ? { sites: base.sites } : {};
  if (edit.sites.length === 0) return {};
  const taken = new Set(edit.sites.map((one) => one.id));
  return {
    sites: edit.sites.map((one) => {
      const known = base.sites?.find((site) => site.id === one.id);
      return {
        id: one.id || freeId(one.name, taken),
        name: one.name,
        zone: one.zone,
        calendar: editedCalendar({ base: known?.calendar ?? null, edit: one, zone: one.zone }),
      };
    }),
  };
}

/** "Cold store Łódź" gives "cold-store-lodz", and "site" where nothing is left. */
function freeId(name: string, taken: Set<string>): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ł", "l")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 30);
  const base = plain || "site";
  let id = base;
  for (let number = 2; taken.has(id); number++) id = `${base}-${number}`;
  taken.add(id);
  return id;
}
