import { Form } from "@remix-run/react";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, type Refusal, summaryErrors } from "../../components/refusal.ts";
import { SubmitButton } from "../../components/submit-button.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import {
  ColumnFields,
  type MappingProps,
  PriorityFields,
  RowFields,
  StateFields,
} from "./mapping-fields.tsx";

export type MapStepProps = Omit<MappingProps, "errorOf"> & {
  idempotencyKey: string;
  refusal: Refusal | undefined;
};

/** Step two: which column means what, and what each state of the desk does to the clock. */
export function MapStep({ idempotencyKey, refusal, ...proposal }: MapStepProps) {
  const mapping = { ...proposal, errorOf: fieldErrors(refusal) };
  return (
    <Form method="post" className={styles.form}>
      <input type="hidden" name="step" value="map" />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <ErrorSummary title="The file does not fit this yet" errors={summaryErrors(refusal)} />
      <RowFields {...mapping} />
      <ColumnFields {...mapping} />
      <StateFields {...mapping} />
      <PriorityFields {...mapping} />
      <FormActions>
        <SubmitButton>Check the file</SubmitButton>
      </FormActions>
    </Form>
  );
}
