import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import type { WorkQuery } from "../../gql/graphql.ts";
import { ClockStatus, leadingClock, WorkState } from "./clock-status.tsx";

type Row = WorkQuery["workItems"]["edges"][number]["node"];

/** A page of work: what it is, who holds it, and how its most pressing clock stands. */
export function WorkTable(props: { rows: readonly Row[]; zone: string; empty: ReactNode }) {
  const columns: Column<Row>[] = [
    {
      key: "reference",
      header: "Reference",
      rowHeader: true,
      cell: (row) => <Link to={`/work-items/${row.id}`}>{row.reference}</Link>,
    },
    { key: "title", header: "Title", cell: (row) => row.title },
    { key: "priority", header: "Priority", cell: (row) => row.priority ?? "none" },
    { key: "state", header: "State", cell: (row) => <WorkState item={row} /> },
    {
      key: "opened",
      header: "Opened",
      cell: (row) => <When instant={row.openedAt} zone={props.zone} format="short" />,
    },
    { key: "clock", header: "Clock", cell: (row) => <Clock row={row} /> },
  ];
  return (
    <DataTable
      caption="Work, newest first"
      columns={columns}
      rows={props.rows}
      rowKey={(row) => row.id}
      empty={props.empty}
    />
  );
}

function Clock({ row }: { row: Row }) {
  const clock = leadingClock(row.clocks);
  return clock ? <ClockStatus clock={clock} /> : <>No target</>;
}
