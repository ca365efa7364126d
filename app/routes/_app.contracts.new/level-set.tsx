import type { ReactNode } from "react";
import { oneMissWords } from "../../../domain/catalogue/one-miss.ts";
import { missingForPrice, priceRefusal } from "../../../domain/catalogue/priceable-level.ts";
import type { ServiceLevel } from "../../../domain/catalogue/service-level.ts";
import { metricOf } from "../../../domain/contracts/added-level.ts";
import { minutesText } from "../../../domain/contracts/contract-tables.ts";
import { countedHours } from "../../../domain/contracts/counted-hours.ts";
import { editedFigure } from "../../../domain/contracts/figure-edit.ts";
import { bpsOfPercent } from "../../../domain/contracts/percent-input.ts";
import { editedPlan } from "../../../domain/contracts/plan-edit.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { Button } from "../../components/button.tsx";
import { Checkbox, SelectField } from "../../components/choice-fields.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { FigureFields } from "./figure-fields.tsx";
import { type FormState, fieldOf, idOf } from "./form-parts.ts";
import { figureFrom, planTyped } from "./level-values.ts";
import { PlanFields } from "./plan-fields.tsx";
import { sitesFrom } from "./site-values.ts";
import styles from "./terms.module.css";
import type { Values } from "./terms-values.ts";

type SetProps = {
  level: ServiceLevel;
  isNew: boolean;
  at: string;
  state: FormState;
  live: Values;
  terms: Terms;
  onRemove: () => void;
  /** What its clock's conditions are, where it has one. */
  children: ReactNode;
};

/** One level's figures; for a new one those that are left empty are the catalogue's. */
export function LevelSet(props: SetProps) {
  const { level, isNew, at, state, live, terms, onRemove, children } = props;
  const { clock } = level;
  return (
    <fieldset className={styles.level} id={idOf(at)} tabIndex={-1}>
      <legend>
        {level.name}
        {isNew ? " (new)" : ""}
      </legend>
      <p className={styles.note}>
        {level.workItemTypes.map((id) => id.replaceAll("_", " ")).join(", ")} ·{" "}
        {clock
          ? `clock "${clock.name}" in ${countedHours(clock.calendar, undefined)}`
          : KIND_WORDS[level.kind]}
      </p>
      <input type="hidden" name={`${at}.id`} value={isNew ? "" : level.id} />
      {isNew ? <input type="hidden" name={`${at}.metric`} value={level.metric} /> : null}
      <PromiseFields {...{ level, at, state, live, terms }} />
      {clock ? <ClockFields clock={clock} at={at} state={state} /> : null}
      <FigureFields level={level} at={at} state={state} />
      {level.kind === "sample" ? <PlanFields at={at} state={state} live={live} /> : null}
      {children}
      <Button size="small" onClick={onRemove}>
        Take out “{level.name}”
      </Button>
      <noscript>
        <Checkbox label="Take out" name={`${at}.remove`} value="yes" />
      </noscript>
    </fieldset>
  );
}

const KIND_WORDS = {
  clock_attainment: "items in time",
  ratio: "share of items",
  duration: "time taken",
  count: "number of items",
  continuous: "share of the time",
  money: "amounts",
  sample: "share of a drawn sample",
} as const satisfies Record<ServiceLevel["kind"], string>;

function PromiseFields(props: Pick<SetProps, "level" | "at" | "state" | "live" | "terms">) {
  const { level, at, state } = props;
  const compared = level.direction === "higher" ? "at least" : "at most";
  const weight = fieldOf(state, `${at}.weight`);
  const { missing, refusal, oneMiss } = priceOf(props);
  const error = weight.error ?? refusal;
  return (
    <>
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
          {...weight}
          {...(error ? { error } : {})}
        />
      </div>
      <div aria-live="polite">
        {missing.length > 0 && !error ? (
          <p className={styles.note}>Its weight stays 0 while it has no {listed(missing)}.</p>
        ) : null}
        {oneMiss ? (
          <p className={styles.note}>
            In a small month {oneMiss}: let a count target decide below that, or roll it into its quarter
            (“How the figure is made”).
          </p>
        ) : null}
      </div>
    </>
  );
}

/** "data source, dispute window", without the words that begin each. */
function listed(missing: readonly string[]): string {
  return missing.map((one) => one.replace(/^(a|its) /, "")).join(", ");
}

/** What keeps money from hanging on the level as it stands in the form at this moment. */
function priceOf(props: Pick<SetProps, "level" | "at" | "live" | "terms">) {
  const { level, at, live, terms } = props;
  const metric = metricOf(terms, level.metric);
  const figure = figureFrom(live, at);
  const weightBps = bpsOfPercent(live[`${at}.weight`] ?? "") ?? 0;
  const edited = {
    ...level,
    target: live[`${at}.target`] ?? level.target,
    ...(figure ? editedFigure(level, figure, metric) : {}),
    ...(editedPlan(level, planTyped(live, at), metric) as Pick<ServiceLevel, "samplePlan">),
    weightBps,
  };
  return {
    missing: missingForPrice(edited, metric),
    refusal: priceRefusal({ ...edited, name: level.name }, metric),
    oneMiss: oneMissWords({ ...edited, minimumSample: smallestOf(edited.minimumSample, level) }),
  };
}

/** What is typed counts once it is a number. */
function smallestOf(typed: number, level: ServiceLevel): number {
  return Number.isSafeInteger(typed) ? typed : level.minimumSample;
}

function ClockFields(props: { clock: NonNullable<ServiceLevel["clock"]>; at: string; state: FormState }) {
  const { clock, at, state } = props;
  return (
    <>
      <CountedHours at={at} state={state} />
      <div className={styles.figures}>
        {Object.entries(clock.targetMinutesByPriority).map(([priority, minutes]) => (
          <TextField
            key={priority}
            label={priority === "standard" ? "Within" : `${priority} within`}
            hint={`min; usual ${minutesText(minutes)}`}
            inputMode="numeric"
            required
            width="short"
            {...fieldOf(state, `${at}.minutes.${priority}`)}
          />
        ))}
      </div>
    </>
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
