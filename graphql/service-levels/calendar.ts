import type { AddCalendarVersionInput } from "../../domain/service-levels/calendar-version.ts";
import { calendarRemarks } from "../../domain/service-levels/calendar-version.ts";
import type { RefusedEvent } from "../../domain/service-levels/holiday-file.ts";
import { type VersionStanding, versionStandings } from "../../domain/service-levels/version-standing.ts";
import type { NamedDate } from "../../domain/shared/holiday-lines.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { addCalendarVersion } from "../../server/service-levels/add-calendar-version.ts";
import {
  type CalendarVersionRow,
  calendarVersions,
} from "../../server/service-levels/calendar-version.read.ts";
import { type ImportedHolidays, importHolidays } from "../../server/service-levels/import-holidays.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

type Shown = CalendarVersionRow & { stands: VersionStanding };

const CalendarVersionType = builder.objectRef<Shown>("CalendarVersion").implement({
  description: "The business hours of an engagement from a day on; a change is a new version.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    siteId: t.exposeString("siteId", { description: "Empty: the contract's own calendar." }),
    number: t.exposeInt("number"),
    calendar: t.field({
      type: "JSON",
      nullable: true,
      description: "Null: around the clock.",
      resolve: (one) => one.body,
    }),
    hash: t.exposeString("bodyHash"),
    effectiveFrom: t.field({ type: "DateTime", resolve: (one) => one.effectiveFrom }),
    note: t.exposeString("note"),
    createdBy: t.exposeString("createdBy", { nullable: true }),
    createdAt: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
    inForce: t.boolean({ resolve: ({ stands }) => stands.standing === "in_force" }),
    standing: t.string({
      description:
        "in_force, later (from effectiveFrom on), past, or never: a newer one was in effect before it.",
      resolve: ({ stands }) => stands.standing,
    }),
    inForceUntil: t.field({
      type: "DateTime",
      nullable: true,
      description: "When a newer version takes or took its place; null where none does.",
      resolve: ({ stands }) => stands.until,
    }),
    remarks: t.stringList({ resolve: (one) => calendarRemarks(one.body) }),
  }),
});

const AddInput = builder.inputType("AddCalendarVersionInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    siteId: t.string({ description: "A site of the contract; left out, the contract's own calendar." }),
    calendar: t.field({ type: "JSON", description: "Null or left out: around the clock." }),
    effectiveFrom: t.string({
      required: true,
      description: "YYYY-MM-DD in the zone of the contract or its site.",
    }),
    note: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.queryField("calendarVersions", (t) =>
  t.field({
    type: [CalendarVersionType],
    description:
      "Every version of one calendar, newest first: the contract's own, or that of a site of it.",
    authScopes: { may: "service_level:read" },
    args: { engagementId: t.arg.id({ required: true }), siteId: t.arg.string() },
    resolve: (_root, args, context) => versionsOf(context, String(args.engagementId), args.siteId ?? ""),
  }),
);

builder.mutationField("addCalendarVersion", (t) =>
  t.field({
    type: CalendarVersionType,
    description: "Adds a version of the business hours from a day on. Frozen months keep theirs.",
    errors: {},
    authScopes: { may: "calendar:edit" },
    args: { input: t.arg({ type: AddInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...added } = input;
      const engagementId = String(added.engagementId);
      const { id } = await addCalendarVersion(context.caller(idempotencyKey), {
        ...added,
        engagementId,
        siteId: added.siteId ?? "",
        calendar: (added.calendar ?? null) as AddCalendarVersionInput["calendar"],
      });
      return versionOf(context, engagementId, id);
    },
  }),
);

export const NamedDateType = builder.objectRef<NamedDate>("NamedDate").implement({
  fields: (t) => ({ date: t.exposeString("date"), name: t.exposeString("name") }),
});

const RefusedEventType = builder.objectRef<RefusedEvent>("RefusedHolidayEvent").implement({
  fields: (t) => ({
    row: t.exposeInt("row", { description: "Its place among the file's events, from 1." }),
    title: t.exposeString("title"),
    reason: t.exposeString("reason"),
  }),
});

const ImportedType = builder
  .objectRef<ImportedHolidays & { version: Shown }>("ImportedHolidays")
  .implement({
    fields: (t) => ({
      version: t.field({ type: CalendarVersionType, resolve: (one) => one.version }),
      added: t.field({ type: [NamedDateType], resolve: (one) => one.added }),
      known: t.exposeInt("known", { description: "Dates of the file that the calendar had already." }),
      refused: t.field({ type: [RefusedEventType], resolve: (one) => one.refused }),
    }),
  });

const ImportInput = builder.inputType("ImportHolidaysInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    siteId: t.string(),
    effectiveFrom: t.string({
      required: true,
      description: "YYYY-MM-DD; the file counts from this day on.",
    }),
    file: t.string({ required: true, description: "The text of an iCalendar file, 1 MB at most." }),
    fileName: t.string(),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("importHolidays", (t) =>
  t.field({
    type: ImportedType,
    description:
      "Makes the whole-day events of an iCalendar file holidays, in one new version. Timed events are refused " +
      "by row; a file of which nothing can be used is refused whole.",
    errors: {},
    authScopes: { may: "calendar:edit" },
    args: { input: t.arg({ type: ImportInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, siteId, fileName, ...file } = input;
      const engagementId = String(file.engagementId);
      const imported = await importHolidays(context.caller(idempotencyKey), {
        ...file,
        engagementId,
        ...(siteId ? { siteId } : {}),
        ...(fileName ? { fileName } : {}),
      });
      return { ...imported, version: await versionOf(context, engagementId, imported.id) };
    },
  }),
);

async function versionOf(context: GraphQLContext, engagementId: string, id: string): Promise<Shown> {
  const version = (await versionsOf(context, engagementId, null)).find((one) => one.id === id);
  if (!version) throw new NotFound("calendar version");
  return version;
}

/** Of one calendar, or of all where `siteId` is null. */
async function versionsOf(
  context: GraphQLContext,
  engagementId: string,
  siteId: string | null,
): Promise<Shown[]> {
  const found = await calendarVersions(context.read, {
    viewer: context.signedIn(),
    engagementIds: [engagementId],
  });
  const now = context.clock.now().toString();
  const bySite = Map.groupBy(found.get(engagementId) ?? [], (one) => one.siteId);
  return [...bySite]
    .filter(([site]) => siteId === null || site === siteId)
    .flatMap(([_site, versions]) => {
      const standings = versionStandings(versions, now);
      return versions.flatMap((one, index) => {
        const stands = standings[index];
        return stands ? [{ ...one, stands }] : [];
      });
    })
    .reverse();
}
