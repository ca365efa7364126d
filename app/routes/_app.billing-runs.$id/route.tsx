import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData, useRevalidator, useSearchParams } from "@remix-run/react";
import { useEffect } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Progress } from "../../components/progress.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import type { BillingRunPageQuery } from "../../gql/graphql.ts";
import { found, query } from "../../graphql.server.ts";
import { requireBillingRuns } from "../_app.billing-runs._index/billing-runs.server.ts";
import { countOf, monthText } from "../_app.billing-runs._index/run-words.tsx";
import { BillingRunDocument } from "./billing-run.graphql.ts";

const EVERY_MS = 1000;

export const handle = {
  crumbs: () => [{ label: "Billing runs", href: "/billing-runs" }, { label: "Run" }],
};
export const meta: MetaFunction = () => [{ title: "Billing run · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  requireBillingRuns({ request, context });
  const after = new URL(request.url).searchParams.get("after");
  const page = await query({ request, context }, BillingRunDocument, { id: params.id ?? "", after });
  return { run: found(page.billingRun), failures: page.billingRunFailures };
}

export default function BillingRun() {
  const { run, failures } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  useAskedEverySecond(run.state === "running");
  return (
    <>
      <PageHead
        title={`Billing run up to ${monthText(run.month)}`}
        lead={
          <>
            Asked for by {run.askedByName}, <When instant={run.askedAt} />
          </>
        }
      />
      {search.get("already") ? (
        <Notice tone="info" title="This run was under way already">
          One runs at a time. It goes on where it stopped; ask again when it is done.
        </Notice>
      ) : null}
      <Standing run={run} />
      <KeyFigures
        figures={[
          { label: "Statements drafted", value: run.drafted, note: "up for approval" },
          {
            label: "Without a statement",
            value: run.failed,
            note: run.failed === 0 ? "nothing failed" : "see below",
            ...(run.failed === 0 ? {} : { tone: "breached" as const }),
          },
          { label: "Billed meanwhile", value: run.elsewhere, note: "by the freezing of the month itself" },
          { label: "Buyers", value: run.buyersDone, note: `of ${countOf(run.buyers, "buyer")} done` },
        ]}
      />
      <Failures failures={failures} />
    </>
  );
}

type Run = NonNullable<BillingRunPageQuery["billingRun"]>;
type Failures = BillingRunPageQuery["billingRunFailures"];

/** The page follows the run by itself while it is seen; the run goes on whether or not anyone looks. */
function useAskedEverySecond(running: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!running || state !== "idle") return;
    const timer = setTimeout(() => {
      if (document.visibilityState === "visible") revalidate();
    }, EVERY_MS);
    const seen = () => document.visibilityState === "visible" && revalidate();
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [running, state, revalidate]);
}

function Standing({ run }: { run: Run }) {
  if (run.state === "done")
    return (
      <Notice
        tone={run.failed === 0 ? "success" : "warning"}
        live
        title={
          run.failed === 0
            ? `Done: ${countOf(run.drafted, "statement")} drafted`
            : `Done: ${countOf(run.drafted, "statement")} drafted, ${countOf(run.failed, "month")} without one`
        }
      >
        {run.finishedAt ? <When instant={run.finishedAt} /> : null}
      </Notice>
    );
  const done = run.months - run.left;
  return (
    <Progress
      label="Drafting statements"
      value={done}
      max={Math.max(1, run.months)}
      detail={
        <>
          {done.toLocaleString("en-US")} of {countOf(run.months, "month")}. You may leave this page. If the
          server stops, the run goes on where it stopped; it last moved{" "}
          <When instant={run.movedAt} format="time" />.
        </>
      }
    />
  );
}

const COLUMNS: Column<Failures["edges"][number]["node"]>[] = [
  {
    key: "contract",
    header: "Contract",
    rowHeader: true,
    cell: (row) => (
      <>
        <Link to={`/engagements/${row.engagementId}/statements`}>{row.title}</Link>
        <small>
          {row.buyerName} and {row.providerName}
        </small>
      </>
    ),
  },
  { key: "month", header: "Month", cell: (row) => monthText(row.month) },
  { key: "why", header: "Why", cell: (row) => row.reason },
  {
    key: "now",
    header: "Now",
    cell: (row) =>
      row.billedSince ? (
        <Status tone="met">Has its statement</Status>
      ) : (
        <Status tone="breached">Open</Status>
      ),
  },
];

function Failures({ failures }: { failures: Failures }) {
  const { hasNextPage, endCursor } = failures.pageInfo;
  return (
    <Section title="Months without a statement" note="a later run tries them again">
      <DataTable
        caption="Months without a statement"
        density="roomy"
        columns={COLUMNS}
        rows={failures.edges.map((edge) => edge.node)}
        rowKey={(row) => row.id}
        empty={<EmptyState kind="nothing-yet" title="No month failed" />}
      />
      <Pagination
        label="months"
        {...(hasNextPage && endCursor ? { nextHref: `?${new URLSearchParams({ after: endCursor })}` } : {})}
      />
    </Section>
  );
}
