import { Form } from "@remix-run/react";
import { CAUSE_CATEGORIES } from "../../../domain/service-levels/breach.ts";
import { CheckboxGroup, SelectField } from "../../components/choice-fields.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextArea, TextField } from "../../components/text-fields.tsx";
import formStyles from "../_app.engagements.$id.work._index/work.module.css";
import type { BreachShown, Refused } from "./route.tsx";

type Props = { breach: BreachShown; idempotencyKey: string; refused: Refused | undefined };

/** The provider's statement: cause, the misses it explains, the action and the effect that it promises. */
export function PlanForm({ breach, idempotencyKey, refused }: Props) {
  const refusal = refused?.intent === "plan" ? refused : undefined;
  const [last] = breach.plans;
  const values: Record<string, string | undefined> = refusal?.values ?? (last ? valuesOf(last) : {});
  const explained = refusal?.explained ?? last?.explainedItemIds ?? breach.missedItems.map((one) => one.id);
  const errorOf = fieldErrors(refusal);
  const field = (name: string) => ({
    ...{ id: `plan-${name}`, name, required: true, defaultValue: values[name] ?? "", error: errorOf(name) },
  });
  return (
    <Section
      title={last ? "State it again" : "State the root cause and an action"}
      note="the buyer accepts it or sends it back"
      id="plan"
    >
      <ErrorSummary errors={summaryErrors(refusal, "plan-")} />
      <Form method="post" action="#plan" className={formStyles.form}>
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <SelectField
          {...field("category")}
          label="Kind of cause"
          placeholder="Choose what kind of cause it was"
          options={Object.entries(CAUSE_CATEGORIES).map(([value, label]) => ({ value, label }))}
        />
        <TextArea {...field("cause")} label="Root cause" rows={4} maxLength={2000} />
        <CheckboxGroup
          id="plan-explainedItemIds"
          label="Missed items that this explains"
          name="explainedItemIds"
          required
          defaultValue={explained}
          error={errorOf("explainedItemIds")}
          options={breach.missedItems.map((one) => ({
            value: one.id,
            label: `${one.reference} ${one.title}`,
          }))}
        />
        <TextArea {...field("action")} label="Corrective action" rows={4} maxLength={2000} />
        <PromiseFields breach={breach} field={field} />
        <FormActions>
          <SubmitButton name="intent" value="plan">
            Send it to the buyer
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

function valuesOf(plan: BreachShown["plans"][number]): Record<string, string> {
  const { category, cause, action, ownerId, dueOn, promisedFigure, promisedMonth } = plan;
  return { category, cause, action, ownerId, dueOn, promisedFigure, promisedMonth };
}

type FieldOf = (name: string) => {
  id: string;
  name: string;
  required: boolean;
  defaultValue: string;
  error: string;
};

function PromiseFields({ breach, field }: { breach: BreachShown; field: FieldOf }) {
  const { figure } = breach;
  return (
    <>
      <SelectField
        {...field("ownerId")}
        label="Who sees to it"
        placeholder="Choose one of your people"
        options={breach.possibleOwners.map(({ userId, name }) => ({ value: userId, label: name }))}
      />
      <DateField {...field("dueOn")} label="Done by" hint="A day in the contract's time zone" />
      <TextField
        {...field("promisedFigure")}
        label={`Promised figure, in ${figure.unit}`}
        hint={`The month read ${figure.measured ?? "nothing"}; the target is ${figure.target}`}
        inputMode="decimal"
        width="short"
      />
      <TextField
        {...field("promisedMonth")}
        type="month"
        label="In which month"
        hint="After the month in which it is done, such as 2026-12"
        width="short"
      />
    </>
  );
}
