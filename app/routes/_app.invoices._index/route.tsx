import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import type { InvoicesQuery } from "../../gql/graphql.ts";
import { query } from "../../graphql.server.ts";
import { CollectionState } from "./collection-state.tsx";
import { InvoicesDocument } from "./invoices.graphql.ts";

type Row = NonNullable<NonNullable<InvoicesQuery["invoices"]["edges"]>[number]>["node"];

export const handle = { crumbs: () => [{ label: "Invoices" }] };

export const meta: MetaFunction = () => [{ title: "Invoices · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const after = new URL(request.url).searchParams.get("after");
  const { invoices, viewer, buyerCredits } = await query({ request, context }, InvoicesDocument, {
    first: 50,
    after,
  });
  const { hasNextPage, endCursor } = invoices.pageInfo;
  return {
    viewerKind: viewer?.organizationKind ?? "",
    credits: buyerCredits,
    rows: invoices.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    next: hasNextPage && endCursor ? `?after=${encodeURIComponent(endCursor)}` : null,
  };
}

export default function Invoices() {
  const { rows, viewerKind, next, credits } = useLoaderData<typeof loader>();
  const toPay = rows.filter((row) => row.mayPay).length;
  const title = toPay === 0 ? "Invoices" : toPay === 1 ? "One invoice to pay" : `${toPay} invoices to pay`;
  return (
    <>
      <PageHead
        title={title}
        lead="One invoice for every statement that both sides approved."
        actions={<Beside viewerKind={viewerKind} />}
      />
      {credits.map(({ amount }) => (
        <Notice key={amount.currency} tone="info" title="You have credit">
          <Money {...amount} /> come off your next invoice in {amount.currency} by themselves.
        </Notice>
      ))}
      <DataTable
        caption="Invoices"
        columns={columnsFor(viewerKind)}
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <EmptyState kind="nothing-yet" title="No invoice yet">
            An invoice is issued when both sides have approved a month's statement.
          </EmptyState>
        }
      />
      <Pagination label="Invoices" {...(next ? { nextHref: next } : {})} />
    </>
  );
}

function Beside({ viewerKind }: { viewerKind: string }) {
  if (viewerKind === "buyer") return <Link to="/payment-methods">Ways to pay</Link>;
  return viewerKind === "marketplace" ? <Link to="/dunning">Unpaid invoices</Link> : null;
}

function columnsFor(viewerKind: string): Column<Row>[] {
  return [
    {
      key: "number",
      header: "Invoice",
      rowHeader: true,
      cell: (row) => <Link to={`/invoices/${row.id}`}>{row.number}</Link>,
    },
    {
      key: "for",
      header: "For",
      cell: (row) => `${row.engagementTitle}, ${monthName(row.period)}`,
    },
    {
      key: "party",
      header: viewerKind === "buyer" ? "Provider" : "Buyer",
      cell: (row) => (viewerKind === "buyer" ? row.providerName : row.buyerName),
    },
    { key: "state", header: "Stands", cell: (row) => <CollectionState collection={row.collection} /> },
    { key: "due", header: "Due", cell: (row) => <Day date={row.dueOn} /> },
    { key: "total", header: "Total", numeric: true, cell: (row) => <Money {...row.total} /> },
  ];
}
