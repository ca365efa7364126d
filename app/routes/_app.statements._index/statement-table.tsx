import { Link } from "@remix-run/react";
import { statementMonth } from "../../../domain/billing/statement-name.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money, type MoneyProps } from "../../components/money.tsx";
import { StatementState } from "./statement-state.tsx";

export interface StatementListRow {
  id: string;
  period: string;
  closing: number;
  title: string;
  buyerName: string;
  providerName: string;
  state: string;
  waitsFor: readonly string[];
  waitsForViewer: boolean;
  credit: MoneyProps;
  net: MoneyProps;
}

interface StatementTableProps {
  rows: readonly StatementListRow[];
  /** The other side's name stands in the table; staff see both. Left out inside of one engagement. */
  viewerKind?: string | undefined;
}

export function StatementTable({ rows, viewerKind }: StatementTableProps) {
  return (
    <DataTable
      caption="Statements"
      columns={columnsFor(viewerKind)}
      rows={rows}
      rowKey={(row) => row.id}
      empty={
        <EmptyState kind="nothing-yet" title="No statement yet">
          When a month is closed, its fee and its service credits stand here for both sides to approve.
        </EmptyState>
      }
    />
  );
}

function columnsFor(viewerKind: string | undefined): Column<StatementListRow>[] {
  const month: Column<StatementListRow> = {
    key: "month",
    header: "Month",
    rowHeader: true,
    cell: (row) => <Link to={`/statements/${row.id}`}>{statementMonth(row)}</Link>,
  };
  const contract: Column<StatementListRow> = {
    key: "contract",
    header: "Contract",
    cell: (row) => (
      <>
        {row.title}
        <small>{` ${otherSide(row, viewerKind)}`}</small>
      </>
    ),
  };
  return [
    month,
    ...(viewerKind === undefined ? [] : [contract]),
    { key: "state", header: "Stands", cell: (row) => <StatementState {...row} /> },
    {
      key: "credit",
      header: "Credits",
      numeric: true,
      cell: ({ credit }) => <Money amountMinor={-BigInt(credit.amountMinor)} currency={credit.currency} />,
    },
    {
      key: "net",
      header: "Due before tax",
      numeric: true,
      cell: ({ net }) => <Money amountMinor={net.amountMinor} currency={net.currency} />,
    },
  ];
}

function otherSide(row: StatementListRow, viewerKind: string | undefined): string {
  if (viewerKind === "buyer") return `with ${row.providerName}`;
  if (viewerKind === "provider") return `for ${row.buyerName}`;
  return `${row.providerName} for ${row.buyerName}`;
}
