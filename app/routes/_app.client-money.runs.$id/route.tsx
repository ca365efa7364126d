import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Confirm } from "../../components/confirm.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Facts } from "../../components/facts.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import { found, query } from "../../graphql.server.ts";
import { RunStatus } from "../_app.client-money.$id/money-tables.tsx";
import { AnswerPayrollRunDocument, PayrollRunDocument } from "./run.graphql.ts";

type Loaded = Awaited<ReturnType<typeof loader>>;
type Run = Loaded["run"];

export const handle = {
  crumbs: ({ run }: Loaded) => [
    { label: "Client money", href: "/client-money" },
    { label: run.engagementTitle, href: `/client-money/${run.engagementId}` },
    { label: run.title },
  ],
};

export const meta: MetaFunction = () => [{ title: "Payroll run · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const page = await query({ request, context }, PayrollRunDocument, { id: params.id ?? "" });
  return { run: found(page.payrollRun), idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const { answerPayrollRun } = await query({ request, context }, AnswerPayrollRunDocument, {
    input: {
      ...{ runId: params.id ?? "", approve: text("intent") === "approve" },
      ...{ reason: text("reason") || null, idempotencyKey: text("idempotencyKey") || null },
    },
  });
  if (answerPayrollRun.__typename === "MutationAnswerPayrollRunSuccess")
    return redirect(`/client-money/runs/${params.id}`);
  return data({ message: answerPayrollRun.message }, { status: 409 });
}

export default function PayrollRunPage() {
  const { run, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead
        title={run.title}
        lead={`${run.engagementTitle} · ${run.payeeCount} people · ${run.total.text}`}
        actions={run.mayAnswer ? <Answer run={run} idempotencyKey={idempotencyKey} /> : null}
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      {run.state === "rejected" ? (
        <Notice tone="warning" title={`Rejected by ${run.answeredBy}`}>
          {run.reason}
        </Notice>
      ) : null}
      <Section title="Where it stands" first>
        <Facts facts={factsOf(run)} />
      </Section>
      <Section title="Wages">
        {run.showsPayees ? (
          <DataTable
            caption="Wages of the run"
            columns={COLUMNS}
            rows={run.payments}
            rowKey={(row) => row.id}
            empty={<EmptyState kind="nothing-yet" title="The run pays nobody" />}
          />
        ) : (
          <p>Who is paid, and onto which account, is shown to the two parties alone.</p>
        )}
      </Section>
    </>
  );
}

function Answer({ run, idempotencyKey }: { run: Run; idempotencyKey: string }) {
  return (
    <>
      <Confirm
        label="Reject"
        title={`Reject “${run.title}”?`}
        confirmLabel="Reject the run"
        danger
        name="intent"
        value="reject"
        hidden={{ idempotencyKey: `${idempotencyKey}:reject` }}
      >
        <TextArea label="Reason" name="reason" rows={3} id="run-reason" />
      </Confirm>
      <Confirm
        label={`Approve ${run.total.text}`}
        variant="primary"
        title={`Approve ${run.total.text} for ${run.payeeCount} people?`}
        confirmLabel="Approve the run"
        name="intent"
        value="approve"
        hidden={{ idempotencyKey }}
      >
        The wages are paid as soon as cleared funds cover the whole run. This cannot be taken back.
      </Confirm>
    </>
  );
}

function factsOf(run: Run) {
  return [
    { id: "state", label: "Standing", value: <RunStatus state={run.state} /> },
    {
      ...{ id: "prepared", label: "Prepared" },
      value: (
        <>
          {run.preparedBy}, <When instant={run.preparedAt} />
        </>
      ),
    },
    ...(run.answeredAt
      ? [
          {
            ...{ id: "answered", label: run.state === "rejected" ? "Rejected" : "Approved" },
            value: (
              <>
                {run.answeredBy}, <When instant={run.answeredAt} />
              </>
            ),
          },
        ]
      : []),
    ...(run.releasedAt
      ? [{ id: "released", label: "Released", value: <When instant={run.releasedAt} /> }]
      : []),
    { id: "paid", label: "Paid", value: <Money {...run.paid} /> },
    { id: "returned", label: "Came back, owed to people", value: <Money {...run.returned} /> },
  ];
}

const COLUMNS: Column<Run["payments"][number]>[] = [
  { key: "payee", header: "Person", rowHeader: true, cell: (row) => row.payee },
  { key: "account", header: "Account", cell: (row) => row.account },
  { key: "amount", header: "Wage", numeric: true, cell: (row) => <Money {...row.amount} /> },
  { key: "state", header: "Standing", cell: (row) => <WageStatus {...row} /> },
];

function WageStatus({ state, reason }: { state: string; reason?: string | null }) {
  if (state === "paid") return <Status tone="met">Paid</Status>;
  if (state === "returned") return <Status tone="breached">Came back: {reason}</Status>;
  return <Status tone="held">{state === "sent" ? "On its way" : "Not sent yet"}</Status>;
}
