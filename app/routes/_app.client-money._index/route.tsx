import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { query } from "../../graphql.server.ts";
import { ClientMoneyListDocument } from "./client-money.graphql.ts";

export const handle = { crumbs: () => [{ label: "Client money" }] };

export const meta: MetaFunction = () => [{ title: "Client money · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { clientMoney } = await query({ request, context }, ClientMoneyListDocument, {});
  return { rows: clientMoney };
}

type Row = Awaited<ReturnType<typeof loader>>["rows"][number];

export default function ClientMoneyList() {
  const { rows } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead
        title="Client money"
        lead="Money of buyers for wages: held apart, used for approved runs alone, and never for fees."
      />
      <DataTable
        caption="Engagements that pay people"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.engagementId}
        empty={
          <EmptyState kind="nothing-yet" title="No engagement pays people">
            Money of clients is held for payroll and employer of record alone.
          </EmptyState>
        }
      />
    </>
  );
}

const COLUMNS: Column<Row>[] = [
  {
    ...{ key: "engagement", header: "Engagement", rowHeader: true },
    cell: (row) => <Link to={`/client-money/${row.engagementId}`}>{row.title}</Link>,
  },
  { key: "parties", header: "Parties", cell: (row) => `${row.providerName} for ${row.buyerName}` },
  { key: "unused", header: "Free for runs", numeric: true, cell: (row) => <Money {...row.unused} /> },
  { key: "expected", header: "Not cleared yet", numeric: true, cell: (row) => <Money {...row.expected} /> },
  {
    key: "unpaid",
    header: "Wages that came back",
    numeric: true,
    cell: (row) => <Money {...row.unpaid} />,
  },
  {
    key: "owed",
    header: "Owed by the buyer",
    numeric: true,
    cell: (row) => <Money {...row.owedByClient} />,
  },
];
