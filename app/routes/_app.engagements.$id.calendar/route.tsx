import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { sharedByWeek, sharedWeek } from "../../../domain/service-levels/shared-week.ts";
import { specialDays, yearPicture } from "../../../domain/service-levels/year-picture.ts";
import type { NamedCalendar } from "../../../domain/shared/business-calendar.ts";
import { parseEpochDay } from "../../../domain/shared/instant.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import type { Refusal } from "../../components/refusal.ts";
import { found, query } from "../../graphql.server.ts";
import {
  AddCalendarVersionDocument,
  CalendarDocument,
  ImportHolidaysDocument,
  PublicHolidaysDocument,
} from "./calendar.graphql.ts";
import { calendarFrom } from "./calendar-values.ts";
import { HolidaySources, type ImportAnswer } from "./holiday-sources.tsx";
import { SharedHours } from "./shared-hours.tsx";
import { SiteNav } from "./site-nav.tsx";
import { type CalendarRefusal, VersionForm } from "./version-form.tsx";
import { VersionInForce, VersionTable } from "./version-list.tsx";
import { YearPictureView } from "./year-picture-view.tsx";

export const meta: MetaFunction = () => [{ title: "Calendar · Engine Room" }];
export const handle = { crumbs: () => [{ label: "Calendar" }] };

/** How many weeks ahead the shared hours are told. */
const WEEKS = 52;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const siteId = asked.get("site") ?? "";
  const answer = await query({ request, context }, CalendarDocument, { id: params.id ?? "", siteId });
  const hours = found(answer.engagementHours);
  const site = hours.sites.find((one) => one.id === siteId);
  const zone = site?.zone ?? found(answer.engagementMonths).zone;
  const today = new Date().toISOString().slice(0, 10);
  const current = answer.calendarVersions.find((version) => version.inForce);
  const calendar = (current?.calendar ?? null) as NamedCalendar | null;
  const year = yearOf(asked.get("year"), Number(today.slice(0, 4)));
  const picture = yearPicture({ calendar, zone, year });
  const week = asked.get("week") ?? "";
  const date = parseEpochDay(week) === null ? today : week;
  const pair = { buyer: calendar, provider: (hours.coveredHours ?? null) as NamedCalendar | null, zone };
  const [country, region] = (asked.get("place") ?? "").split("-");
  const suggested = country
    ? (
        await query({ request, context }, PublicHolidaysDocument, {
          country,
          region: region ?? null,
          first: year,
          last: year + 1,
        })
      ).publicHolidays
    : [];
  return {
    siteId,
    sites: hours.sites,
    provider: hours.provider,
    zone,
    picture,
    special: specialDays(picture),
    shared: hours.coverageKnown
      ? { week: sharedWeek({ ...pair, date }), runs: sharedByWeek({ ...pair, date: today, weeks: WEEKS }) }
      : null,
    countries: answer.holidayCountries,
    place: asked.get("place") ?? "",
    suggested,
    mayEdit: answer.viewer?.permissions.includes("calendar:edit") ?? false,
    versions: answer.calendarVersions,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const engagementId = params.id ?? "";
  const siteId = text("siteId");
  const shared = {
    engagementId,
    siteId,
    effectiveFrom: text("effectiveFrom"),
    idempotencyKey: text("idempotencyKey"),
  };
  if (text("intent") === "import") {
    const file = form.get("file");
    const isFile = file instanceof File;
    const input = { ...shared, file: isFile ? await file.text() : "", fileName: isFile ? file.name : "" };
    const { importHolidays } = await query({ request, context }, ImportHolidaysDocument, { input });
    const imported: ImportAnswer =
      importHolidays.__typename === "MutationImportHolidaysSuccess"
        ? { done: importHolidays.data, refusal: undefined }
        : { done: null, refusal: refusalOf(importHolidays) };
    return data({ imported, refusal: undefined }, { status: imported.done ? 200 : 400 });
  }
  const calendar = calendarFrom(form);
  const input = { ...shared, calendar, note: text("note") };
  const { addCalendarVersion: answer } = await query({ request, context }, AddCalendarVersionDocument, {
    input,
  });
  if (answer.__typename === "MutationAddCalendarVersionSuccess")
    return redirect(`/engagements/${engagementId}/calendar${siteId ? `?site=${siteId}` : ""}`);
  const issues = answer.__typename === "InvalidInput" ? answer.issues : [];
  const refusal: CalendarRefusal = { message: answer.message, issues, calendar };
  return data({ imported: undefined, refusal }, { status: 400 });
}

export default function Calendar() {
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { siteId, sites, zone, mayEdit, versions, idempotencyKey } = loaded;
  const current = versions.find((version) => version.inForce);
  // Newest first: the last of those that wait takes effect first.
  const next = versions.findLast((version) => version.standing === "later");
  return (
    <>
      <SiteNav sites={sites} siteId={siteId} />
      {current ? (
        <VersionInForce version={current} next={next} zone={zone} />
      ) : (
        <EmptyState kind="nothing-yet" title="The calendar is written when the engagement opens" />
      )}
      <YearPictureView picture={loaded.picture} special={loaded.special} siteId={siteId} />
      {loaded.shared ? <SharedHours provider={loaded.provider} siteId={siteId} {...loaded.shared} /> : null}
      <VersionTable versions={versions} zone={zone} />
      {mayEdit ? (
        <>
          <HolidaySources
            countries={loaded.countries}
            place={loaded.place}
            siteId={siteId}
            suggested={loaded.suggested.length}
            idempotencyKey={idempotencyKey}
            answer={answer?.imported}
          />
          <VersionForm
            key={`${versions.length}${siteId}${loaded.place}`}
            calendar={(current?.calendar ?? null) as NamedCalendar | null}
            zone={zone}
            siteId={siteId}
            suggested={loaded.suggested}
            idempotencyKey={idempotencyKey}
            refusal={answer?.refusal}
          />
        </>
      ) : null}
    </>
  );
}

/** A refusal of one field is told next to it, as several are. */
function refusalOf(answer: {
  message: string;
  field?: string | null;
  issues?: Refusal["issues"];
}): Refusal {
  const { message, field, issues } = answer;
  return { message, issues: issues ?? (field ? [{ field, message }] : []) };
}

function yearOf(text: string | null, present: number): number {
  const year = /^\d{4}$/.test(text ?? "") ? Number(text) : present;
  return year >= 1950 && year <= 2199 ? year : present;
}
