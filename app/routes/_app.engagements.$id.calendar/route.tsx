import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { BusinessCalendar } from "../../../domain/shared/business-calendar.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { found, query } from "../../graphql.server.ts";
import { AddCalendarVersionDocument, CalendarDocument } from "./calendar.graphql.ts";
import { calendarFrom } from "./calendar-values.ts";
import { type CalendarRefusal, VersionForm } from "./version-form.tsx";
import { VersionInForce, VersionTable } from "./version-list.tsx";

export const meta: MetaFunction = () => [{ title: "Calendar · Engine Room" }];
export const handle = { crumbs: () => [{ label: "Calendar" }] };

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const answer = await query({ request, context }, CalendarDocument, { id: params.id ?? "" });
  const { zone } = found(answer.engagementMonths);
  const mayEdit = answer.viewer?.permissions.includes("calendar:edit") ?? false;
  return { zone, mayEdit, versions: answer.calendarVersions, idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const engagementId = params.id ?? "";
  const { calendarVersions } = await query({ request, context }, CalendarDocument, { id: engagementId });
  const current = calendarVersions.find((version) => version.inForce)?.calendar ?? null;
  const calendar = calendarFrom(form, current as BusinessCalendar | null);
  const input = {
    engagementId,
    calendar,
    effectiveFrom: text("effectiveFrom"),
    note: text("note"),
    idempotencyKey: text("idempotencyKey"),
  };
  const { addCalendarVersion: answer } = await query({ request, context }, AddCalendarVersionDocument, {
    input,
  });
  if (answer.__typename === "MutationAddCalendarVersionSuccess")
    return redirect(`/engagements/${engagementId}/calendar`);
  const issues = answer.__typename === "InvalidInput" ? answer.issues : [];
  return data({ message: answer.message, issues, calendar } satisfies CalendarRefusal, { status: 400 });
}

export default function Calendar() {
  const { zone, mayEdit, versions, idempotencyKey } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  const current = versions.find((version) => version.inForce);
  return (
    <>
      {current ? (
        <VersionInForce version={current} zone={zone} />
      ) : (
        <EmptyState kind="nothing-yet" title="The calendar is written when the engagement opens" />
      )}
      <VersionTable versions={versions} zone={zone} />
      {mayEdit ? (
        <VersionForm
          key={versions.length}
          calendar={(current?.calendar ?? null) as BusinessCalendar | null}
          zone={zone}
          idempotencyKey={idempotencyKey}
          refusal={refusal}
        />
      ) : null}
    </>
  );
}
