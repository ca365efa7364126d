import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day, When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { found, query } from "../../graphql.server.ts";
import { StatementLineDocument } from "./lines.graphql.ts";

type Loaded = Awaited<ReturnType<typeof loader>>;
type Row = Loaded["rows"][number];

export const handle = {
  crumbs: ({ statement, line }: Loaded) => [
    { label: "Statements", href: "/statements" },
    { label: `${monthName(statement.period)}, ${statement.title}`, href: `/statements/${statement.id}` },
    { label: line.label },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `${page.line.label} · Engine Room` : "Engine Room" },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { id = "", lineId = "" } = params;
  const after = new URL(request.url).searchParams.get("after");
  const page = await query({ request, context }, StatementLineDocument, { id, lineId, after });
  const statement = found(page.statement);
  const line = found(statement.paper.charges?.find((one) => one.id === lineId));
  const { hasNextPage, endCursor } = page.billedItems.pageInfo;
  return {
    ...{ statement, line },
    rows: page.billedItems.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    next: hasNextPage && endCursor ? `?after=${encodeURIComponent(endCursor)}` : null,
  };
}

export default function StatementLinePage() {
  const { statement, line, rows, next } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead
        title={line.label}
        lead={`${monthName(statement.period)}, ${statement.title}. ${line.sentence}`}
      />
      {line.evidence.length > 0 ? <EvidenceTable line={line} /> : null}
      {line.evidence.length > 0 ? null : (
        <DataTable
          caption={`The accepted work behind “${line.label}”`}
          columns={columnsOf(statement.zone, line.unit ?? "Counts")}
          rows={rows}
          rowKey={(row) => row.id}
          empty={
            <EmptyState kind="nothing-yet" title="No accepted work stands behind this line">
              What it costs follows from the contract and the days of the month alone.
            </EmptyState>
          }
        />
      )}
      <Pagination label="Work behind the line" {...(next ? { nextHref: next } : {})} />
    </>
  );
}

type Evidence = Loaded["line"]["evidence"][number];

/** Receipts and acceptances, as the statement's bundle holds them. */
function EvidenceTable({ line }: { line: Loaded["line"] }) {
  const columns: Column<Evidence>[] = [
    { key: "label", header: "Receipt or step", rowHeader: true, cell: (row) => row.label },
    { key: "on", header: "Day", cell: (row) => <Day date={row.on} /> },
    { key: "text", header: "Evidence", cell: (row) => row.text },
    { key: "amount", header: "Amount", numeric: true, cell: (row) => <Money {...row.amount} /> },
  ];
  return (
    <DataTable
      caption={`What stands behind “${line.label}”`}
      columns={columns}
      rows={line.evidence}
      rowKey={(row) => row.id}
    />
  );
}

function columnsOf(zone: string, unit: string): Column<Row>[] {
  return [
    {
      ...{ key: "reference", header: "Work item", rowHeader: true },
      cell: (row) => <Link to={`/work-items/${row.workItemId}`}>{row.reference}</Link>,
    },
    { key: "title", header: "Title", cell: (row) => row.title },
    { key: "finished", header: "Accepted", cell: (row) => <When instant={row.finishedAt} zone={zone} /> },
    {
      ...{ key: "value", header: unit.charAt(0).toUpperCase() + unit.slice(1), numeric: true },
      cell: (row) => row.value ?? "1",
    },
  ];
}
