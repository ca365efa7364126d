import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { may } from "../../../domain/identity/permissions.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import type { PayoutScheduleWordsFragment } from "../../gql/graphql.ts";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { rhythmWords } from "../_app.payouts._index/rhythm-words.ts";
import { PayoutSchedulesDocument, SetPayoutScheduleDocument } from "./payout-schedules.graphql.ts";
import { SCHEDULE_FIELDS, ScheduleForm, type TypedSchedule } from "./schedule-form.tsx";

export const handle = {
  crumbs: () => [{ label: "Payouts", href: "/payouts" }, { label: "Schedules and reserves" }],
};
export const meta: MetaFunction = () => [{ title: "Payout schedules · Engine Room" }];

function requireScheduler(door: Pick<LoaderFunctionArgs, "request" | "context">) {
  if (!may(requireViewer(door), "payout:schedule"))
    throw data({ message: "There is no such page." }, { status: 404 });
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireScheduler({ request, context });
  const page = await query({ request, context }, PayoutSchedulesDocument, {});
  return {
    providers: page.commissionRules.providers,
    schedules: page.payoutSchedules,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireScheduler({ request, context });
  const form = await request.formData();
  const typed = Object.fromEntries(
    SCHEDULE_FIELDS.map((name) => [name, String(form.get(name) ?? "").trim()]),
  ) as TypedSchedule;
  const input = { ...typed, idempotencyKey: String(form.get("idempotencyKey") ?? "") || null };
  const { setPayoutSchedule: answer } = await query({ request, context }, SetPayoutScheduleDocument, {
    input,
  });
  if (!("message" in answer)) return redirect("/payout-schedules");
  const issues = "issues" in answer ? answer.issues : [];
  return data({ typed, message: answer.message, issues }, { status: 409 });
}

export default function PayoutSchedules() {
  const { providers, schedules, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead
        title="Payout schedules and reserves"
        lead="Without a schedule a provider is paid as soon as the buyer has paid."
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <ScheduleForm
        providers={providers}
        typed={answer?.typed ?? null}
        issues={answer?.issues ?? []}
        idempotencyKey={idempotencyKey}
      />
      <Section title="In force">
        <DataTable
          caption="Payout schedules"
          columns={COLUMNS}
          rows={schedules}
          rowKey={(row) => row.id}
          empty={
            <EmptyState kind="nothing-yet" title="No schedule yet">
              Every provider is paid at once.
            </EmptyState>
          }
        />
      </Section>
    </>
  );
}

const COLUMNS: Column<PayoutScheduleWordsFragment>[] = [
  {
    key: "for",
    header: "Provider",
    rowHeader: true,
    cell: (row) => `${row.providerName}, ${row.currency}`,
  },
  { key: "hold", header: "Hold", cell: (row) => `${row.holdDays} days` },
  {
    key: "when",
    header: "Paid",
    cell: (row) =>
      `${rhythmWords(row)} (${row.zone}${row.holidayPlace ? `, holidays of ${row.holidayPlace}` : ""})`,
  },
  { key: "least", header: "Least", numeric: true, cell: (row) => <Money {...row.minimum} /> },
  {
    key: "reserve",
    header: "Reserve",
    cell: (row) => (row.reserveBps === 0 ? "None" : `${row.reserveBps / 100} %, ${row.reserveDays} days`),
  },
  { key: "why", header: "Why", cell: (row) => `${row.note} (${row.setByName})` },
];
