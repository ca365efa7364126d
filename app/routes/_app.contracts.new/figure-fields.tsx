import { VARIANTS } from "../../../domain/catalogue/formula-words.ts";
import {
  CORRECTOR_WORDS,
  EXCLUSION_WORDS,
  MODE_WORDS,
  roundingWords,
  SOURCE_WORDS,
  smallMonthWords,
  WINDOW_WORDS,
} from "../../../domain/catalogue/level-definition.ts";
import { USUAL_ROUNDING } from "../../../domain/catalogue/metric-rules.ts";
import { NOT_AGREED } from "../../../domain/contracts/figure-edit.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { Checkbox, SelectField } from "../../components/choice-fields.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf } from "./form-parts.ts";
import styles from "./terms.module.css";

type Level = Terms["serviceLevels"][number];

/** By which rules a level's figure is made: folded away, for most contracts keep the catalogue's. */
export function FigureFields({ level, at, state }: { level: Level; at: string; state: FormState }) {
  const field = (name: string) => fieldOf(state, `${at}.figure.${name}`);
  const isRefused = state.issues.some((issue) => issue.field.startsWith(`${at}.figure.`));
  return (
    <details className={styles.rules} open={isRefused || undefined}>
      <summary>How the figure is made: {WINDOW_WORDS[level.window ?? "month"].split(";")[0]}</summary>
      <p className={styles.note}>
        {roundingWords(level.rounding ?? USUAL_ROUNDING)}; small months: {smallMonthWords(level)}
      </p>
      <TextField label="Name of the level" required width="medium" {...field("name")} />
      <div className={styles.pair}>
        <SelectField label="Measured over" options={optionsOf(WINDOW_LABELS)} {...field("window")} />
        <TextField label="Decimals, 0 to 6" inputMode="numeric" required {...field("decimals")} />
        <SelectField label="Rounded" options={optionsOf(MODE_WORDS)} {...field("rounding")} />
      </div>
      <div className={styles.pair}>
        <TextField
          label="Smallest sample, in items"
          inputMode="numeric"
          required
          {...field("minimumSample")}
        />
        <SelectField label="With fewer items" options={optionsOf(SMALL_LABELS)} {...field("smallSample")} />
        <TextField label="Misses it allows" inputMode="numeric" {...field("maxMisses")} />
        <TextField label="Failed above, in misses" inputMode="numeric" {...field("failAbove")} />
      </div>
      <p className={styles.note}>
        The last two are for a count target. Left empty, a month has failed with twice as many misses as it
        allows.
      </p>
      <div className={styles.pair}>
        <SelectField
          label="Data from"
          options={[...optionsOf(SOURCE_WORDS), { value: NOT_AGREED, label: "not agreed" }]}
          {...field("dataSource")}
        />
        <SelectField
          label="May correct the data"
          options={optionsOf(CORRECTOR_WORDS)}
          {...field("correctedBy")}
        />
        <TextField label="Contest within, in days" inputMode="numeric" {...field("disputeDays")} />
      </div>
      {level.callCentre ? (
        <div className={styles.pair}>
          <TextField label="Threshold, in seconds" inputMode="numeric" {...field("thresholdSeconds")} />
          <SelectField label="Abandoned calls" options={optionsOf(VARIANTS)} {...field("abandoned")} />
        </div>
      ) : null}
      <fieldset className={styles.reasons}>
        <legend>What a claim with evidence may take out of the figure</legend>
        {Object.entries(EXCLUSION_WORDS).map(([reason, words]) => {
          const { id, name, defaultValue, ...error } = field(`exclusions.${reason}`);
          const checked = defaultValue === "yes";
          return (
            <Checkbox
              key={reason}
              id={id}
              name={name}
              value="yes"
              label={words}
              defaultChecked={checked}
              {...error}
            />
          );
        })}
      </fieldset>
    </details>
  );
}

const WINDOW_LABELS = {
  month: "each month",
  quarter: "each quarter",
  rolling_3_months: "rolling three months",
} as const satisfies Record<keyof typeof WINDOW_WORDS, string>;

const SMALL_LABELS = {
  excused: "it is excused",
  max_misses: "a count target decides",
  roll_up: "rolled into its quarter",
} as const;

function optionsOf(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
