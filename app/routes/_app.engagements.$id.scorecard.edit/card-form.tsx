import { Form } from "@remix-run/react";
import { useState } from "react";
import { ButtonLink } from "../../components/button.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, type Refusal, summaryErrors } from "../../components/refusal.ts";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea, TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import { Total, totalOf } from "./total.tsx";

const HOW = "the weight in per cent, empty where it is not on the card";

type Typed = { weights: Record<string, string>; fromMonth: string; note: string };

/** A weight for each level of the contract; those left empty are not on the card. */
export function CardForm(props: {
  id: string;
  levels: readonly { levelId: string; name: string; target: string; unit: string }[];
  weights: Record<string, string>;
  baseVersion: number;
  fromMonth: string;
  idempotencyKey: string;
  refusal: (Refusal & Typed) | undefined;
}) {
  const { refusal, levels } = props;
  const [weights, setWeights] = useState(refusal?.weights ?? props.weights);
  const errorOf = fieldErrors(refusal);
  return (
    <>
      <ErrorSummary errors={summaryErrors(refusal, "card-")} />
      <Form method="post" className={styles.form}>
        <input type="hidden" name="baseVersion" value={props.baseVersion} />
        <input type="hidden" name="idempotencyKey" value={props.idempotencyKey} />
        {levels.map(({ levelId, name, target, unit }, index) => (
          <TextField
            key={levelId}
            id={`card-weight.${levelId}`}
            label={name}
            hint={index === 0 ? `Target ${target} ${unit}; ${HOW}` : `Target ${target} ${unit}`}
            name={`weight.${levelId}`}
            width="short"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={weights[levelId] ?? ""}
            onChange={(event) => setWeights({ ...weights, [levelId]: event.currentTarget.value })}
            error={errorOf(`weight.${levelId}`)}
          />
        ))}
        <Total id="card-levels" total={totalOf(Object.values(weights))} error={errorOf("levels")} />
        <TextField
          id="card-fromMonth"
          label="Holds from"
          hint="A month such as 2026-12; frozen months keep the weights they were scored by"
          name="fromMonth"
          width="short"
          required
          defaultValue={refusal?.fromMonth ?? props.fromMonth}
          error={errorOf("fromMonth")}
        />
        <TextArea
          id="card-note"
          label="Why"
          hint="Both sides read it"
          name="note"
          rows={2}
          maxLength={500}
          defaultValue={refusal?.note ?? ""}
          error={errorOf("note")}
        />
        <FormActions>
          <SubmitButton>Save as version {props.baseVersion + 1}</SubmitButton>
          <ButtonLink to={`/engagements/${props.id}/scorecard`}>Leave it as it is</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
