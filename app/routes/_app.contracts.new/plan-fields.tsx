import { sampleSizeFor } from "../../../domain/catalogue/sample-size.ts";
import {
  DISAGREEMENT_WORDS,
  DRAWER_WORDS,
  SAMPLED_WORK_WORDS,
  samplingPlanSchema,
  UNIT_WORDS,
} from "../../../domain/catalogue/sampling-plan.ts";
import { planFrom } from "../../../domain/contracts/plan-edit.ts";
import { SelectField } from "../../components/choice-fields.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf } from "./form-parts.ts";
import { planTyped } from "./level-values.ts";
import styles from "./terms.module.css";
import type { Values } from "./terms-values.ts";

const USES = {
  drawn: "a sample drawn under this plan",
  checked: "whatever was checked, no draw",
  not_agreed: "not agreed: it carries no weight",
} as const;

/** How a sampled level is drawn and scored, with the size that it gives while one types. */
export function PlanFields({ at, state, live }: { at: string; state: FormState; live: Values }) {
  const field = (name: string) => fieldOf(state, `${at}.plan.${name}`);
  const isRefused = state.issues.some((issue) => issue.field.startsWith(`${at}.plan.`));
  return (
    <details className={styles.rules} open={isRefused || undefined}>
      <summary>How the sample is drawn and scored</summary>
      <SelectField label="The figure comes from" options={optionsOf(USES)} {...field("use")} />
      <div className={styles.pair}>
        <SelectField label="Drawn from" options={optionsOf(SAMPLED_WORK_WORDS)} {...field("population")} />
        <TextField
          label="Wanted precision, ± points"
          inputMode="decimal"
          required
          {...field("halfWidth")}
        />
        <SelectField
          label="Confidence"
          options={optionsOf({ "90": "90 %", "95": "95 %", "99": "99 %" })}
          {...field("confidence")}
        />
        <TextField label="Expected wrong, %" inputMode="decimal" required {...field("expectedRate")} />
        <TextField label="Smallest sample" inputMode="numeric" required {...field("minimum")} />
        <TextField label="Largest sample" inputMode="numeric" required {...field("maximum")} />
      </div>
      <p className={styles.note} aria-live="polite">
        {sizeText(at, live)}
      </p>
      <div className={styles.pair}>
        <SelectField label="Errors counted by" options={optionsOf(UNIT_WORDS)} {...field("unit")} />
        <TextField label="Units in an item" inputMode="numeric" required {...field("unitsPerItem")} />
        <SelectField label="Draw begun by" options={optionsOf(DRAWER_WORDS)} {...field("drawnBy")} />
        <SelectField
          label="Scored by"
          options={optionsOf({ buyer: "the buyer", provider: "the provider" })}
          {...field("scoredBy")}
        />
        <TextField
          label="Scored again, %"
          hint="blind, by the other side"
          inputMode="decimal"
          required
          {...field("secondShare")}
        />
        <SelectField
          label="Where scores differ"
          options={optionsOf(DISAGREEMENT_WORDS)}
          {...field("disagreement")}
        />
      </div>
    </details>
  );
}

/** "Drawn from a month: 46 of 100, 78 of 1,000, 83 of 10,000." */
function sizeText(at: string, live: Values): string {
  const typed = planTyped(live, at);
  if (typed?.use !== "drawn") return "No sample is drawn.";
  const plan = samplingPlanSchema.safeParse(planFrom(typed));
  if (!plan.success) return "Fill in the plan to see how many items are drawn.";
  const text = (population: number) => {
    const { size, heldBy } = sampleSizeFor(plan.data, population);
    return `${size} of ${population.toLocaleString("en-US")}${heldBy ? ` (the ${HELD[heldBy]})` : ""}`;
  };
  return `Drawn from a month: ${[100, 1000, 10_000].map(text).join(", ")}.`;
}

const HELD = { minimum: "smallest", maximum: "largest", population: "whole month" } as const;

function optionsOf(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
