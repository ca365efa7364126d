import type { Terms } from "../../../domain/contracts/terms.ts";
import { RadioGroup } from "../../components/choice-fields.tsx";
import { FieldError } from "../../components/form-field.tsx";
import { MoneyField, TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf, idOf } from "../_app.contracts.new/form-parts.ts";
import styles from "../_app.contracts.new/terms.module.css";
import type { Values } from "../_app.contracts.new/terms-values.ts";

export interface FieldsProps {
  terms: Terms;
  state: FormState;
  /** What the form holds right now. */
  live: Values;
}

/** How a missed level becomes a credit: a share of the fee, or points. */
export function SchemeFields({ terms, state, live }: FieldsProps) {
  const points = live.scheme === "service_points";
  return (
    <>
      <RadioGroup
        label="A missed level is priced by"
        name="scheme"
        {...withError(state, "scheme")}
        defaultValue={state.values.scheme ?? "at_risk_pool"}
        options={[
          { value: "at_risk_pool", label: "A pool", hint: "a share of the fee, divided by weights" },
          {
            value: "service_points",
            label: "Service points",
            hint: "doubled in the second month in a row",
          },
        ]}
      />
      <div hidden={points}>
        <TextField
          label="At-risk pool"
          hint="% of the fee that credits can reach, 50 at most"
          inputMode="decimal"
          width="short"
          {...fieldOf(state, "pool")}
        />
      </div>
      <div hidden={!points}>
        <div className={styles.pair}>
          <MoneyField
            label="Price of a point"
            currency={terms.currency}
            {...fieldOf(state, "pointValue")}
          />
          <TextField
            label="Cap"
            hint="% of the fee that credits can reach"
            inputMode="decimal"
            width="short"
            {...fieldOf(state, "pointCap")}
          />
        </div>
        {terms.serviceLevels.map((level, index) => (
          <BandFields key={level.id} level={level} index={index} state={state} />
        ))}
      </div>
    </>
  );
}

/** One row more than there are; the last band has no border. */
const SPARE_ROWS = 2;

function BandFields(props: { level: Terms["serviceLevels"][number]; index: number; state: FormState }) {
  const { level, index, state } = props;
  const at = `bands.${index}`;
  const filled = Object.keys(state.values).filter(
    (name) => name.startsWith(`${at}.`) && name.endsWith(".points"),
  );
  const error = state.issues.find((issue) => issue.field === at)?.message;
  return (
    <fieldset className={styles.level} id={idOf(at)} tabIndex={-1}>
      <legend>{level.name}</legend>
      <p className={styles.note}>
        No points from {level.target} {level.unit} on. Leave one border empty: those points are for
        everything below the others.
      </p>
      <FieldError id={idOf(at)} message={error} />
      <input type="hidden" name={`${at}.levelId`} value={level.id} />
      {Array.from({ length: filled.length + SPARE_ROWS }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a form are told apart by their place
        <div key={row} className={styles.figures}>
          <TextField
            label={`From, ${level.unit}`}
            inputMode="decimal"
            width="short"
            {...fieldOf(state, `${at}.${row}.atLeast`)}
          />
          <TextField
            label="Points"
            inputMode="numeric"
            width="short"
            {...fieldOf(state, `${at}.${row}.points`)}
          />
        </div>
      ))}
    </fieldset>
  );
}

/** Id and error of a group of choices, as the group takes them. */
export function withError({ issues }: FormState, name: string) {
  const error = issues.find((issue) => issue.field === name)?.message;
  return { id: idOf(name), ...(error ? { error } : {}) };
}
