import { Form } from "@remix-run/react";
import type { WorkItemField } from "../../../domain/catalogue/service-module.ts";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, type Refusal, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import { fieldValues, TypeFields } from "../_app.engagements.$id.work.new/type-fields.tsx";
import type { ItemShown } from "./item-shown.ts";

type Correctable = Pick<ItemShown, "correctable">;

/** What the reader's side may correct, for as long as the month that counts it is not frozen. */
export function CorrectForm(props: {
  item: ItemShown;
  idempotencyKey: string;
  refusal: Refusal | undefined;
}) {
  const { item, refusal } = props;
  if (item.correctable.length === 0) return null;
  const levels = [...new Set(item.correctable.flatMap((one) => one.levels))];
  return (
    <Section
      title="Correct what is recorded"
      note={levels.length > 0 ? `counts for ${levels.join(", ")}` : "no figure reads it"}
      id="correct"
    >
      <ErrorSummary title="This was not corrected" errors={summaryErrors(refusal, "work-")} />
      <Form method="post" className={styles.form}>
        <input type="hidden" name="intent" value="correct" />
        <input type="hidden" name="idempotencyKey" value={props.idempotencyKey} />
        <TypeFields
          fields={fieldsOf(item)}
          values={(item.fields ?? {}) as Record<string, unknown>}
          errorOf={fieldErrors(refusal)}
        />
        <TextField
          id="work-reason"
          label="Why"
          hint="What the other side will read"
          name="reason"
          required
          error={fieldErrors(refusal)("reason")}
        />
        <FormActions>
          <SubmitButton>Correct it</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

function fieldsOf({ correctable }: Correctable): WorkItemField[] {
  return correctable.map(({ field, name, kind, choices }) => ({
    ...{ id: field, name, choices },
    kind: kind as WorkItemField["kind"],
  }));
}

/** The answers as they were sent; one that was emptied is null. */
export function correctionFrom(form: FormData, item: Correctable): Record<string, unknown> {
  const fields = fieldsOf(item);
  const empty = Object.fromEntries(fields.map((field) => [field.id, null]));
  return { ...empty, ...fieldValues(form, fields) };
}
