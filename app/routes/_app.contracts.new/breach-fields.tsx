import type { BreachEdit } from "../../../domain/contracts/breach-edit.ts";
import { TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf } from "./form-parts.ts";
import styles from "./terms.module.css";

/** The marketplace's rules, which hold where a field is left empty. */
export type BreachRules = Record<keyof BreachEdit, number>;

const FIELDS = [
  { name: "causeDays", label: "Days to state the root cause", unit: "days for the provider" },
  { name: "answerDays", label: "Days to answer the plan", unit: "days for the buyer" },
  { name: "repeatTimes", label: "Repeated when missed", unit: "times" },
  { name: "repeatMonths", label: "Within", unit: "months" },
] as const satisfies readonly { name: keyof BreachEdit; label: string; unit: string }[];

/** What follows when a month is below target: until when each side has its turn, and when it escalates. */
export function BreachFields({ state, rules }: { state: FormState; rules: BreachRules }) {
  return (
    <div className={styles.section}>
      <p className={styles.note}>
        The provider states the cause and a corrective action, the buyer accepts it or sends it back. What
        is overdue and what is missed repeatedly goes to the account manager. An empty field is the
        marketplace's rule.
      </p>
      <div className={styles.pair}>
        {FIELDS.map(({ name, label, unit }) => (
          <TextField
            key={name}
            label={label}
            hint={`${unit}; empty: ${rules[name]}`}
            inputMode="numeric"
            width="short"
            {...fieldOf(state, `breaches.${name}`)}
          />
        ))}
      </div>
    </div>
  );
}
