import { Confirm } from "../../components/confirm.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import { Timeline } from "../../components/timeline.tsx";
import type { StatementFacts } from "./statement-sheet.tsx";

type Entry = StatementFacts["silence"]["entries"][number];

/** What silence about this statement means, and everything that has happened on that ground. */
export function SilenceSection({
  statement,
  idempotencyKey,
}: {
  statement: StatementFacts;
  idempotencyKey: string;
}) {
  const { silence, state } = statement;
  if (statement.closing > 0) return null;
  if (!silence.isAgreed && silence.entries.length === 0 && state !== "awaiting_approval") return null;
  const objection = silence.entries.find((one) => one.kind === "objection");
  return (
    <Section
      title="Silence"
      note={silence.isAgreed ? "as the contract says" : "the contract says nothing about it"}
      actions={silence.mayObject ? <ObjectForm idempotencyKey={idempotencyKey} /> : null}
    >
      {objection && state === "awaiting_approval" ? (
        <Notice tone="warning" title={`${sideName(statement, objection)} objects`}>
          {objection.note}
        </Notice>
      ) : null}
      <p>{silence.says}</p>
      <Timeline
        label="What happened to the statement"
        entries={silence.entries.map((one) => ({
          id: `silence-${one.id}`,
          at: one.at,
          who: one.byName || sideName(statement, one),
          what: wordsOf(one),
          children: one.note || undefined,
        }))}
      />
    </Section>
  );
}

function sideName(statement: StatementFacts, { side }: Pick<Entry, "side">): string {
  return side === "buyer" ? statement.buyerName : statement.providerName;
}

function wordsOf({ kind, step }: Entry): string {
  if (kind === "presented") return "was asked to approve the statement";
  if (kind === "notice") return `was sent notice ${step}`;
  if (kind === "objection") return "objected: its silence approves nothing";
  return "counts as having approved, after the notices above";
}

function ObjectForm({ idempotencyKey }: { idempotencyKey: string }) {
  return (
    <Confirm
      label="Object"
      title="Object to this statement?"
      confirmLabel="Object to it"
      name="intent"
      value="object"
      hidden={{ idempotencyKey: `${idempotencyKey}:object` }}
    >
      <p>
        The other side reads the reason, and your silence approves nothing. You can still approve it later.
      </p>
      <TextArea label="Reason" name="reason" rows={3} id="objection-reason" />
    </Confirm>
  );
}
