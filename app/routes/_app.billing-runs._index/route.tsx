import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { query } from "../../graphql.server.ts";
import { BillingRunsDocument, StartBillingRunDocument } from "./billing-runs.graphql.ts";
import { requireBillingRuns } from "./billing-runs.server.ts";
import { countOf, monthText, RUN_COLUMNS, UNFROZEN_COLUMNS } from "./run-words.tsx";

export const handle = { crumbs: () => [{ label: "Billing runs" }] };
export const meta: MetaFunction = () => [{ title: "Billing runs · Engine Room" }];

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireBillingRuns({ request, context });
  const search = new URL(request.url).searchParams;
  const month = search.get("month");
  const after = { after: search.get("after"), afterUnfrozen: search.get("afterUnfrozen") };
  const ask = (of: string | null) =>
    query({ request, context }, BillingRunsDocument, { month: of, ...after });
  const first = await ask(null);
  const fault = faultOf(month, first.billingOutlook.latest);
  const page = month === null || fault ? first : await ask(month);
  return { ...page, fault, typed: month ?? page.billingOutlook.month, idempotencyKey: crypto.randomUUID() };
}

/** What is wrong with the month that was asked for; null where it can be shown. */
function faultOf(month: string | null, latest: string): string | null {
  if (month === null) return null;
  if (!MONTH.test(month)) return `"${month}" is not a month; write it like 2026-10.`;
  if (month <= latest) return null;
  return `${monthText(month)} has not ended; the last month that can be billed is ${monthText(latest)}.`;
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireBillingRuns({ request, context });
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const input = { month: text("month"), idempotencyKey: text("idempotencyKey") };
  const { startBillingRun: answer } = await query({ request, context }, StartBillingRunDocument, { input });
  if ("message" in answer) return data({ message: answer.message }, { status: 409 });
  if (!("data" in answer)) return data({ message: "The run did not begin." }, { status: 409 });
  const { run, underWay } = answer.data;
  return redirect(`/billing-runs/${run.id}${underWay ? "?already=yes" : ""}`);
}

export default function BillingRuns() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { billingRunUnderWay: running } = page;
  return (
    <>
      <PageHead
        title="Billing runs"
        lead="Every month gets its statement when it is frozen. A run drafts what is left, and one does every night."
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      {running ? (
        <Notice
          tone="info"
          title={`A run up to ${monthText(running.month)} is under way`}
          actions={<ButtonLink to={`/billing-runs/${running.id}`}>See how far it is</ButtonLink>}
        >
          {countOf(running.left, "month")} of {running.months.toLocaleString("en-US")} left.
        </Notice>
      ) : null}
      <ToBill page={page} />
      <Unfrozen page={page} />
      <Runs runs={page.billingRuns} />
    </>
  );
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

function ToBill({ page }: { page: Page }) {
  const { billingOutlook: outlook } = page;
  const name = monthText(outlook.month);
  return (
    <Section title={`Up to ${name}`}>
      <Form method="get">
        <TextField
          label="Last month to bill"
          name="month"
          type="month"
          width="short"
          required
          defaultValue={page.typed}
          hint="A month that has ended, such as 2026-10."
          max={outlook.latest}
          {...(page.fault ? { error: page.fault } : {})}
        />
        <SubmitButton size="small">Show</SubmitButton>
      </Form>
      <KeyFigures
        figures={[
          { label: "Frozen months without a statement", value: outlook.months, note: "would be billed" },
          { label: "Contracts", value: outlook.contracts, note: `of ${countOf(outlook.buyers, "buyer")}` },
          {
            label: "Not frozen yet",
            value: outlook.unfrozen.reduce((sum, one) => sum + one.contracts, 0),
            note:
              outlook.unfrozen.map((one) => `${one.contracts} ${one.reason.toLowerCase()}`).join(", ") ||
              name,
          },
        ]}
      />
      {outlook.months > 0 && !page.billingRunUnderWay ? (
        <Form method="post">
          <input type="hidden" name="month" value={outlook.month} />
          <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
          <SubmitButton>Draft {countOf(outlook.months, "statement")}</SubmitButton>
        </Form>
      ) : null}
    </Section>
  );
}

function Unfrozen({ page }: { page: Page }) {
  const { edges, pageInfo } = page.unfrozenMonths;
  const { hasNextPage, endCursor } = pageInfo;
  const next = new URLSearchParams({ month: page.billingOutlook.month, afterUnfrozen: endCursor ?? "" });
  return (
    <Section title="What cannot be billed yet" note={monthText(page.billingOutlook.month)}>
      <DataTable
        caption="Contracts whose month is not frozen"
        columns={UNFROZEN_COLUMNS}
        rows={edges.map((edge) => edge.node)}
        rowKey={(row) => row.engagementId}
        empty={<EmptyState kind="nothing-yet" title="Every contract of this month is frozen" />}
      />
      <Pagination label="contracts" {...(hasNextPage ? { nextHref: `?${next}` } : {})} />
    </Section>
  );
}

function Runs({ runs }: { runs: Page["billingRuns"] }) {
  const [search] = useSearchParams();
  const { hasNextPage, endCursor } = runs.pageInfo;
  const month = search.get("month");
  const next = new URLSearchParams({ ...(month ? { month } : null), after: endCursor ?? "" });
  return (
    <Section title="Runs" note="the latest first">
      <DataTable
        caption="Billing runs"
        columns={RUN_COLUMNS}
        rows={runs.edges.map((edge) => edge.node)}
        rowKey={(run) => run.id}
        empty={
          <EmptyState kind="nothing-yet" title="No run yet">
            The nightly one, at 02:50 UTC, begins only where a frozen month has no statement.
          </EmptyState>
        }
      />
      <Pagination label="runs" {...(hasNextPage ? { nextHref: `?${next}` } : {})} />
    </Section>
  );
}
