import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day, When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LedgerTabs } from "../../components/ledger-tabs.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextArea, TextField } from "../../components/text-fields.tsx";
import { query } from "../../graphql.server.ts";
import { requireLedger } from "../../ledger.server.ts";
import { ClosePeriodDocument, PeriodLockDocument, ReopenPeriodDocument } from "./period-lock.graphql.ts";

export const handle = {
  crumbs: () => [{ label: "Ledger", href: "/ledger" }, { label: "Period lock" }],
};
export const meta: MetaFunction = () => [{ title: "Period lock · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireLedger({ request, context });
  const { periodLock } = await query({ request, context }, PeriodLockDocument, {});
  return { lock: periodLock, idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireLedger({ request, context });
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const common = { reason: text("reason"), idempotencyKey: text("idempotencyKey") };
  const isReopening = text("intent") === "reopen";
  const answer = isReopening
    ? (
        await query({ request, context }, ReopenPeriodDocument, {
          input: { ...common, through: text("through") || null },
        })
      ).reopenPeriod
    : (
        await query({ request, context }, ClosePeriodDocument, {
          input: { ...common, through: text("through") },
        })
      ).closePeriod;
  if (!("message" in answer)) return redirect("/ledger/period-lock");
  const issues = "issues" in answer ? answer.issues : [];
  return data({ intent: text("intent"), message: answer.message, issues }, { status: 409 });
}

type Lock = Awaited<ReturnType<typeof loader>>["lock"];

export default function PeriodLock() {
  const { lock, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead
        title={
          lock.closedThrough ? (
            <>
              The books are closed through <Day date={lock.closedThrough} />
            </>
          ) : (
            "The books are open"
          )
        }
        lead="Nothing takes effect on a closed day. What Stripe tells us late is booked on the first open day."
      />
      <LedgerTabs />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      {lock.mayMove ? <LockForms lock={lock} idempotencyKey={idempotencyKey} /> : null}
      <Section title="History" note="newest first">
        <DataTable
          caption="Closings and reopenings"
          columns={COLUMNS}
          rows={lock.history}
          rowKey={(row) => row.id}
          empty={
            <EmptyState kind="nothing-yet" title="The books were never closed">
              {lock.mayMove
                ? "Close a month once its statements are paid."
                : "An administrator closes them."}
            </EmptyState>
          }
        />
      </Section>
    </>
  );
}

function LockForms({ lock, idempotencyKey }: { lock: Lock; idempotencyKey: string }) {
  return (
    <>
      <Section title="Close" first>
        <Form method="post">
          <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
          <DateField label="Close through" name="through" required hint="In UTC; at most yesterday." />
          <TextField label="Note" name="reason" maxLength={500} />
          <SubmitButton name="intent" value="close" variant="primary">
            Close the books
          </SubmitButton>
        </Form>
      </Section>
      {lock.closedThrough ? (
        <Section title="Reopen">
          <Form method="post">
            <input type="hidden" name="idempotencyKey" value={`${idempotencyKey}-r`} />
            <DateField label="Stay closed through" name="through" hint="Empty opens all." />
            <TextArea
              label="Reason"
              name="reason"
              required
              minLength={10}
              maxLength={500}
              hint="Everybody who reads the books sees it."
            />
            <SubmitButton name="intent" value="reopen" variant="danger">
              Reopen the books
            </SubmitButton>
          </Form>
        </Section>
      ) : null}
    </>
  );
}

const COLUMNS: Column<Lock["history"][number]>[] = [
  { key: "at", header: "When", rowHeader: true, cell: (row) => <When instant={row.at} /> },
  {
    key: "what",
    header: "What",
    cell: (row) =>
      row.closedThrough ? (
        <>
          {row.action === "close" ? "Closed through " : "Reopened after "}
          <Day date={row.closedThrough} />
        </>
      ) : (
        "Reopened altogether"
      ),
  },
  { key: "by", header: "By", cell: (row) => row.byName },
  { key: "reason", header: "Reason", cell: (row) => row.reason || "None given" },
];
