import { Form, Link, useSearchParams } from "@remix-run/react";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, type Refusal, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import { BankFields } from "./bank-fields.tsx";
import {
  ColumnFields,
  type MappingProps,
  PriorityFields,
  RowFields,
  StateFields,
} from "./mapping-fields.tsx";
import { type AnyValues, isBank } from "./mapping-values.ts";

export type MapStepProps = Omit<MappingProps, "errorOf" | "mapping"> & {
  mapping: AnyValues;
  /** The system or saved mapping that the header was recognised by. */
  recognised: string | null;
  savedMappings: readonly { id: string; name: string }[];
  idempotencyKey: string;
  refusal: Refusal | undefined;
};

/** Step two: which column means what, and what each state of the desk does to the clock. */
export function MapStep({ idempotencyKey, refusal, mapping, savedMappings, ...rest }: MapStepProps) {
  const { recognised, ...proposal } = rest;
  const errorOf = fieldErrors(refusal);
  return (
    <Form method="post" className={styles.form}>
      <input type="hidden" name="step" value="map" />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <ErrorSummary title="The file does not fit this yet" errors={summaryErrors(refusal)} />
      {recognised ? <p>Recognised: {recognised}. Look at it once before you go on.</p> : null}
      <OtherMappings saved={savedMappings} bank={isBank(mapping)} />
      {isBank(mapping) ? (
        <BankFields {...proposal} mapping={mapping} errorOf={errorOf} />
      ) : (
        <>
          <RowFields {...proposal} mapping={mapping} errorOf={errorOf} />
          <ColumnFields {...proposal} mapping={mapping} errorOf={errorOf} />
          <StateFields {...proposal} mapping={mapping} errorOf={errorOf} />
          <PriorityFields {...proposal} mapping={mapping} errorOf={errorOf} />
        </>
      )}
      <Section title="Keep this mapping" note="The next file with these columns is read with it">
        <TextField
          label="Name"
          hint="Left empty, it is not kept; a name that is there already gets this mapping"
          name="saveAs"
          maxLength={80}
          error={errorOf("name")}
        />
      </Section>
      <FormActions>
        <SubmitButton>Check the file</SubmitButton>
      </FormActions>
    </Form>
  );
}

function OtherMappings({ saved, bank }: { saved: MapStepProps["savedMappings"]; bank: boolean }) {
  const [search] = useSearchParams();
  const at = (name: string, value: string) => `?batch=${search.get("batch")}&step=map&${name}=${value}`;
  return (
    <p>
      {bank ? (
        <Link to={at("as", "tickets")}>This is an export of tickets</Link>
      ) : (
        <Link to={at("as", "bank")}>This is a bank's export</Link>
      )}
      {saved.map((one) => (
        <span key={one.id}>
          {" · "}
          <Link to={at("mapping", one.id)}>Use “{one.name}”</Link>
        </span>
      ))}
    </p>
  );
}
