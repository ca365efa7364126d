import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import type { Dispute } from "./route.tsx";

type Row = Dispute["moves"][number];

const SHOWN: Record<string, { tone: StatusTone; words: string }> = {
  pending: { tone: "neutral", words: "To be done" },
  unknown: { tone: "held", words: "Unknown, being checked" },
  done: { tone: "fine", words: "Done" },
  refused: { tone: "breached", words: "Refused" },
};

const columnsIn = (zone: string): Column<Row>[] => [
  {
    key: "what",
    header: "What",
    rowHeader: true,
    cell: (row) => (row.kind === "reversal" ? "Taken back from the account" : "Sent to the account again"),
  },
  {
    key: "state",
    header: "Stands",
    cell: (row) => {
      const { tone, words } = SHOWN[row.state] ?? { tone: "neutral" as const, words: row.state };
      return (
        <>
          <Status tone={tone}>{words}</Status>
          {row.because ? <small>{row.because}</small> : null}
        </>
      );
    },
  },
  {
    ...{ key: "when", header: "Done" },
    cell: (row) => (row.doneAt ? <When instant={row.doneAt} zone={zone} /> : "not yet"),
  },
  { key: "amount", header: "Amount", numeric: true, cell: (row) => <Money {...row.amount} /> },
];

/** What moved on the provider's account for a dispute; nothing where nothing did. */
export function Moves({ dispute }: { dispute: Dispute }) {
  if (dispute.moves.length === 0) return null;
  return (
    <Section title="On the provider's account" note="exactly the disputed part of the share">
      <DataTable
        caption="Transfers for this dispute"
        columns={columnsIn(dispute.zone)}
        rows={dispute.moves}
        rowKey={(row) => row.id}
      />
    </Section>
  );
}
