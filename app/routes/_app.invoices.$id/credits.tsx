import { Link } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import type { InvoicePageQuery } from "../../gql/graphql.ts";
import { CreditNoteStanding } from "../_app.credit-notes.$id/credit-note-standing.tsx";
import { DisputeStanding } from "../_app.disputes._index/dispute-standing.tsx";

type Invoice = NonNullable<InvoicePageQuery["invoice"]>;
type Note = Invoice["creditNotes"][number];
type Settlement = Invoice["settlement"];

/** Below the total: what credit and credit notes took off it, and what is left to pay. */
export function settlementLines({ settlement, paidAt }: { settlement: Settlement; paidAt?: unknown }) {
  const minus = (one: { amountMinor: string; currency: string }) => (
    <Money amountMinor={-BigInt(one.amountMinor)} currency={one.currency} />
  );
  const { applied, creditedBefore, due } = settlement;
  const isPlain = BigInt(applied.amountMinor) === 0n && BigInt(creditedBefore.amountMinor) === 0n;
  if (isPlain) return [];
  const lines = [
    { id: "credited", label: "Credit notes", money: creditedBefore },
    { id: "applied", label: appliedLabel(applied.amountMinor), money: applied },
  ]
    .filter((line) => BigInt(line.money.amountMinor) !== 0n)
    .map(({ id, label, money }) => ({ id, label, amount: minus(money) }));
  return paidAt ? lines : [...lines, { id: "due", label: "Still to pay", amount: <Money {...due} /> }];
}

function appliedLabel(amountMinor: string): string {
  return BigInt(amountMinor) > 0n ? "From your credit" : "Carried over from an earlier invoice";
}

const COLUMNS: Column<Note>[] = [
  {
    key: "number",
    header: "Credit note",
    rowHeader: true,
    cell: (note) => <Link to={`/credit-notes/${note.id}`}>{note.number ?? "Being issued"}</Link>,
  },
  { key: "why", header: "Why", cell: (note) => note.reason },
  { key: "when", header: "Decided", cell: (note) => <When instant={note.askedAt} /> },
  { key: "state", header: "Stands", cell: (note) => <CreditNoteStanding note={note} /> },
  { key: "total", header: "Amount", numeric: true, cell: (note) => <Money {...note.total} /> },
];

/** The credit notes of an invoice and the disputes of its payment; nothing where there are none. */
export function Credits({ invoice }: { invoice: Invoice }) {
  const { creditNotes, disputes, settlement } = invoice;
  return (
    <>
      {BigInt(settlement.refundOwed.amountMinor) > 0n ? (
        <Notice tone="warning" title="A refund came back">
          <Money {...settlement.refundOwed} /> is owed to the buyer again. The marketplace sends it anew or
          puts it on the buyer's credit.
        </Notice>
      ) : null}
      {creditNotes.length > 0 ? (
        <Section title="Credit notes">
          <DataTable
            caption="Credit notes of this invoice"
            columns={COLUMNS}
            rows={creditNotes}
            rowKey={(note) => note.id}
          />
        </Section>
      ) : null}
      {disputes.length > 0 ? (
        <Section title="Disputes of the payment">
          <DataTable
            caption="Disputes of the payment"
            columns={DISPUTES}
            rows={disputes}
            rowKey={(dispute) => dispute.id}
          />
        </Section>
      ) : null}
    </>
  );
}

const DISPUTES: Column<Invoice["disputes"][number]>[] = [
  {
    key: "opened",
    header: "Opened",
    rowHeader: true,
    cell: (dispute) => (
      <Link to={`/disputes/${dispute.id}`}>
        <When instant={dispute.openedAt} />
      </Link>
    ),
  },
  { key: "state", header: "Stands", cell: (dispute) => <DisputeStanding {...dispute} /> },
  { key: "amount", header: "Amount", numeric: true, cell: (dispute) => <Money {...dispute.amount} /> },
];
