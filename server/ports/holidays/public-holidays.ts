import type { NamedDate } from "../../../domain/shared/holiday-lines.ts";

export type HolidayPlace = { code: string; name: string };
export type HolidayCountry = HolidayPlace & { regions: HolidayPlace[] };

type Library = typeof import("date-holidays").default;

let library: Promise<Library> | undefined;

/** Loaded when first asked for: its tables of two hundred countries cost a start half a second. */
function load(): Promise<Library> {
  library ??= import("date-holidays").then((module) => module.default);
  return library;
}

let countries: Promise<HolidayCountry[]> | undefined;

/** Every country the library knows, with its states or regions, by English name. */
export function holidayCountries(): Promise<HolidayCountry[]> {
  countries ??= load().then((Holidays) => {
    const all = new Holidays();
    return placesOf(all.getCountries("en")).map((country) => ({
      ...country,
      regions: placesOf(all.getStates(country.code, "en") ?? {}),
    }));
  });
  return countries;
}

const known = new Map<string, NamedDate[]>();
const MOST_KNOWN = 2000;

/**
 * The public and bank holidays of a country, and of one of its regions, in the years from first to last, with
 * their substitutes: 4 July on a Saturday and the Friday before it. Null where no such place is known.
 */
export async function publicHolidays(p: {
  country: string;
  region?: string;
  first: number;
  last: number;
}): Promise<NamedDate[] | null> {
  const country = (await holidayCountries()).find((one) => one.code === p.country);
  const region = p.region || undefined;
  if (!country || (region && !country.regions.some((one) => one.code === region))) return null;
  const key = [p.country, region, p.first, p.last].join(" ");
  const found = known.get(key) ?? (await readYears({ ...p, region }));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, found);
  return found;
}

/** "DE-BY" in its two parts. */
export function placeOf(text: string): { country: string; region?: string } {
  const [country = "", region] = text.split("-");
  return region ? { country, region } : { country };
}

async function readYears(p: {
  country: string;
  region: string | undefined;
  first: number;
  last: number;
}): Promise<NamedDate[]> {
  const Holidays = await load();
  const place = p.region ? { country: p.country, state: p.region } : { country: p.country };
  const reader = new Holidays(place, { languages: ["en"], types: ["public", "bank"] });
  const years = Array.from({ length: p.last - p.first + 1 }, (_none, index) => p.first + index);
  const names = new Map<string, string[]>();
  for (const year of years)
    for (const one of reader.getHolidays(year)) {
      for (const date of datesOf(one)) names.set(date, [...(names.get(date) ?? []), one.name]);
    }
  return [...names]
    .map(([date, all]) => ({ date, name: [...new Set(all)].join(", ").slice(0, 120) }))
    .filter((one) => years.includes(Number(one.date.slice(0, 4))))
    .sort((left, right) => (left.date < right.date ? -1 : 1));
}

/** A holiday of several days, such as Eid, is one of each; the date is local, whatever zone we run in. */
function datesOf(holiday: { date: string; start: Date; end: Date }): string[] {
  const days = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000));
  const first = Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`);
  return Array.from({ length: days }, (_none, index) =>
    new Date(first + index * 86_400_000).toISOString().slice(0, 10),
  );
}

function placesOf(names: Readonly<Record<string, string>>): HolidayPlace[] {
  return Object.entries(names)
    .map(([code, name]) => ({ code, name }))
    .sort((left, right) => left.name.localeCompare(right.name, "en"));
}
