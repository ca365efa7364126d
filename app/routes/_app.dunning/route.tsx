import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { type Answer, type Refusal, refusalIn } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import type { DunningQuery } from "../../gql/graphql.ts";
import { query } from "../../graphql.server.ts";
import { CASE_COLUMNS } from "./case-columns.tsx";
import {
  DunningDocument,
  HoldDunningDocument,
  SetDunningPolicyDocument,
  WriteOffInvoiceDocument,
} from "./dunning.graphql.ts";
import { PolicySection } from "./policy-section.tsx";

export type Case = DunningQuery["dunningCases"]["edges"][number]["node"];
export type Policy = DunningQuery["dunningPolicy"];

export const handle = {
  crumbs: () => [{ label: "Invoices", href: "/invoices" }, { label: "Dunning" }],
};

export const meta: MetaFunction = () => [{ title: "Dunning · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const after = new URL(request.url).searchParams.get("after");
  const page = await query({ request, context }, DunningDocument, { first: 50, after });
  const { hasNextPage, endCursor } = page.dunningCases.pageInfo;
  return {
    policy: page.dunningPolicy,
    rows: page.dunningCases.edges.map((edge) => edge.node),
    next: hasNextPage && endCursor ? `?after=${encodeURIComponent(endCursor)}` : null,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.clone().formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const answer = await perform({ request, context }, text);
  const refusal = refusalIn(answer);
  return refusal ? data(refusal, { status: 409 }) : redirect("/dunning");
}

async function perform(
  from: Pick<ActionFunctionArgs, "request" | "context">,
  text: (name: string) => string,
): Promise<Answer> {
  const invoiceId = text("invoiceId");
  switch (text("intent")) {
    case "hold": {
      const input = { invoiceId, until: text("until"), because: text("because") };
      return (await query(from, HoldDunningDocument, { input })).holdDunning;
    }
    case "write_off": {
      const input = { invoiceId, reason: text("reason") };
      return (await query(from, WriteOffInvoiceDocument, { input })).writeOffInvoice;
    }
    default: {
      const days = (words: string) => words.split(/[\s,]+/).flatMap((one) => (one ? [Number(one)] : []));
      const retryDays = days(text("retryDays"));
      const issues = unreadable({ retryDays, text });
      if (issues.length > 0) return { __typename: "InvalidInput", message: "Write whole days.", issues };
      const [graceDay = 0, suspendDay = 0, writeOffAfterDays = 0] = NAMES.map((name) => Number(text(name)));
      const input = { retryDays, graceDay, suspendDay, writeOffAfterDays };
      return (await query(from, SetDunningPolicyDocument, { input })).setDunningPolicy;
    }
  }
}

/** What is no whole day, by its field. */
function unreadable(p: { retryDays: number[]; text: (name: string) => string }): Refusal["issues"] {
  const retries = p.retryDays.every(Number.isSafeInteger)
    ? []
    : [{ field: "retryDays", message: "Write whole days, such as 3, 5, 7." }];
  const others = NAMES.filter((name) => !/^\s*\d{1,6}\s*$/.test(p.text(name)));
  return [...retries, ...others.map((field) => ({ field, message: "Write a whole number of days." }))];
}

const NAMES = ["graceDay", "suspendDay", "writeOffAfterDays"] as const;

export default function Dunning() {
  const { rows, policy, next } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const open = rows.filter((row) => !row.closedBecause).length;
  return (
    <>
      <PageHead
        title={open === 0 ? "Dunning" : open === 1 ? "One unpaid invoice" : `${open} unpaid invoices`}
        lead="Invoices that fell due unpaid. Days are counted in each buyer's own calendar."
        actions={<Link to="/dunning/suspensions">Suspended buyers</Link>}
      />
      {answer && answer.issues.length === 0 ? <Notice tone="error" title={answer.message} live /> : null}
      <Section title="Invoices" note="unpaid first, then by the latest step" first>
        <DataTable
          caption="Invoices that fell due unpaid"
          density="roomy"
          columns={CASE_COLUMNS}
          rows={rows}
          rowKey={(row) => row.id}
          empty={
            <EmptyState kind="nothing-yet" title="Nothing is overdue">
              An invoice that is not paid on its due day stands here, with its step, the next one and the
              reason why a charge failed.
            </EmptyState>
          }
        />
        <Pagination label="Invoices" {...(next ? { nextHref: next } : {})} />
      </Section>
      <PolicySection policy={policy} refusal={answer} />
    </>
  );
}
