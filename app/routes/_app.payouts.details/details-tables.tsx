import { Confirm } from "../../components/confirm.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Reveal, type Revealed } from "../../components/reveal.tsx";
import { Section } from "../../components/section.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import type { Details } from "./route.tsx";

export interface DetailsTablesProps {
  rows: readonly Details[];
  mayReveal: boolean;
  idempotencyKey: string;
  revealed: Revealed | undefined;
}

const OPEN = ["proposed", "confirmed"];

/** What is in force and proposed, and below it what was before. */
export function DetailsTables({ rows, ...how }: DetailsTablesProps) {
  const past = rows.filter((row) => !OPEN.includes(row.state));
  return (
    <>
      <Section title="In force and proposed" first>
        <DataTable
          caption="Accounts in force and proposed"
          columns={[...columns(how), deeds(how.idempotencyKey)]}
          rows={rows.filter((row) => OPEN.includes(row.state))}
          rowKey={(row) => row.id}
          empty={
            <EmptyState kind="nothing-yet" title="No account is confirmed yet">
              Your owner or a finance person proposes one; it counts once another of them has confirmed it.
            </EmptyState>
          }
        />
      </Section>
      {past.length > 0 ? (
        <Section title="Before">
          <DataTable
            caption="Earlier accounts"
            columns={columns(how)}
            rows={past}
            rowKey={(row) => row.id}
          />
        </Section>
      ) : null}
    </>
  );
}

function columns({ mayReveal, revealed }: Omit<DetailsTablesProps, "rows">): Column<Details>[] {
  return [
    { key: "currency", header: "Currency", rowHeader: true, cell: (row) => row.currency },
    {
      key: "account",
      header: "Account",
      cell: (row) => (
        <>
          <Reveal
            kind="payout_account"
            id={row.id}
            shown={row.account}
            of={`the account for ${row.currency}`}
            mayReveal={mayReveal}
            revealed={revealed}
          />{" "}
          <small>
            {row.holder}
            {row.bic ? `, ${row.bic}` : ""}
          </small>
        </>
      ),
    },
    { key: "state", header: "Stands", cell: (row) => <Stands row={row} /> },
  ];
}

const STATES: Record<string, { tone: StatusTone; words: string }> = {
  proposed: { tone: "held", words: "Waits for a second person" },
  confirmed: { tone: "fine", words: "In force" },
  rejected: { tone: "breached", words: "Rejected" },
  withdrawn: { tone: "neutral", words: "Withdrawn" },
  replaced: { tone: "neutral", words: "Replaced" },
};

function Stands({ row }: { row: Details }) {
  const { tone, words } = STATES[row.state] ?? { tone: "neutral" as const, words: row.state };
  return (
    <>
      <Status tone={tone}>{words}</Status>{" "}
      <small>
        proposed by {row.proposedByName}, <When instant={row.proposedAt} />
        {row.decidedAt && row.state !== "withdrawn" ? (
          <>
            ; {row.state === "rejected" ? "rejected" : "confirmed"} by {row.decidedByName},{" "}
            <When instant={row.decidedAt} />
          </>
        ) : null}
        {row.reason ? `: ${row.reason}` : null}
      </small>
    </>
  );
}

function deeds(idempotencyKey: string): Column<Details> {
  return {
    key: "do",
    header: "What you can do",
    hiddenHeader: true,
    cell: (row) => {
      if (row.mayWithdraw) return <Withdraw row={row} idempotencyKey={idempotencyKey} />;
      return row.mayDecide ? <Decide row={row} idempotencyKey={idempotencyKey} /> : null;
    },
  };
}

type DeedProps = { row: Details; idempotencyKey: string };

function Withdraw({ row, idempotencyKey }: DeedProps) {
  return (
    <Confirm
      label="Withdraw"
      size="small"
      variant="quiet"
      title={`Take back the account ${row.account}?`}
      confirmLabel="Withdraw it"
      name="intent"
      value="withdraw"
      hidden={{ detailsId: row.id, idempotencyKey: `${idempotencyKey}:withdraw` }}
    >
      <p>The account in force stays.</p>
    </Confirm>
  );
}

function Decide({ row, idempotencyKey }: DeedProps) {
  return (
    <>
      <Confirm
        label="Reject"
        size="small"
        variant="quiet"
        title={`Reject the account ${row.account}?`}
        confirmLabel="Reject the account"
        name="intent"
        value="reject"
        hidden={{ detailsId: row.id, idempotencyKey: `${idempotencyKey}:reject` }}
      >
        <TextArea label="Reason" name="reason" required rows={3} maxLength={500} id={`reason-${row.id}`} />
      </Confirm>
      <Confirm
        label="Confirm"
        size="small"
        title={`Pay ${row.currency} to ${row.account} from now on?`}
        confirmLabel="Confirm the account"
        name="intent"
        value="confirm"
        hidden={{ detailsId: row.id, idempotencyKey: `${idempotencyKey}:confirm` }}
      >
        <p>
          {row.proposedByName} proposed it. Compare the whole number with your bank's papers, and ask{" "}
          {row.proposedByName} in person or by telephone: a mail may be forged.
        </p>
      </Confirm>
    </>
  );
}
