import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import type { PayoutsQuery } from "../../gql/graphql.ts";

type Row = NonNullable<NonNullable<PayoutsQuery["bankPayouts"]["edges"]>[number]>["node"];

export interface BankPayoutsProps {
  rows: readonly Row[];
  isProvider: boolean;
  nextHref: string | null;
}

/** What went on from the provider's Stripe balance to its bank, and what the bank sent back. */
export function BankPayouts({ rows, isProvider, nextHref }: BankPayoutsProps) {
  return (
    <Section title="To the bank" note="from the provider's own Stripe balance, newest first">
      <DataTable
        caption="Payouts to the bank"
        columns={columnsFor(isProvider)}
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <EmptyState kind="nothing-yet" title="Nothing went to the bank yet">
            Stripe pays the balance of the account out to the bank by its own schedule; each payment is
            shown here, and says so where the bank sends it back.
          </EmptyState>
        }
      />
      <Pagination label="Payouts to the bank" {...(nextHref ? { nextHref } : {})} />
    </Section>
  );
}

const STATES: Record<string, { tone: StatusTone; words: string }> = {
  pending: { tone: "neutral", words: "Being prepared" },
  in_transit: { tone: "neutral", words: "On its way" },
  paid: { tone: "fine", words: "Paid" },
  failed: { tone: "breached", words: "Failed" },
  canceled: { tone: "neutral", words: "Canceled" },
};

function columnsFor(isProvider: boolean): Column<Row>[] {
  return [
    {
      key: "made",
      header: "Made",
      rowHeader: true,
      cell: (row) => (
        <>
          <When instant={row.madeAt} />
          {isProvider ? null : <small>{` ${row.providerName}`}</small>}
        </>
      ),
    },
    { key: "state", header: "Stands", cell: (row) => <Stands row={row} /> },
    { key: "amount", header: "Amount", numeric: true, cell: (row) => <Money {...row.amount} /> },
  ];
}

function Stands({ row }: { row: Row }) {
  const { tone, words } = STATES[row.state] ?? { tone: "neutral" as const, words: row.state };
  const isUnderWay = row.state === "pending" || row.state === "in_transit";
  return (
    <>
      <Status tone={tone}>{words}</Status>{" "}
      {isUnderWay ? (
        <small>
          expected <When instant={row.arrivesAt} />
        </small>
      ) : null}
      {row.failedAt ? (
        <small>
          {row.failedBecause} Known since <When instant={row.failedAt} />
          {row.paidAt ? ", after it was said to be paid" : null}. The money is back on the Stripe balance.{" "}
          {row.wayOut}
        </small>
      ) : null}
    </>
  );
}
