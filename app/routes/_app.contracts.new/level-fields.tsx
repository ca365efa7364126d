import { minutesText } from "../../../domain/contracts/contract-tables.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { FieldError } from "../../components/form-field.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf, idOf } from "./form-parts.ts";
import styles from "./terms.module.css";

type Level = Terms["serviceLevels"][number];

/**
 * Every figure of the service levels that the parties agree on; what is measured comes from the service.
 */
export function LevelFields({ levels, state }: { levels: readonly Level[]; state: FormState }) {
  const whole = state.issues.find((issue) => issue.field === "serviceLevels")?.message;
  return (
    <div id={idOf("serviceLevels")} tabIndex={-1}>
      <FieldError id={idOf("serviceLevels")} message={whole} />
      {levels.map((level, index) => (
        <LevelSet key={level.id} level={level} at={`serviceLevels.${index}`} state={state} />
      ))}
    </div>
  );
}

function LevelSet({ level, at, state }: { level: Level; at: string; state: FormState }) {
  const clock = level.clock;
  const compared = level.direction === "higher" ? "at least" : "at most";
  return (
    <fieldset className={styles.level}>
      <legend>{level.name}</legend>
      <p className={styles.note}>
        {level.workItemTypes.map((id) => id.replaceAll("_", " ")).join(", ")} ·{" "}
        {clock
          ? `clock "${clock.name}" in ${clock.calendar === "contract" ? "contract hours" : "all hours"}`
          : "share of items"}
        {" · "}
        {`costs nothing below ${level.minimumSample} items`}
      </p>
      <input type="hidden" name={`${at}.id`} value={level.id} />
      <div className={styles.figures}>
        <TextField
          label="Target"
          hint={`${compared}, ${level.unit}`}
          required
          width="short"
          {...fieldOf(state, `${at}.target`)}
        />
        <TextField
          label="Minimum"
          hint={`then it has failed, ${level.unit}`}
          required
          width="short"
          {...fieldOf(state, `${at}.minimum`)}
        />
        <TextField
          label="Weight"
          hint="% of the pool"
          required
          width="short"
          {...fieldOf(state, `${at}.weight`)}
        />
      </div>
      {clock ? (
        <div className={styles.figures}>
          {Object.entries(clock.targetMinutesByPriority).map(([priority, minutes]) => (
            <TextField
              key={priority}
              label={priority === "standard" ? "Within" : `${priority} within`}
              hint={`minutes; usual ${minutesText(minutes)}`}
              inputMode="numeric"
              required
              width="short"
              {...fieldOf(state, `${at}.minutes.${priority}`)}
            />
          ))}
        </div>
      ) : null}
    </fieldset>
  );
}
