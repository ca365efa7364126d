import { Form } from "@remix-run/react";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import formStyles from "../_app.engagements.$id.work._index/work.module.css";
import type { BreachShown, Refused } from "./route.tsx";

type Decision = {
  actions: string[];
  title: string;
  note: string;
  field: "reason" | "note";
  label: string;
  hint?: string;
};

const DECISIONS: readonly Decision[] = [
  {
    actions: ["accept", "send_back"],
    title: "Your answer",
    note: "both sides read it",
    field: "reason",
    label: "Why",
    hint: "Needed where you send it back: say what is missing",
  },
  {
    actions: ["finish"],
    title: "The action is done",
    note: "from then on its effect is measured",
    field: "note",
    label: "What was done",
  },
  {
    actions: ["rule_effective", "rule_not_effective"],
    title: "Your ruling on the effect",
    note: "stands above the rule; both sides read the reason",
    field: "reason",
    label: "Why",
  },
];

const LABELS: Record<string, string> = {
  accept: "Accept the action",
  send_back: "Send it back",
  finish: "Say that it is done",
  rule_effective: "Rule it effective",
  rule_not_effective: "Rule it not effective",
};

/** What the reader may decide now. */
export function DecisionForms(props: {
  breach: BreachShown;
  idempotencyKey: string;
  refused: Refused | undefined;
  /** The reader is the account manager: an answer is given in the buyer's place. */
  forBuyer: boolean;
}) {
  const { breach, forBuyer } = props;
  return DECISIONS.filter((one) => one.actions.some((action) => breach.actions.includes(action))).map(
    (one) => (
      <DecisionForm
        key={one.title}
        {...props}
        decision={forBuyer && one.actions.includes("accept") ? { ...one, ...IN_PLACE } : one}
      />
    ),
  );
}

const IN_PLACE = {
  title: "Your answer in the buyer's place",
  note: "the buyer's time is over; both sides read it",
};

function DecisionForm(props: {
  decision: Decision;
  breach: BreachShown;
  idempotencyKey: string;
  refused: Refused | undefined;
  forBuyer: boolean;
}) {
  const { decision, breach, idempotencyKey, refused, forBuyer } = props;
  const refusal = refused && decision.actions.includes(refused.intent) ? refused : undefined;
  const actions = decision.actions.filter((action) => breach.actions.includes(action));
  const { field } = decision;
  return (
    <Section title={decision.title} note={decision.note} id="decide">
      <ErrorSummary errors={summaryErrors(refusal, "decide-")} />
      <Form method="post" action="#decide" className={formStyles.form}>
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        {forBuyer ? <input type="hidden" name="forBuyer" value="yes" /> : null}
        <TextArea
          id={`decide-${field}`}
          label={decision.label}
          name={field}
          hint={decision.hint}
          required={!actions.includes("accept")}
          rows={3}
          maxLength={2000}
          defaultValue={refusal?.values[field] ?? ""}
          error={fieldErrors(refusal)(field)}
        />
        <FormActions>
          {actions.map((action, index) => (
            <SubmitButton
              key={action}
              name="intent"
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
