import { Form } from "@remix-run/react";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { MoneyField, TextArea, TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf, summaryOf } from "../_app.contracts.new/form-parts.ts";
import styles from "../_app.contracts.new/terms.module.css";

interface FormProps {
  currency: string;
  state: FormState;
  idempotencyKey: string;
}

/** The buyer announces money; the reference for the transfer then stands in the table. */
export function FundForm({ currency, state, idempotencyKey }: FormProps) {
  return (
    <Section title="Announce funds" note="by bank transfer; they count once they are cleared">
      <Form method="post" noValidate className={styles.section}>
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <MoneyField label="Amount" currency={currency} {...fieldOf(state, "amount")} />
        <FormActions>
          <SubmitButton name="intent" value="fund">
            Announce the funds
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

/** The provider prepares a run, a wage a line. */
export function PrepareForm({ currency, state, idempotencyKey }: FormProps) {
  return (
    <Section title="Prepare a run" note="it cannot be changed afterwards; the buyer approves or rejects it">
      <Form method="post" noValidate className={styles.section}>
        <ErrorSummary errors={summaryOf(state.issues)} title="The run needs a correction" />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <TextField label="Name" hint="such as November 2026" {...fieldOf(state, "title")} />
        <TextArea
          label={`Wages in ${currency}`}
          rows={8}
          autoComplete="off"
          data-draft="off"
          hint="a person a line: “Ada Lovelace; GB29NWBK60161331926819; 2,100.00”"
          {...fieldOf(state, "wages")}
        />
        <FormActions>
          <SubmitButton name="intent" value="prepare">
            Prepare the run
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
