import { minutesText } from "../../../domain/contracts/contract-tables.ts";
import { countedHours } from "../../../domain/contracts/counted-hours.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { SelectField } from "../../components/choice-fields.tsx";
import { FieldError } from "../../components/form-field.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf, idOf } from "./form-parts.ts";
import { RuleFields } from "./rule-fields.tsx";
import { sitesFrom } from "./site-values.ts";
import styles from "./terms.module.css";
import type { Values } from "./terms-values.ts";

type Level = Terms["serviceLevels"][number];

/**
 * Every figure of the service levels that the parties agree on; what is measured comes from the service.
 */
export function LevelFields(props: { terms: Terms; state: FormState; live: Values }) {
  const { terms, state, live } = props;
  const whole = state.issues.find((issue) => issue.field === "serviceLevels")?.message;
  return (
    <div id={idOf("serviceLevels")} tabIndex={-1}>
      <FieldError id={idOf("serviceLevels")} message={whole} />
      {terms.serviceLevels.map((level, index) => {
        const at = `serviceLevels.${index}`;
        return (
          <div key={level.id}>
            <LevelSet level={level} at={at} state={state} />
            {level.clock ? (
              <RuleFields level={level} at={at} state={state} live={live} terms={terms} />
            ) : null}
          </div>
        );
      })}
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
        {clock ? `clock "${clock.name}" in ${countedHours(clock.calendar, undefined)}` : "share of items"}
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
      {clock ? <CountedHours at={at} state={state} /> : null}
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

/** Whose hours the level's clock counts, where there is a choice. */
function CountedHours({ at, state }: { at: string; state: FormState }) {
  const field = fieldOf(state, `${at}.hours`);
  const sites = sitesFrom(state.values).filter((one) => one.id !== "");
  const options = [
    { value: "contract", label: "Contract hours" },
    { value: "around_the_clock", label: "Around the clock" },
    ...(sites.length > 0 ? [{ value: "site", label: "Hours of the item's site" }] : []),
    ...sites.map((one) => ({ value: `site:${one.id}`, label: `Hours of ${one.name}` })),
  ];
  return <SelectField label="Its clock counts" options={options} {...field} />;
}
