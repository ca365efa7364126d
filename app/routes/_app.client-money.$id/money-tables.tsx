import { Link } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { Status } from "../../components/status.tsx";
import type { EngagementMoneyQuery } from "../../gql/graphql.ts";

type Funding = EngagementMoneyQuery["clientMoney"][number]["fundings"][number];
type Edge = NonNullable<EngagementMoneyQuery["payrollRuns"]["edges"][number]>;
export type Run = Edge["node"];

/** Announced funds and what became of them. */
export function FundingTable({ fundings }: { fundings: readonly Funding[] }) {
  return (
    <DataTable
      caption="Funds, the latest first"
      columns={FUNDINGS}
      rows={fundings}
      rowKey={(row) => row.id}
      empty={
        <EmptyState kind="nothing-yet" title="No funds were announced">
          The buyer announces an amount and gets the reference for the bank transfer.
        </EmptyState>
      }
    />
  );
}

const FUNDINGS: Column<Funding>[] = [
  { key: "at", header: "Announced", rowHeader: true, cell: (row) => <When instant={row.requestedAt} /> },
  { key: "by", header: "By", cell: (row) => row.requestedBy },
  {
    ...{ key: "reference", header: "Reference on the transfer" },
    cell: (row) => row.reference ?? "follows in a moment",
  },
  { key: "amount", header: "Amount", numeric: true, cell: (row) => <Money {...row.amount} /> },
  { key: "state", header: "Standing", cell: (row) => <FundingStatus {...row} /> },
];

function FundingStatus({ state, clearedAt, returnedAt }: Funding) {
  if (state === "returned" && returnedAt)
    return (
      <Status tone="breached">
        Taken back by the bank, <When instant={returnedAt} />
      </Status>
    );
  if (state === "cleared" && clearedAt)
    return (
      <Status tone="met">
        Cleared, <When instant={clearedAt} />
      </Status>
    );
  return <Status tone="held">Waits for the bank transfer</Status>;
}

export function RunTable({ runs }: { runs: readonly Run[] }) {
  return (
    <DataTable
      caption="Payroll runs, the latest first"
      columns={RUNS}
      rows={runs}
      rowKey={(row) => row.id}
      empty={
        <EmptyState kind="nothing-yet" title="No run was prepared">
          The provider prepares a run, the buyer approves it, and cleared funds pay it.
        </EmptyState>
      }
    />
  );
}

const RUNS: Column<Run>[] = [
  {
    ...{ key: "run", header: "Run", rowHeader: true },
    cell: (row) => <Link to={`/client-money/runs/${row.id}`}>{row.title}</Link>,
  },
  { key: "prepared", header: "Prepared", cell: (row) => <When instant={row.preparedAt} /> },
  { key: "people", header: "People", numeric: true, cell: (row) => row.payeeCount },
  { key: "total", header: "Total", numeric: true, cell: (row) => <Money {...row.total} /> },
  { key: "state", header: "Standing", cell: (row) => <RunStatus state={row.state} /> },
];

export function RunStatus({ state }: { state: string }) {
  if (state === "settled") return <Status tone="met">Settled</Status>;
  if (state === "released") return <Status tone="fine">Released, being paid</Status>;
  if (state === "approved") return <Status tone="held">Approved, waits for cleared funds</Status>;
  if (state === "rejected") return <Status tone="breached">Rejected</Status>;
  return <Status tone="risk">Waits for the buyer's approval</Status>;
}
