import { Form } from "@remix-run/react";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, type Refusal, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea, TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import type { ProposalText } from "./proposal-address.ts";
import { Kept } from "./proposal-form.tsx";

const ALL = [
  "month",
  "subject",
  "kind",
  "workItem",
  "level",
  "effect",
  "from",
  "to",
  "forecast",
] as const satisfies readonly (keyof ProposalText)[];

/** The grounds, and the step that puts it in front of the other side. */
export function GroundsForm(props: {
  proposal: ProposalText;
  idempotencyKey: string;
  refusal: (Refusal & { reason: string; evidence: string }) | undefined;
}) {
  const { refusal } = props;
  const errorOf = fieldErrors(refusal);
  return (
    <Section
      title="Put it forward"
      note="the other side answers; where you disagree the account manager rules"
    >
      <ErrorSummary errors={summaryErrors(refusal)} />
      <Form method="post" className={styles.form}>
        <input type="hidden" name="idempotencyKey" value={props.idempotencyKey} />
        <Kept proposal={props.proposal} names={ALL} />
        <TextArea
          label="Why"
          name="reason"
          required
          rows={3}
          maxLength={2000}
          defaultValue={refusal?.reason ?? ""}
          error={errorOf("reason")}
        />
        <TextArea
          label="Evidence"
          hint="What the other side can check: a reference, a message, a log line"
          name="evidence"
          rows={2}
          maxLength={2000}
          defaultValue={refusal?.evidence ?? ""}
          error={errorOf("evidence")}
        />
        <TextField
          label="Where the document lies"
          hint="An address"
          name="evidenceUrl"
          type="url"
          width="full"
          error={errorOf("evidenceUrl")}
        />
        <TextField
          label="SHA-256 of the document"
          hint="So that both sides know it is the same one"
          name="evidenceHash"
          width="full"
          error={errorOf("evidenceHash")}
        />
        <FormActions>
          <SubmitButton>Put it forward</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
