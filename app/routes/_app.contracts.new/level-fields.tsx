import type { ReactNode } from "react";
import { metricsToAdd } from "../../../domain/contracts/added-level.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { Button } from "../../components/button.tsx";
import { SelectField } from "../../components/choice-fields.tsx";
import { FieldError } from "../../components/form-field.tsx";
import { type FormState, fieldOf, idOf } from "./form-parts.ts";
import { LevelSet } from "./level-set.tsx";
import { PUT_BACK } from "./level-values.ts";
import { RuleFields } from "./rule-fields.tsx";
import styles from "./terms.module.css";
import type { Values } from "./terms-values.ts";
import { useLevelRows } from "./use-level-rows.ts";

/** The service levels that the parties agree on: the contract's, and others of the service's metrics. */
export function LevelFields(props: {
  terms: Terms;
  state: FormState;
  live: Values;
  /** What stands beside the figures of a level. */
  beside?: (levelId: string) => ReactNode;
}) {
  const { terms, live, beside } = props;
  const { box, rows, state, made, add, remove } = useLevelRows(terms, props.state);
  const whole = state.issues.find((issue) => issue.field === "serviceLevels")?.message;
  const present = rows.flatMap(({ level }) => (level ? [level.id] : []));
  return (
    <div id={idOf("serviceLevels")} tabIndex={-1} ref={box}>
      <FieldError id={idOf("serviceLevels")} message={whole} />
      {rows.map(({ level, isNew }, index) => {
        const at = `serviceLevels.${index}`;
        if (!level) return <Unknown key={`${made}-${at}`} at={at} state={state} />;
        return (
          <LevelSet
            key={`${made}-${at}`}
            {...{ level, isNew, at, state, live, terms }}
            onRemove={() => remove(index)}
          >
            {beside?.(level.id)}
            {level.clock ? (
              <RuleFields level={level} at={at} state={state} live={live} terms={terms} />
            ) : null}
          </LevelSet>
        );
      })}
      <AddLevel
        key={`${made}-add`}
        at={`serviceLevels.${rows.length}`}
        {...{ terms, state, present }}
        onAdd={add}
      />
    </div>
  );
}

/** A row that names nothing the service knows keeps its refusal. */
function Unknown({ at, state }: { at: string; state: FormState }) {
  const issue = state.issues.find((one) => one.field.startsWith(`${at}.`));
  return <FieldError id={idOf(issue?.field ?? at)} message={issue?.message} />;
}

/** Without scripts the choice itself is sent, and the level begins with the catalogue's figures. */
function AddLevel(props: {
  at: string;
  terms: Terms;
  state: FormState;
  present: readonly string[];
  onAdd: (choice: string) => void;
}) {
  const { at, terms, state, present, onAdd } = props;
  const gone = terms.serviceLevels.filter((level) => !present.includes(level.id));
  const metrics = metricsToAdd(terms).map(({ id, name }) => ({ value: id, label: name }));
  const field = fieldOf(state, `${at}.metric`);
  return (
    <div className={styles.add}>
      <SelectField
        label="Another service level"
        hint="It begins with the catalogue's figures and without a weight"
        placeholder="Choose a metric"
        options={
          gone.length === 0
            ? metrics
            : [
                {
                  label: "Taken out",
                  options: gone.map(({ id, name }) => ({ value: `${PUT_BACK}${id}`, label: name })),
                },
                { label: "Metrics of the service", options: metrics },
              ]
        }
        {...field}
      />
      <Button
        onClick={(event) => {
          const choice = event.currentTarget.form?.elements.namedItem(field.name);
          if (choice instanceof HTMLSelectElement && choice.value !== "") onAdd(choice.value);
        }}
      >
        Add the level
      </Button>
    </div>
  );
}
