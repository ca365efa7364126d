import { Form, Link } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import { FrozenStatus } from "../_app.work-items.$id/frozen-section.tsx";
import type { CorrectionShown } from "./route.tsx";

type Verdict = CorrectionShown["verdicts"][number];

/** Who has accepted it, and what follows. */
export function CorrectionAnswers({ correction }: { correction: CorrectionShown }) {
  const facts: Fact[] = [
    {
      id: "by",
      label: "Measured again",
      value: <Mark who={correction.createdBy} at={correction.createdAt} />,
    },
    {
      id: "buyer",
      label: correction.buyerName,
      value: <Said correction={correction} side="buyer" />,
    },
    {
      id: "provider",
      label: correction.providerName,
      value: <Said correction={correction} side="provider" />,
    },
  ];
  if (correction.ruledAt)
    facts.push({
      id: "ruling",
      label: "Ruling",
      value: (
        <>
          {correction.ruling} <Mark who={correction.ruledBy} at={correction.ruledAt} />
        </>
      ),
    });
  if (correction.state === "proposed")
    facts.push({
      id: "deadline",
      label: "Answer by",
      value: (
        <>
          <When instant={correction.answerBy} />; after that the account manager rules
        </>
      ),
    });
  facts.push({ id: "money", label: "What follows", value: consequence(correction) });
  return (
    <Section first title="Answers" note="both sides accept it, or the account manager rules">
      <Facts facts={facts} />
    </Section>
  );
}

function consequence({ difference, state }: CorrectionShown): string {
  const amount = BigInt(difference.amountMinor);
  if (state === "refused") return "Nothing: the frozen month stands as it is.";
  if (amount === 0n) return "No money changes.";
  const word = amount > 0n ? "A charge" : "A credit";
  const when = state === "accepted" ? "goes" : "goes, once it is accepted,";
  return `${word} of ${difference.text.replace(/^[-−]/, "")} ${when} on the next statement.`;
}

/** What one side has said to it. */
function Said({ correction, side }: { correction: CorrectionShown; side: "buyer" | "provider" }) {
  const accepted = correction[`${side}AcceptedAt`];
  const objected = correction[`${side}ObjectedAt`];
  if (accepted)
    return (
      <>
        accepted by <Mark who={correction[`${side}AcceptedBy`]} at={accepted} />
      </>
    );
  if (!objected) return <>no answer yet</>;
  return (
    <>
      objected: {correction[`${side}Objection`]} (
      <Mark who={correction[`${side}ObjectedBy`]} at={objected} />)
    </>
  );
}

function Mark({ who, at }: { who: string | null | undefined; at: string }) {
  return (
    <>
      {who}, <When instant={at} />
    </>
  );
}

/** The verdicts that read otherwise, each with both hashes. */
export function VerdictTable({ correction }: { correction: CorrectionShown }) {
  const names = new Map(correction.price.levels.map((level) => [level.levelId, level.name]));
  const columns: Column<Verdict>[] = [
    {
      key: "work",
      header: "Work",
      rowHeader: true,
      cell: (row) => <Link to={`/work-items/${row.workItemId}`}>{row.reference}</Link>,
    },
    { key: "level", header: "Service level", cell: (row) => names.get(row.levelId) ?? row.levelId },
    {
      key: "frozen",
      header: "As frozen",
      cell: (row) => <One verdict={row.frozenVerdict} hash={row.frozenHash} />,
    },
    {
      key: "corrected",
      header: "As corrected",
      cell: (row) => <One verdict={row.verdict} hash={row.bundleHash} />,
    },
  ];
  return (
    <Section title="Verdicts that read otherwise" note="both bundles are kept">
      <DataTable
        caption="Verdicts that read otherwise"
        columns={columns}
        rows={correction.verdicts}
        rowKey={(row) => `${row.levelId} ${row.workItemId}`}
        empty={<EmptyState kind="nothing-yet" title="No clock reads otherwise, only counted figures do" />}
      />
    </Section>
  );
}

function One({ verdict, hash }: { verdict: string | null | undefined; hash: string | null | undefined }) {
  if (!verdict) return <>Not in the month</>;
  return (
    <>
      <FrozenStatus verdict={verdict} />
      <small>{hash?.slice(0, 19)}</small>
    </>
  );
}

/** A side that does not accept says why; the account manager then rules without waiting. */
export function ObjectionForm({
  idempotencyKey,
  reason,
}: {
  idempotencyKey: string;
  reason: string | undefined;
}) {
  return (
    <Section title="Object" note="the account manager then rules" id="object">
      <Form method="post" className={styles.form}>
        <input type="hidden" name="idempotencyKey" value={`${idempotencyKey}-object`} />
        <TextArea label="Why not" name="reason" required rows={3} maxLength={2000} defaultValue={reason} />
        <FormActions>
          <SubmitButton name="action" value="object" variant="default">
            Object to the correction
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

/** The ruling, once both sides have had their say; until then from when it is possible. */
export function RulingForm(props: {
  correction: CorrectionShown;
  idempotencyKey: string;
  reason: string | undefined;
}) {
  const { correction } = props;
  if (!correction.mayRule)
    return (
      <Section title="Your ruling" note="where the two sides do not both accept it" id="decide">
        <Notice title="Both sides can still answer">
          You can rule from <When instant={correction.answerBy} />, or as soon as both have answered.
        </Notice>
      </Section>
    );
  return (
    <Section title="Your ruling" note="where the two sides do not both accept it" id="decide">
      <Form method="post" className={styles.form}>
        <input type="hidden" name="idempotencyKey" value={props.idempotencyKey} />
        <TextArea
          label="Why"
          name="reason"
          required
          rows={3}
          maxLength={2000}
          defaultValue={props.reason}
        />
        <FormActions>
          <SubmitButton name="action" value="rule_for">
            Rule for it
          </SubmitButton>
          <SubmitButton name="action" value="rule_against" variant="default">
            Rule against it
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
