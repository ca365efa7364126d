import { Form } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import type { PastMonth } from "../../../domain/contracts/baseline.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { DEFAULT_CONTEST_DAYS } from "../../../domain/service-levels/contest.ts";
import { RadioGroup } from "../../components/choice-fields.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { FieldError } from "../../components/form-field.tsx";
import { Section } from "../../components/section.tsx";
import { DateField, MoneyField, TextArea, TextField } from "../../components/text-fields.tsx";
import { type IfRepeated, ifRepeated } from "../_app.contracts.$id.prices/if-repeated.ts";
import { LevelRepeats, MonthRepeats } from "../_app.contracts.$id.prices/repeats.tsx";
import { BreachFields, type BreachRules } from "./breach-fields.tsx";
import { type FormState, fieldOf, type Issue, idOf, summaryOf } from "./form-parts.ts";
import { HoursFields } from "./hours-fields.tsx";
import { LevelFields } from "./level-fields.tsx";
import { type Coverage, LiveCoverage } from "./live-coverage.tsx";
import { OutcomeFields } from "./outcome-fields.tsx";
import styles from "./terms.module.css";
import { type Values, valuesFrom } from "./terms-values.ts";
import { typedLevels } from "./typed-levels.ts";
import { WorstMonth } from "./worst-month.tsx";

export interface TermsFormProps {
  terms: Terms;
  values: Values;
  issues: readonly Issue[];
  zones: readonly string[];
  /** YYYY-MM-DD in the contract's zone. */
  today: string;
  hidden: Readonly<Record<string, string>>;
  /** The hours that the provider covers; null where they are not known. */
  coverage: Coverage | null;
  /** What the prices are tried on, oldest month first. */
  history: readonly PastMonth[];
  /** The marketplace's rules for missed months. */
  breachRules: BreachRules;
  /** Fields that only this use of the form has. */
  before?: ReactNode;
  actions: ReactNode;
}

/** The terms of a contract as one form: an order and every later version are written in it. */
export function TermsForm(props: TermsFormProps) {
  const { terms, values, issues, zones, today, hidden, coverage, history, before, actions } = props;
  const { breachRules } = props;
  const [live, setLive] = useState(values);
  const state: FormState = { values, issues };
  const month = ifRepeated(typedLevels(terms, live), history);
  return (
    <Form
      method="post"
      noValidate
      onInput={(event) => setLive(valuesFrom(new FormData(event.currentTarget)))}
    >
      <ErrorSummary errors={summaryOf(issues)} title="The terms need a correction" />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {before}
      <Section title="What is ordered" first>
        <div className={styles.section}>
          <TextField label="Title" required width="full" {...fieldOf(state, "title")} />
          <TextArea label="Summary" required rows={3} {...fieldOf(state, "summary")} />
          <OutcomeFields state={state} />
        </div>
      </Section>
      <FeeFields terms={terms} state={state} live={live} month={month} />
      <Section title="Term">
        <TermFields state={state} startsOn={live.startsOn ?? ""} today={today} />
      </Section>
      <Section title="Hours" note="business calendar">
        <div className={styles.section}>
          <HoursFields zones={zones} state={state} />
          {coverage ? <LiveCoverage terms={terms} values={live} coverage={coverage} /> : null}
        </div>
      </Section>
      <Section title="Service levels" note="weights total 100 %">
        <div className={styles.section}>
          <LevelFields
            terms={terms}
            state={state}
            live={live}
            beside={(levelId) => <LevelRepeats month={month} levelId={levelId} />}
          />
          <ReopenFields state={state} />
        </div>
      </Section>
      <Section title="Missed months" note="cause, action, escalation">
        <BreachFields state={state} rules={breachRules} />
      </Section>
      <FormActions>{actions}</FormActions>
    </Form>
  );
}

function FeeFields(props: { terms: Terms; state: FormState; live: Values; month: IfRepeated | null }) {
  const { terms, state, live, month } = props;
  return (
    <Section title="Fee and pool" note={`in ${terms.currency}, before tax`}>
      <div className={styles.section}>
        <MoneyField
          label="Monthly fee"
          currency={terms.currency}
          required
          {...fieldOf(state, "monthlyFee")}
        />
        {terms.scheme.kind === "at_risk_pool" ? (
          <>
            <TextField
              label="At-risk pool"
              hint="% of the fee that credits can reach, 50 at most"
              inputMode="decimal"
              required
              width="short"
              {...fieldOf(state, "pool")}
            />
            <WorstMonth values={live} terms={terms} />
          </>
        ) : (
          <p className={styles.note}>
            Misses are priced by service points; see the prices of the contract.
          </p>
        )}
        <MonthRepeats month={month} />
      </div>
    </Section>
  );
}

function TermFields({ state, startsOn, today }: { state: FormState; startsOn: string; today: string }) {
  const retroactive = /^\d{4}-\d\d-\d\d$/.test(startsOn) && startsOn < today;
  return (
    <div className={styles.section}>
      <DateField
        label="Starts on"
        hint="A past date is possible"
        required
        {...fieldOf(state, "startsOn")}
      />
      <div aria-live="polite">
        {retroactive ? (
          <p className={styles.worst}>Retroactive: both sides agree that work from this day counts.</p>
        ) : null}
      </div>
      <div className={styles.pair}>
        <TextField label="Term" hint="months" required width="short" {...fieldOf(state, "termMonths")} />
        <TextField label="Notice" hint="days" required width="short" {...fieldOf(state, "noticeDays")} />
        <TextField
          label="Time to pay"
          hint="days"
          required
          width="short"
          {...fieldOf(state, "paymentTermsDays")}
        />
      </div>
    </div>
  );
}

function ReopenFields({ state }: { state: FormState }) {
  const error = state.issues.find((issue) => issue.field === "reopenPolicy")?.message;
  return (
    <div className={styles.section}>
      <RadioGroup
        label="When finished work is reopened"
        name="reopenPolicy"
        id={idOf("reopenPolicy")}
        defaultValue={state.values.reopenPolicy ?? "continue"}
        options={[
          { value: "continue", label: "Its clock runs on" },
          { value: "new_cycle", label: "A new clock starts" },
        ]}
      />
      <FieldError id={idOf("reopenPolicy")} message={error} />
      <TextField
        label="Can be reopened within"
        hint="days"
        required
        width="short"
        {...fieldOf(state, "reopenWindowDays")}
      />
      <TextField
        label="Time to contest a month, and to answer"
        hint={`calendar days after its review; empty: ${DEFAULT_CONTEST_DAYS}`}
        inputMode="numeric"
        width="short"
        {...fieldOf(state, "contestDays")}
      />
    </div>
  );
}
