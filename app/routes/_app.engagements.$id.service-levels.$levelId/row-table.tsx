import { Link } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Duration, When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { VisuallyHidden } from "../../components/visually-hidden.tsx";
import type { LevelRowsQuery } from "../../gql/graphql.ts";
import { FrozenStatus } from "../_app.work-items.$id/frozen-section.tsx";

type Row = NonNullable<LevelRowsQuery["monthRows"]>["rows"][number];

const CAUSES: Record<string, string> = {
  provider: "Provider",
  buyer: "Buyer",
  buyer_input: "Buyer's input",
  bank: "Bank",
  authority: "Authority",
};

const PRIORITY: Column<Row> = {
  key: "priority",
  header: "Priority",
  cell: (row) => row.priority ?? "none",
};
const CAUSE: Column<Row> = { key: "cause", header: "Cause", cell: (row) => causeOf(row) };
const DESK: Column<Row> = {
  key: "desk",
  header: "The desk says",
  cell: (row) => deskWord(row.deskMadeSla),
};

const TIME: Column<Row>[] = [
  { key: "used", header: "Used", numeric: true, cell: (row) => <Seconds seconds={row.netSeconds} /> },
  {
    key: "target",
    header: "Target",
    numeric: true,
    cell: (row) => <Seconds seconds={row.targetSeconds} />,
  },
  {
    key: "over",
    header: "Over by",
    numeric: true,
    cell: (row) =>
      row.verdict === "breached" ? (
        <Seconds seconds={(row.netSeconds ?? 0) - (row.targetSeconds ?? 0)} />
      ) : (
        "nothing"
      ),
  },
];

/** The work behind a percentage: misses first, with how far each was over. */
export function RowTable(props: {
  rows: readonly Row[];
  zone: string;
  timed: boolean;
  unit: string;
  kind: string;
  /** Of a figure of which nothing counts: whether anything was looked at. */
  looked: boolean;
  /** Where a verdict is contested; left out where the reader may not or the month is frozen. */
  contestHref?: ((row: Row) => string) | undefined;
}) {
  const { rows, zone, timed, unit, kind, looked, contestHref } = props;
  const hasValues = rows.some((row) => row.value);
  const value: Column<Row> = {
    key: "value",
    header: kind === "uptime" ? "Minutes down" : `Own part, ${unit}`,
    numeric: true,
    cell: (row) => row.value ?? "none",
  };
  const columns: Column<Row>[] = [
    {
      key: "reference",
      header: "Reference",
      rowHeader: true,
      width: "116",
      cell: (row) => <Link to={`/work-items/${row.workItemId}`}>{row.reference}</Link>,
    },
    { key: "title", header: "Title", cell: (row) => row.title },
    ...(rows.some((row) => row.priority) ? [PRIORITY] : []),
    { key: "verdict", header: "Verdict", cell: (row) => <FrozenStatus verdict={row.verdict} /> },
    ...(timed ? TIME : []),
    ...(hasValues ? [value] : []),
    ...(rows.some((row) => causeOf(row) !== "none") ? [CAUSE] : []),
    ...(rows.some((row) => typeof row.deskMadeSla === "boolean") ? [DESK] : []),
    {
      key: "opened",
      header: "Opened",
      cell: (row) => <When instant={row.openedAt} zone={zone} format="short" />,
    },
    ...(contestHref ? [contestColumn(contestHref)] : []),
  ];
  return (
    <DataTable
      caption="Work behind the percentage, misses first"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.workItemId}
      density="compact"
      empty={
        <EmptyState
          kind="nothing-yet"
          title={looked ? "No item counts in this figure" : "Nothing counted in this month"}
        />
      }
    />
  );
}

function contestColumn(href: (row: Row) => string): Column<Row> {
  return {
    key: "contest",
    header: "Contest",
    hiddenHeader: true,
    cell: (row) => (
      <Link to={href(row)}>
        Contest<VisuallyHidden> {row.reference}</VisuallyHidden>
      </Link>
    ),
  };
}

function Seconds({ seconds }: { seconds: number | null | undefined }) {
  return seconds === null || seconds === undefined ? <>none</> : <Duration seconds={seconds} />;
}

function causeOf(row: Row): string {
  if (row.cause) return CAUSES[row.cause] ?? row.cause;
  if (row.verdict !== "breached") return "none";
  return row.netSeconds === null ? "Provider" : "Time over target";
}

function deskWord(made: boolean | null | undefined): string {
  if (made === null || made === undefined) return "nothing";
  return made ? "In time" : "Missed";
}
