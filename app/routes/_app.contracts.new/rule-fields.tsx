import type { MouseEvent } from "react";
import { clockPresets } from "../../../domain/catalogue/clock-presets.ts";
import { CLOCK_CONDITIONS, type ClockRules } from "../../../domain/catalogue/clock-rules.ts";
import { CONDITION_NAMES, conditionSentence } from "../../../domain/catalogue/clock-words.ts";
import {
  levelFaults,
  lintWorldOf,
  readRules,
  rulesEditOf,
} from "../../../domain/contracts/clock-rules-edit.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { Checkbox, SelectField } from "../../components/choice-fields.tsx";
import { FieldError } from "../../components/form-field.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf, idOf } from "./form-parts.ts";
import { RuleTryOut } from "./rule-try-out.tsx";
import { rulesFrom, rulesValues } from "./rule-values.ts";
import styles from "./terms.module.css";
import type { Values } from "./terms-values.ts";

type Level = Terms["serviceLevels"][number];

const HINTS = {
  start: "such as: event is start, or priority is P1, P2",
  pause: "such as: waiting on is buyer",
  resume: "empty: as soon as it no longer has to pause",
  stop: "such as: state is resolved, closed",
  reset: "the clock begins anew",
  cancel: "such as: tag is duplicate",
} as const;

/** The conditions of one clock: presets, what they mean in words, what clashes, and a life to try them on. */
export function RuleFields(props: {
  level: Level;
  at: string;
  state: FormState;
  live: Values;
  terms: Terms;
}) {
  const { level, at, state, live, terms } = props;
  const edit = rulesFrom(live, at);
  const read = edit ? readRules(edit, level.clock?.rules) : { rules: undefined, issues: [] };
  const { rules: _before, ...own } = level.clock ?? {
    name: "",
    targetMinutesByPriority: {},
    calendar: "contract",
  };
  const clock = { ...own, ...(read.rules ? { rules: read.rules } : {}) };
  const priorities = lintWorldOf(level, []).priorities;
  const open =
    read.rules !== undefined || state.issues.some((issue) => issue.field.startsWith(`${at}.rules`));
  return (
    <details className={styles.rules} open={open || undefined}>
      <summary>When this clock runs{read.rules ? "" : ": as the work's own events say"}</summary>
      <TextField
        label="Name of the clock"
        hint="acknowledge, restore, resolve or a name of its own"
        width="short"
        {...fieldOf(state, `${at}.clockName`)}
      />
      <Presets at={at} priorities={priorities} />
      {CLOCK_CONDITIONS.map((name) => (
        <div key={name}>
          <TextField
            label={CONDITION_NAMES[name]}
            hint={HINTS[name]}
            width="full"
            {...fieldOf(state, `${at}.rules.${name}`)}
          />
          <Sentence rules={read.rules} name={name} />
          <Live messages={read.issues.filter((one) => one.field === name).map((one) => one.message)} />
        </div>
      ))}
      <WhenFields at={at} state={state} />
      <Faults level={{ ...level, clock }} terms={terms} />
      {read.rules ? (
        <RuleTryOut level={{ ...level, clock }} before={level} priorities={priorities} terms={terms} />
      ) : null}
    </details>
  );
}

/** Fills the fields; what they then hold is what counts, so a preset is a beginning and not a mode. */
function Presets({ at, priorities }: { at: string; priorities: readonly string[] }) {
  const fill = (rules: ClockRules | undefined) => (event: MouseEvent<HTMLButtonElement>) => {
    const { form } = event.currentTarget;
    if (!form) return;
    for (const [name, text] of Object.entries(rulesValues(at, rulesEditOf(rules)))) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = text === "yes";
      else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = text;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  return (
    <fieldset className={styles.presets}>
      <legend>Begin with</legend>
      {clockPresets(priorities).map((preset) => (
        <button key={preset.id} type="button" title={preset.what} onClick={fill(preset.rules)}>
          {preset.name}
        </button>
      ))}
      <button type="button" onClick={fill(undefined)}>
        The work's own events
      </button>
    </fieldset>
  );
}

function Sentence(props: { rules: ClockRules | undefined; name: (typeof CLOCK_CONDITIONS)[number] }) {
  const sentence = props.rules ? conditionSentence(props.rules, props.name) : null;
  return sentence ? <p className={styles.note}>{sentence}</p> : null;
}

function Live({ messages }: { messages: readonly string[] }) {
  return (
    <div aria-live="polite">
      {messages.map((message) => (
        <p key={message} className={styles.clash}>
          {message}
        </p>
      ))}
    </div>
  );
}

/** What clashes, found while typing by the same search that refuses it on saving and signing. */
function Faults({
  level,
  terms,
}: {
  level: Level;
  terms: Terms & { sites?: { id: string }[] | undefined };
}) {
  const sites = (terms.sites ?? []).map((site) => site.id);
  const faults = levelFaults(level, sites);
  return <Live messages={faults.map((one) => one.message)} />;
}

function WhenFields({ at, state }: { at: string; state: FormState }) {
  return (
    <>
      <div className={styles.pair}>
        <SelectField
          label="A start counts from"
          options={[
            { value: "", label: "its event" },
            { value: "opening", label: "the opening of the work" },
            { value: "stated", label: "the moment stated with it" },
          ]}
          {...fieldOf(state, `${at}.rules.startFrom`)}
        />
        <SelectField
          label="A pause counts from"
          options={[
            { value: "", label: "its event" },
            { value: "stated", label: "the moment stated with it" },
          ]}
          {...fieldOf(state, `${at}.rules.pauseFrom`)}
        />
        <SelectField
          label="When the work is reopened"
          options={[
            { value: "", label: "as the contract says" },
            { value: "continue", label: "this clock runs on" },
            { value: "new_cycle", label: "a new clock starts" },
            { value: "stays_stopped", label: "this clock stays stopped" },
          ]}
          {...fieldOf(state, `${at}.rules.reopen`)}
        />
      </div>
      <Checkbox
        label="Cancel when Start no longer holds"
        id={idOf(`${at}.rules.cancelWhenStartEnds`)}
        name={`${at}.rules.cancelWhenStartEnds`}
        value="yes"
        defaultChecked={state.values[`${at}.rules.cancelWhenStartEnds`] === "yes"}
      />
      <FieldError
        id={idOf(`${at}.rules.cancelWhenStartEnds`)}
        message={state.issues.find((issue) => issue.field === `${at}.rules.cancelWhenStartEnds`)?.message}
      />
    </>
  );
}
