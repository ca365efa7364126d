import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day, When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LedgerTabs } from "../../components/ledger-tabs.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import type { ExchangeRatesPageQuery } from "../../gql/graphql.ts";
import { query } from "../../graphql.server.ts";
import { requireLedger } from "../../ledger.server.ts";
import {
  ExchangeRatesDocument,
  RevalueMonthDocument,
  StateExchangeRateDocument,
} from "./exchange-rates.graphql.ts";
import { Positions } from "./positions.tsx";
import { RateForm, type Typed } from "./rate-form.tsx";

export type Rates = ExchangeRatesPageQuery["exchangeRates"];
type Pair = Rates["pairs"][number];
type Rate = Rates["stated"]["edges"][number]["node"];

export const handle = {
  crumbs: () => [{ label: "Ledger", href: "/ledger" }, { label: "Exchange rates" }],
};
export const meta: MetaFunction = () => [{ title: "Exchange rates · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireLedger({ request, context });
  const search = new URL(request.url).searchParams;
  const [, base, quote] = /^([A-Z]{3})-([A-Z]{3})$/.exec(search.get("pair") ?? "") ?? [];
  const pair = base && quote ? { base, quote } : null;
  const { exchangeRates: rates } = await query({ request, context }, ExchangeRatesDocument, {
    ...{ base: null, quote: null, ...pair },
    after: search.get("after"),
  });
  return { rates, pair, idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireLedger({ request, context });
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  if (text("intent") === "revalue") return revalued({ request, context }, form);
  const typed: Typed = {
    ...{ base: text("base"), quote: text("quote"), rate: text("rate") },
    ...{ validFrom: text("validFrom"), source: text("source") },
  };
  const input = {
    ...typed,
    confirmed: text("confirmed") === "yes",
    idempotencyKey: text("idempotencyKey"),
  };
  const { stateExchangeRate: answer } = await query({ request, context }, StateExchangeRateDocument, {
    input,
  });
  if (!("message" in answer)) return redirect("/ledger/exchange-rates");
  const issues = "issues" in answer ? answer.issues : [];
  const { field, message } = answer;
  const own = issues.length === 0 && field ? [{ field, message }] : issues;
  const toConfirm = answer.code === "rate_to_confirm";
  return data({ typed, message, issues: own, toConfirm }, { status: 409 });
}

async function revalued(door: Pick<ActionFunctionArgs, "request" | "context">, form: FormData) {
  const input = { month: String(form.get("month")), idempotencyKey: String(form.get("idempotencyKey")) };
  const { revalueMonth: answer } = await query(door, RevalueMonthDocument, { input });
  if (!("message" in answer)) return redirect("/ledger/exchange-rates#positions");
  return data({ typed: null, message: answer.message, issues: [], toConfirm: false }, { status: 409 });
}

export default function ExchangeRates() {
  const { rates, pair, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead
        title="Exchange rates"
        lead={
          `Stated by people, with their source. A rate speaks for ${rates.maxAgeDays} days; an invoice keeps ` +
          `the one that it was issued with.${rates.mayState ? "" : " An administrator states them."}`
        }
      />
      <LedgerTabs />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      {rates.mayState ? (
        <RateForm
          typed={answer?.typed ?? null}
          issues={answer?.issues ?? []}
          toConfirm={answer?.toConfirm ?? false}
          today={rates.today}
          idempotencyKey={idempotencyKey}
        />
      ) : null}
      <Section title="Pairs" note="with the rate of their latest day">
        <DataTable
          caption="Pairs of currencies"
          columns={PAIRS}
          rows={rates.pairs}
          rowKey={(row) => row.latest.id}
          empty={
            <EmptyState kind="nothing-yet" title="No rate yet">
              Where two currencies meet, nothing is invoiced before somebody states their rate.
            </EmptyState>
          }
        />
      </Section>
      <Positions rates={rates} idempotencyKey={idempotencyKey} />
      <History rates={rates} pair={pair} />
    </>
  );
}

function History({ rates, pair }: { rates: Rates; pair: { base: string; quote: string } | null }) {
  const { edges, pageInfo } = rates.stated;
  const of = pair ? { pair: `${pair.base}-${pair.quote}` } : null;
  const next = new URLSearchParams({ ...of, after: pageInfo.endCursor ?? "" });
  return (
    <Section title="History" note={pair ? `${pair.base} to ${pair.quote}` : "the latest word first"}>
      {pair ? (
        <p>
          <Link to="/ledger/exchange-rates">All pairs</Link>
        </p>
      ) : null}
      <DataTable
        caption="Rates as they were stated"
        columns={HISTORY}
        rows={edges.map((edge) => edge.node)}
        rowKey={(row) => row.id}
        empty={<EmptyState kind="nothing-yet" title="No rate was stated here" />}
      />
      <Pagination label="rates" {...(pageInfo.hasNextPage ? { nextHref: `?${next}` } : {})} />
    </Section>
  );
}

const inWords = ({ base, quote, rate }: Pick<Rate, "base" | "quote" | "rate">) =>
  `1 ${base} = ${rate} ${quote}`;

const PAIRS: Column<Pair>[] = [
  {
    key: "pair",
    header: "Pair",
    rowHeader: true,
    cell: ({ latest: { base, quote } }) => (
      <Link to={`?pair=${base}-${quote}`} preventScrollReset>{`${base} to ${quote}`}</Link>
    ),
  },
  { key: "rate", header: "Latest rate", cell: ({ latest }) => inWords(latest) },
  {
    key: "day",
    header: "Of the day",
    cell: ({ latest, holdsToday }) => (
      <>
        <Day date={latest.validFrom} />
        {holdsToday ? null : " (too old for an invoice of today)"}
      </>
    ),
  },
  { key: "source", header: "Source", cell: ({ latest }) => latest.source },
  { key: "count", header: "Stated", numeric: true, cell: ({ count }) => `${count} ×` },
];

const HISTORY: Column<Rate>[] = [
  { key: "rate", header: "Rate", rowHeader: true, cell: inWords },
  { key: "day", header: "Of the day", cell: (row) => <Day date={row.validFrom} /> },
  { key: "source", header: "Source", cell: (row) => row.source },
  {
    key: "by",
    header: "Stated",
    cell: (row) => (
      <>
        by {row.statedByName}, <When instant={row.statedAt} />
      </>
    ),
  },
];
