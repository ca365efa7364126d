import { Confirm } from "../../components/confirm.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import type { CreditNotePageQuery } from "../../gql/graphql.ts";

type Note = NonNullable<CreditNotePageQuery["creditNote"]>;
type Row = Note["refunds"][number];

const SHOWN: Record<string, { tone: StatusTone; words: string }> = {
  pending: { tone: "neutral", words: "On its way" },
  succeeded: { tone: "fine", words: "Refunded" },
  failed: { tone: "breached", words: "Came back: owed again" },
  replaced: { tone: "neutral", words: "Came back" },
};

const columnsIn = (zone: string): Column<Row>[] => [
  {
    key: "when",
    header: "Sent",
    rowHeader: true,
    cell: (row) => <When instant={row.createdAt} zone={zone} />,
  },
  {
    key: "state",
    header: "Stands",
    cell: (row) => {
      const { tone, words } = SHOWN[row.state] ?? { tone: "neutral" as const, words: row.state };
      return (
        <>
          <Status tone={tone}>{words}</Status>
          {row.failure ? <small>{row.failure.replaceAll("_", " ")}</small> : null}
          {row.replacedBy ? (
            <small>{row.replacedBy === "balance" ? "Put on the buyer's credit" : "Sent anew"}</small>
          ) : null}
        </>
      );
    },
  },
  { key: "amount", header: "Amount", numeric: true, cell: (row) => <Money {...row.amount} /> },
  {
    key: "replace",
    header: "What to do",
    hiddenHeader: true,
    cell: (row) => (row.mayReplace ? <Replace row={row} /> : null),
  },
];

/** The refunds of a credit note; nothing where it has none. */
export function Refunds({ note }: { note: Note }) {
  if (note.refunds.length === 0) return null;
  return (
    <Section title="Refunds" note="to the method that paid">
      <DataTable
        caption="Refunds"
        columns={columnsIn(note.zone)}
        rows={note.refunds}
        rowKey={(row) => row.id}
      />
    </Section>
  );
}

function Replace({ row }: { row: Row }) {
  const hidden = { refundId: row.id };
  return (
    <>
      <Confirm
        label="Refund again"
        size="small"
        title="Refund it again?"
        confirmLabel="Refund again"
        name="intent"
        value="refund_again"
        hidden={hidden}
      >
        <p>
          <Money {...row.amount} /> go to the same method once more.
        </p>
      </Confirm>
      <Confirm
        label="Put on credit"
        size="small"
        title="Put it on the buyer's credit?"
        confirmLabel="Put on credit"
        name="intent"
        value="to_balance"
        hidden={hidden}
      >
        <p>
          <Money {...row.amount} /> come off the buyer's next invoice.
        </p>
      </Confirm>
    </>
  );
}
