import { Form } from "@remix-run/react";
import { FormActions } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import formStyles from "../_app.engagements.$id.work._index/work.module.css";
import type { ContestShown } from "./route.tsx";

const LABELS: Record<string, string> = {
  accept: "Accept",
  refuse: "Refuse",
  withdraw: "Withdraw",
  rule_for: "Rule for it",
  rule_against: "Rule against it",
};

/** What the reader may do now, always with a reason that both sides read. */
export function DecisionForm(props: {
  contest: ContestShown;
  idempotencyKey: string;
  reason: string | undefined;
}) {
  const { contest } = props;
  const rules = contest.actions.includes("rule_for");
  const title = rules ? "Your ruling" : contest.actions.includes("accept") ? "Your answer" : "Withdraw it";
  return (
    <Section title={title} note="both sides read the reason" id="decide">
      <Form method="post" className={formStyles.form}>
        <input type="hidden" name="idempotencyKey" value={props.idempotencyKey} />
        <TextArea
          label="Why"
          name="reason"
          required
          rows={3}
          maxLength={2000}
          defaultValue={props.reason ?? ""}
        />
        <FormActions>
          {contest.actions.map((action, index) => (
            <SubmitButton
              key={action}
              name="action"
              value={action}
              variant={index === 0 ? "primary" : "default"}
            >
              {LABELS[action] ?? action}
            </SubmitButton>
          ))}
        </FormActions>
      </Form>
    </Section>
  );
}
