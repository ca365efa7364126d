import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { may } from "../../../domain/identity/permissions.ts";
import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Facts } from "../../components/facts.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import { found, query } from "../../graphql.server.ts";
import { revealedNumber } from "../../reveal.server.ts";
import { requireViewer } from "../../session.server.ts";
import { RunStatus } from "../_app.client-money.$id/money-tables.tsx";
import {
  AnswerPayrollRunDocument,
  AnswerWageResendDocument,
  PayrollRunDocument,
  ProposeWageResendDocument,
} from "./run.graphql.ts";
import { wageColumns } from "./wage-columns.tsx";

type Loaded = Awaited<ReturnType<typeof loader>>;
export type Run = Loaded["run"];

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
  const mayReveal = may(requireViewer({ request, context }), "account_number:reveal");
  return { run: found(page.payrollRun), mayReveal, idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const revealed = await revealedNumber({ request, context }, form);
  if (revealed) return revealed;
  const text = (name: string) => String(form.get(name) ?? "");
  const answer = await answerOf({ request, context }, { text, runId: params.id ?? "" });
  if (answer.message === undefined) return redirect(`/client-money/runs/${params.id}`);
  return data({ message: answer.message }, { status: 409 });
}

async function answerOf(
  from: Pick<ActionFunctionArgs, "request" | "context">,
  { text, runId }: { text: (name: string) => string; runId: string },
): Promise<{ __typename: string; message?: string }> {
  const idempotencyKey = text("idempotencyKey") || null;
  const reason = text("reason") || null;
  switch (text("intent")) {
    case "propose": {
      const input = { paymentId: text("paymentId"), account: text("account"), idempotencyKey };
      return (await query(from, ProposeWageResendDocument, { input })).proposeWageResend;
    }
    case "resend":
    case "keep": {
      const approve = text("intent") === "resend";
      const input = { resendId: text("resendId"), approve, reason, idempotencyKey };
      return (await query(from, AnswerWageResendDocument, { input })).answerWageResend;
    }
    default: {
      const input = { runId, approve: text("intent") === "approve", reason, idempotencyKey };
      return (await query(from, AnswerPayrollRunDocument, { input })).answerPayrollRun;
    }
  }
}

export default function PayrollRunPage() {
  const { run, idempotencyKey, mayReveal } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const revealed = answer && "revealed" in answer ? answer.revealed : undefined;
  return (
    <>
      <PageHead
        title={run.title}
        lead={`${run.engagementTitle} · ${run.payeeCount} people · ${run.total.text}`}
        actions={run.mayAnswer ? <Answer run={run} idempotencyKey={idempotencyKey} /> : null}
      />
      {answer && "message" in answer ? <Notice tone="error" title={answer.message} live /> : null}
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
            columns={wageColumns(idempotencyKey, { mayReveal, revealed })}
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
