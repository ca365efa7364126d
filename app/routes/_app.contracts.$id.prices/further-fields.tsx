import { Checkbox, RadioGroup, SelectField } from "../../components/choice-fields.tsx";
import { classNames } from "../../components/class-names.ts";
import { FieldError } from "../../components/form-field.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf, idOf } from "../_app.contracts.new/form-parts.ts";
import styles from "../_app.contracts.new/terms.module.css";
import { pricesEditFrom } from "./price-values.ts";
import own from "./prices.module.css";
import { type FieldsProps, withError } from "./scheme-fields.tsx";

/** How far a month may move from its fee; empty is no collar. */
export function CollarFields({ state }: { state: FormState }) {
  return (
    <div className={styles.pair}>
      <TextField
        label="Down from the fee at most"
        hint="% of the fee; both empty: no collar"
        inputMode="decimal"
        {...fieldOf(state, "maxReduction")}
      />
      <TextField
        label="Up from the fee at most"
        hint="% of the fee"
        inputMode="decimal"
        {...fieldOf(state, "maxIncrease")}
      />
    </div>
  );
}

/** When a good run gives a credit back, how targets rise, and who bears the credits. */
export function RunFields({ terms, state }: FieldsProps) {
  return (
    <>
      <LevelChoice
        legend="Credits of these levels can be earned back"
        list="earnBackLevels"
        {...{ terms, state }}
      />
      <div className={styles.pair}>
        <TextField
          label="Good months in a row"
          hint="that give a credit back; empty with no level chosen"
          inputMode="numeric"
          {...fieldOf(state, "earnBackMonths")}
        />
        <TextField
          label="Wait"
          hint="months before the same level earns back again"
          inputMode="numeric"
          {...fieldOf(state, "earnBackWait")}
        />
        <TextField
          label="Ratchet: best months"
          hint="whose mean is the next year's target; empty: none"
          inputMode="numeric"
          {...fieldOf(state, "ratchetMonths")}
        />
        <TextField
          label="Ratchet: greatest step"
          hint="% of what is left to perfection"
          inputMode="decimal"
          {...fieldOf(state, "ratchetShare")}
        />
      </div>
      <RadioGroup
        label="Credits are borne by"
        name="creditsBorneBy"
        {...withError(state, "creditsBorneBy")}
        defaultValue={state.values.creditsBorneBy ?? "shared"}
        options={[
          {
            value: "shared",
            label: "Provider and marketplace",
            hint: "the commission is a share of what is paid",
          },
          {
            value: "provider",
            label: "The provider alone",
            hint: "the commission is taken on the month without credits",
          },
        ]}
      />
    </>
  );
}

/** Critical levels and the rights to end the contract. */
export function EndFields({ terms, state, live }: FieldsProps) {
  const count = pricesEditFrom(state.values).termination.length;
  return (
    <>
      <LevelChoice
        legend="Critical: one failure counts, and credits are never earned back"
        list="criticalLevels"
        {...{ terms, state }}
      />
      {Array.from({ length: count + 1 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a form are told apart by their place
        <TriggerSet key={index} index={index} isNew={index === count} {...{ terms, state, live }} />
      ))}
    </>
  );
}

const KINDS = [
  { value: "consecutive_misses", label: "A level is missed months in a row" },
  { value: "failures_within", label: "Levels fail so many times" },
  { value: "critical_failure", label: "A critical level fails" },
  { value: "credits_above", label: "Credits exceed a share of the fees" },
];

function TriggerSet({ terms, state, live, index, isNew }: FieldsProps & { index: number; isNew: boolean }) {
  const at = `termination.${index}`;
  const kind = live[`${at}.kind`] ?? "";
  return (
    <fieldset className={styles.level}>
      <legend>{isNew ? "Another right to end, if you need one" : `Right to end ${index + 1}`}</legend>
      <div className={styles.pair}>
        <SelectField
          label="The buyer may end the contract when"
          placeholder={isNew ? "None" : "Take it out"}
          options={KINDS}
          {...fieldOf(state, `${at}.kind`)}
        />
        <div hidden={kind !== "consecutive_misses"}>
          <SelectField
            label="Level"
            placeholder="Choose a level"
            options={terms.serviceLevels.map((level) => ({ value: level.id, label: level.name }))}
            {...fieldOf(state, `${at}.levelId`)}
          />
        </div>
        <div hidden={kind !== "failures_within"}>
          <TextField label="Failures" inputMode="numeric" {...fieldOf(state, `${at}.failures`)} />
        </div>
        <div hidden={kind !== "credits_above"}>
          <TextField
            label="Share"
            hint="% of the fees of those months"
            inputMode="decimal"
            {...fieldOf(state, `${at}.share`)}
          />
        </div>
        <div hidden={kind === "critical_failure" || kind === ""}>
          <TextField label="Months" inputMode="numeric" {...fieldOf(state, `${at}.months`)} />
        </div>
      </div>
    </fieldset>
  );
}

function LevelChoice(props: {
  legend: string;
  list: string;
  terms: FieldsProps["terms"];
  state: FormState;
}) {
  const { legend, list, terms, state } = props;
  const error = state.issues.find((issue) => issue.field === list)?.message;
  return (
    <fieldset className={classNames(styles.level, own.choice)} id={idOf(list)} tabIndex={-1}>
      <legend>{legend}</legend>
      <FieldError id={idOf(list)} message={error} />
      {terms.serviceLevels.map((level, index) => (
        <Checkbox
          key={level.id}
          label={level.name}
          id={idOf(`${list}.${index}`)}
          name={`${list}.${index}`}
          value={level.id}
          defaultChecked={state.values[`${list}.${index}`] === level.id}
        />
      ))}
    </fieldset>
  );
}
