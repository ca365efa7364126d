import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Facts } from "../../components/facts.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import {
  EngagementMoneyDocument,
  PreparePayrollRunDocument,
  RequestFundingDocument,
} from "./engagement-money.graphql.ts";
import { FundForm, PrepareForm } from "./money-forms.tsx";
import { FundingTable, RunTable } from "./money-tables.tsx";

type Loaded = Awaited<ReturnType<typeof loader>>;

export const handle = {
  crumbs: ({ money }: Loaded) => [{ label: "Client money", href: "/client-money" }, { label: money.title }],
};

export const meta: MetaFunction = () => [{ title: "Client money of an engagement · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const after = new URL(request.url).searchParams.get("after");
  const page = await query({ request, context }, EngagementMoneyDocument, { id: params.id ?? "", after });
  const { hasNextPage, endCursor } = page.payrollRuns.pageInfo;
  return {
    money: found(page.clientMoney[0]),
    runs: page.payrollRuns.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    next: hasNextPage && endCursor ? `?after=${encodeURIComponent(endCursor)}` : null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const engagementId = params.id ?? "";
  const idempotencyKey = text("idempotencyKey") || null;
  const answer =
    text("intent") === "fund"
      ? (
          await query({ request, context }, RequestFundingDocument, {
            input: { engagementId, amount: text("amount"), idempotencyKey },
          })
        ).requestFunding
      : (
          await query({ request, context }, PreparePayrollRunDocument, {
            input: { engagementId, title: text("title"), wages: text("wages"), idempotencyKey },
          })
        ).preparePayrollRun;
  if (answer.__typename === "MutationPreparePayrollRunSuccess")
    return redirect(`/client-money/runs/${answer.data.id}`);
  if (answer.__typename === "MutationRequestFundingSuccess")
    return redirect(`/client-money/${engagementId}`);
  if (answer.__typename === "NotFound") throw data({ message: answer.message }, { status: 404 });
  const values = { amount: text("amount"), title: text("title"), wages: text("wages") };
  if (answer.__typename === "InvalidInput")
    return data({ values, issues: answer.issues, message: null }, { status: 400 });
  return data({ values, issues: [], message: answer.message }, { status: 409 });
}

export default function EngagementMoney() {
  const { money, runs, next, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const state = answer ?? { values: {}, issues: [] };
  const form = { currency: money.currency, state, idempotencyKey };
  return (
    <>
      <PageHead title={money.title} lead={`${money.providerName} for ${money.buyerName}`} />
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      {money.owedByClient.amountMinor === "0" ? null : (
        <Notice tone="error" title="Funds were taken back after they were spent">
          {money.buyerName} owes <Money {...money.owedByClient} />, which the marketplace has laid out.
        </Notice>
      )}
      <Section title="Where it stands" note="held apart, and never used for fees" first>
        <Sums money={money} />
      </Section>
      <Section title="Funds">
        <FundingTable fundings={money.fundings} />
      </Section>
      {money.mayFund ? <FundForm {...form} /> : null}
      <Section title="Runs">
        <RunTable runs={runs} />
        <Pagination label="Runs" {...(next ? { nextHref: next } : {})} />
      </Section>
      {money.mayPrepare ? <PrepareForm {...form} /> : null}
    </>
  );
}

function Sums({ money }: { money: Loaded["money"] }) {
  const fact = (id: string, label: string, value: { amountMinor: string; currency: string }) => ({
    ...{ id, label, value: <Money {...value} /> },
  });
  return (
    <Facts
      facts={[
        fact("unused", "Free for runs", money.unused),
        fact("expected", "Announced, not cleared yet", money.expected),
        fact("cleared", "Cleared so far", money.cleared),
        fact("released", "Taken by released runs", money.released),
        fact("unpaid", "Wages that came back, owed to people", money.unpaid),
      ]}
    />
  );
}
