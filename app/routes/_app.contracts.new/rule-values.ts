import type { ClockRulesEdit } from "../../../domain/contracts/clock-rules-edit.ts";

type Values = Readonly<Record<string, string>>;

/** The typed conditions of one level as the form's names and texts. */
export function rulesValues(at: string, rules: ClockRulesEdit): Record<string, string> {
  const { cancelWhenStartEnds, ...texts } = rules;
  const named = Object.entries(texts).map(([name, text]) => [`${at}.rules.${name}`, text]);
  return {
    ...Object.fromEntries(named),
    ...(cancelWhenStartEnds ? { [`${at}.rules.cancelWhenStartEnds`]: "yes" } : {}),
  };
}

/** The conditions of one level as typed; null where the form has none, for a level without a clock. */
export function rulesFrom(values: Values, at: string): ClockRulesEdit | null {
  if (values[`${at}.rules.start`] === undefined) return null;
  const text = (name: string) => values[`${at}.rules.${name}`] ?? "";
  return {
    start: text("start"),
    pause: text("pause"),
    resume: text("resume"),
    stop: text("stop"),
    reset: text("reset"),
    cancel: text("cancel"),
    startFrom: text("startFrom"),
    pauseFrom: text("pauseFrom"),
    reopen: text("reopen"),
    cancelWhenStartEnds: text("cancelWhenStartEnds") === "yes",
  };
}
