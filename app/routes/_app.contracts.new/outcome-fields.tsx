import { FieldError } from "../../components/form-field.tsx";
import { TextArea, TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf, idOf } from "./form-parts.ts";
import styles from "./terms.module.css";
import { editFrom } from "./terms-values.ts";

/** The promised results, with one empty row for another. Emptying a row removes it. */
export function OutcomeFields({ state }: { state: FormState }) {
  const count = editFrom(state.values).outcomes.length;
  const whole = state.issues.find((issue) => issue.field === "outcomes")?.message;
  return (
    <div id={idOf("outcomes")} tabIndex={-1}>
      <FieldError id={idOf("outcomes")} message={whole} />
      {Array.from({ length: count + 1 }, (_, index) => {
        const at = `outcomes.${index}`;
        const isNew = index === count;
        return (
          <fieldset key={at} className={styles.level}>
            <legend>{isNew ? "Another outcome, if you need one" : `Outcome ${index + 1}`}</legend>
            <input type="hidden" name={`${at}.id`} value={state.values[`${at}.id`] ?? ""} />
            <TextField
              label="What is delivered"
              width="full"
              required={!isNew}
              {...fieldOf(state, `${at}.text`)}
            />
            <TextArea
              label="Accepted when"
              rows={2}
              required={!isNew}
              {...fieldOf(state, `${at}.acceptance`)}
            />
          </fieldset>
        );
      })}
    </div>
  );
}
