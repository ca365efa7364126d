import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import type { DisputesQuery } from "../../gql/graphql.ts";
import { query } from "../../graphql.server.ts";
import { DisputeStanding } from "./dispute-standing.tsx";
import { DisputesDocument } from "./disputes.graphql.ts";

type Row = NonNullable<NonNullable<DisputesQuery["chargeDisputes"]["edges"]>[number]>["node"];

export const handle = { crumbs: () => [{ label: "Disputes" }] };

export const meta: MetaFunction = () => [{ title: "Disputes · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const after = new URL(request.url).searchParams.get("after");
  const { chargeDisputes } = await query({ request, context }, DisputesDocument, { first: 50, after });
  const { hasNextPage, endCursor } = chargeDisputes.pageInfo;
  return {
    rows: chargeDisputes.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    next: hasNextPage && endCursor ? `?after=${encodeURIComponent(endCursor)}` : null,
  };
}

export default function Disputes() {
  const { rows, next } = useLoaderData<typeof loader>();
  const toAnswer = rows.filter((row) => row.mayAnswer).length;
  const title =
    toAnswer === 0
      ? "Disputes"
      : toAnswer === 1
        ? "One dispute to answer"
        : `${toAnswer} disputes to answer`;
  return (
    <>
      <PageHead title={title} lead="Payments that a bank takes back or asks about; open ones first." />
      <DataTable
        caption="Disputes of payments"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <EmptyState kind="nothing-yet" title="No payment is disputed">
            When a bank takes a payment back, it stands here with the day by which it wants an answer.
          </EmptyState>
        }
      />
      <Pagination label="Disputes" {...(next ? { nextHref: next } : {})} />
    </>
  );
}

const COLUMNS: Column<Row>[] = [
  {
    key: "invoice",
    header: "Payment of",
    rowHeader: true,
    cell: (row) => <Link to={`/disputes/${row.id}`}>{row.invoiceNumber}</Link>,
  },
  { key: "parties", header: "Buyer and provider", cell: (row) => `${row.buyerName}, ${row.providerName}` },
  { key: "reason", header: "The bank says", cell: (row) => row.reason.replaceAll("_", " ") },
  { key: "state", header: "Stands", cell: (row) => <DisputeStanding status={row.status} /> },
  {
    key: "due",
    header: "Answer by",
    cell: (row) =>
      row.mayAnswer && row.dueBy ? <When instant={row.dueBy} zone={row.zone} /> : "no answer wanted",
  },
  { key: "amount", header: "Amount", numeric: true, cell: (row) => <Money {...row.amount} /> },
];
