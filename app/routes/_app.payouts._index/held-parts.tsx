import { Link } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import type { PayoutPartWordsFragment } from "../../gql/graphql.ts";
import { PartReason, PartWords } from "./part-words.tsx";

type Part = PayoutPartWordsFragment;

/** What of the payouts is held now, why and until when. */
export function HeldParts({ parts, isProvider }: { parts: readonly Part[]; isProvider: boolean }) {
  return (
    <Section title="Held parts" note="contested amounts and reserves; the rest of each payout went out">
      <DataTable
        caption="Held parts of payouts"
        columns={columnsFor(isProvider)}
        rows={parts}
        rowKey={(row) => row.id}
        empty={
          <EmptyState kind="nothing-yet" title="Nothing is held">
            When a buyer contests an amount, the share of exactly that amount is held here.
          </EmptyState>
        }
      />
    </Section>
  );
}

function columnsFor(isProvider: boolean): Column<Part>[] {
  return [
    {
      key: "of",
      header: "Of",
      rowHeader: true,
      cell: (row) => (
        <>
          <Link to={`/payouts/${row.payoutId}`}>
            {row.engagementTitle}, {monthName(row.period)}
          </Link>
          {isProvider ? null : <small>{` ${row.providerName}`}</small>}
        </>
      ),
    },
    { key: "kind", header: "Kind", cell: (row) => <PartWords part={row} /> },
    { key: "why", header: "Why", cell: (row) => <PartReason part={row} /> },
    { key: "left", header: "Held", numeric: true, cell: (row) => <Money {...row.left} /> },
  ];
}
