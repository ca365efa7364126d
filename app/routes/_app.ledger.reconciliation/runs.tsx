import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import type { ReconciliationQuery } from "../../gql/graphql.ts";

type Run = ReconciliationQuery["reconciliationRuns"]["edges"][number]["node"];

/** What the latest run looked at and how the balances stand against each other. */
export function LastRun({ run }: { run: Run | null }) {
  if (!run)
    return (
      <EmptyState kind="nothing-yet" title="No run yet">
        The first one comes in the night, at 03:25 UTC.
      </EmptyState>
    );
  return (
    <>
      {run.state === "failed" ? (
        <Notice tone="error" title="The last run did not get through">
          {run.failure} It is tried again by itself.
        </Notice>
      ) : null}
      {run.state === "running" ? (
        <Notice tone="info" title="A run is under way. Reload to see it." />
      ) : null}
      <KeyFigures
        figures={[
          {
            label: "Movements of the Stripe balance",
            value: run.transactionCount,
            note: `${run.bookedCount} booked by the run`,
          },
          {
            label: "Booked exactly once",
            value: run.matchedCount,
            note: `${run.waitingCount} wait, under an hour old`,
          },
          {
            label: "Open breaks",
            value: run.openBreakCount,
            note: run.openBreakCount === 0 ? <Status tone="met">Everything agrees</Status> : "see below",
            ...(run.openBreakCount === 0 ? {} : { tone: "breached" as const }),
          },
        ]}
      />
      <Section title="Stripe balance" note={<When instant={run.finishedAt ?? run.startedAt} />}>
        <DataTable
          caption="Stripe balance against the books"
          columns={BALANCES}
          rows={run.balances}
          rowKey={(row) => row.stripe.currency}
          empty={<EmptyState kind="nothing-yet" title="No balance was compared" />}
        />
      </Section>
    </>
  );
}

const BALANCES: Column<Run["balances"][number]>[] = [
  { key: "currency", header: "Currency", rowHeader: true, cell: (row) => row.stripe.currency },
  { key: "stripe", header: "With Stripe", numeric: true, cell: (row) => <Money {...row.stripe} /> },
  { key: "books", header: "In the books", numeric: true, cell: (row) => <Money {...row.books} /> },
  { key: "waiting", header: "On its way", numeric: true, cell: (row) => <Money {...row.waiting} /> },
  {
    key: "verdict",
    header: "Verdict",
    cell: (row) =>
      BigInt(row.stripe.amountMinor) === BigInt(row.books.amountMinor) + BigInt(row.waiting.amountMinor) ? (
        <Status tone="met">Agrees to the cent</Status>
      ) : (
        <Status tone="breached">Differs</Status>
      ),
  },
];

export function RunHistory({ runs }: { runs: readonly Run[] }) {
  return (
    <Section title="Runs" note="the latest ten">
      <DataTable
        caption="Runs"
        columns={RUNS}
        rows={runs}
        rowKey={(run) => run.id}
        empty={<EmptyState kind="nothing-yet" title="No run yet" />}
      />
    </Section>
  );
}

const STATES: Record<string, { tone: "met" | "breached" | "neutral"; words: string }> = {
  done: { tone: "met", words: "Done" },
  failed: { tone: "breached", words: "Failed" },
  running: { tone: "neutral", words: "Running" },
};

const RUNS: Column<Run>[] = [
  { key: "at", header: "Began", rowHeader: true, cell: (run) => <When instant={run.startedAt} /> },
  { key: "by", header: "Asked by", cell: (run) => run.askedByName },
  {
    key: "state",
    header: "State",
    cell: (run) => {
      const { tone, words } = STATES[run.state] ?? { tone: "neutral" as const, words: run.state };
      return <Status tone={tone}>{words}</Status>;
    },
  },
  { key: "movements", header: "Movements", numeric: true, cell: (run) => run.transactionCount },
  { key: "breaks", header: "Open breaks", numeric: true, cell: (run) => run.openBreakCount },
];
