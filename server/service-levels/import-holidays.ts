import { z } from "zod";
import { calendarInForce } from "../../domain/service-levels/calendar-version.ts";
import {
  type HolidayFile,
  HolidayFileRefused,
  holidayYears,
} from "../../domain/service-levels/holiday-file.ts";
import { type NamedCalendar, WEEKDAYS } from "../../domain/shared/business-calendar.ts";
import { dateWords } from "../../domain/shared/date-words.ts";
import { holidaysFrom, type NamedDate, namedDates } from "../../domain/shared/holiday-lines.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { command } from "../command.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { readHolidayFile } from "../ports/holidays/holiday-file.ts";
import { addVersionTo, calendarSite, effectiveInstant } from "./add-calendar-version.ts";
import { calendarVersions } from "./calendar-version.read.ts";

const schema = z.strictObject({
  engagementId: z.string(),
  siteId: z.string().max(60).default(""),
  effectiveFrom: z.string().regex(/^\d{4}-\d\d-\d\d$/, "Write the first day as a date such as 2026-12-01."),
  /** The file's text. */
  file: z.string().min(1, "Choose a calendar file (.ics)."),
  fileName: z.string().max(200).default("a calendar file"),
});

export type ImportHolidaysInput = z.input<typeof schema>;

export type ImportedHolidays = Pick<HolidayFile, "refused"> & {
  id: string;
  /** Dates that the calendar did not know, and how many it did. */
  added: NamedDate[];
  known: number;
};

/**
 * Makes the whole-day events of an iCalendar file holidays of a calendar: one new version, from a day on, for
 * all of them. Events that are no holidays are told by row and the rest goes in; a file of which nothing can
 * be used is refused and nothing is written. Throws HolidayFileRefused, InvalidInput, NotFound.
 */
export const importHolidays = command({
  name: "calendar.import_holidays",
  permission: "calendar:edit",
  async run(deed, input: ImportHolidaysInput): Promise<ImportedHolidays> {
    const { siteId, effectiveFrom, file, fileName, engagementId } = parseInput(schema, input);
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: engagementId });
    const { zone } = calendarSite(engagement, siteId);
    const instant = effectiveInstant(effectiveFrom, zone);
    const read = readHolidayFile(file, holidayYears(effectiveFrom));
    const ids = { viewer: deed.viewer, engagementIds: [engagement.id] };
    const versions = (await calendarVersions(deed.tx, ids)).get(engagement.id) ?? [];
    const own = versions.filter((one) => one.siteId === siteId);
    const base = calendarInForce(own, instant.toString())?.body ?? null;
    const before = new Set(base?.holidays ?? []);
    const added = read.dates.filter((one) => !before.has(one.date));
    if (added.length === 0) throw nothingNew(read, effectiveFrom);
    const version = await addVersionTo(deed, {
      engagement,
      siteId,
      body: withHolidays(base, { zone, added }),
      effectiveFrom: instant,
      note: `${added.length} ${added.length === 1 ? "holiday" : "holidays"} from ${fileName}`,
    });
    return { id: version.id, added, known: read.dates.length - added.length, refused: read.refused };
  },
});

function nothingNew(read: HolidayFile, from: string): HolidayFileRefused {
  const [first] = read.refused;
  const why = first ? ` The first event, "${first.title}": ${first.reason}` : "";
  return new HolidayFileRefused(
    "no_holidays",
    read.dates.length > 0
      ? "The calendar knows every holiday of this file already."
      : `The file names no whole-day event from ${dateWords(from)} on.${why}`,
  );
}

/** Around the clock with a holiday is every day but that one, spelt out. */
function withHolidays(
  base: NamedCalendar | null,
  p: { zone: string; added: readonly NamedDate[] },
): NamedCalendar {
  const allDay: [string, string][] = [["00:00", "24:00"]];
  const body: NamedCalendar = base ?? {
    zone: p.zone,
    weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, allDay])),
  };
  return { ...body, ...holidaysFrom([...namedDates(body), ...p.added]) };
}
