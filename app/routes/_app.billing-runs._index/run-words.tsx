import { Link } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import type { Column } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Status } from "../../components/status.tsx";
import type { BillingRunsQuery } from "../../gql/graphql.ts";

type Run = BillingRunsQuery["billingRuns"]["edges"][number]["node"];
type Unfrozen = BillingRunsQuery["unfrozenMonths"]["edges"][number]["node"];

export const monthText = monthName;

/** "1 month", "1,204 months" */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** How a run stands, in a word. */
export function RunState({ run }: { run: Pick<Run, "state" | "failed" | "left"> }) {
  if (run.state === "running") return <Status tone="neutral">{countOf(run.left, "month")} left</Status>;
  if (run.failed > 0) return <Status tone="breached">Done, {run.failed} without a statement</Status>;
  return <Status tone="met">Done</Status>;
}

export const RUN_COLUMNS: Column<Run>[] = [
  {
    key: "month",
    header: "Up to",
    rowHeader: true,
    cell: (run) => <Link to={`/billing-runs/${run.id}`}>{monthName(run.month)}</Link>,
  },
  { key: "at", header: "Began", cell: (run) => <When instant={run.askedAt} /> },
  { key: "by", header: "Asked by", cell: (run) => run.askedByName },
  { key: "state", header: "State", cell: (run) => <RunState run={run} /> },
  { key: "months", header: "Months", numeric: true, cell: (run) => run.months.toLocaleString("en-US") },
  {
    key: "drafted",
    header: "Statements",
    numeric: true,
    cell: (run) => run.drafted.toLocaleString("en-US"),
  },
];

export const UNFROZEN_COLUMNS: Column<Unfrozen>[] = [
  {
    key: "title",
    header: "Contract",
    rowHeader: true,
    cell: (row) => <Link to={`/engagements/${row.engagementId}/service-levels`}>{row.title}</Link>,
  },
  { key: "parties", header: "Between", cell: (row) => `${row.buyerName} and ${row.providerName}` },
  { key: "reason", header: "Why", cell: (row) => row.reason },
];
