import { z } from "zod";
import type { ClockFault, LintWorld } from "../catalogue/clock-condition-faults.ts";
import { clockFaults } from "../catalogue/clock-lint.ts";
import {
  CLOCK_CONDITIONS,
  type ClockConditionName,
  type ClockRules,
  clockRulesSchema,
} from "../catalogue/clock-rules.ts";
import { conditionText, parseCondition } from "../catalogue/clock-text.ts";
import { STANDARD_PRIORITY } from "../catalogue/default-level.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { InputIssue } from "../shared/refusals.ts";
import { ClockRulesClash } from "./errors.ts";

const typed = z.string().max(2000, "A condition has 2,000 characters at most.");

/** The rules of one clock as people type them; all conditions empty: the clock follows the item's events. */
export const clockRulesEditSchema = z.object({
  start: typed,
  pause: typed,
  resume: typed,
  stop: typed,
  reset: typed,
  cancel: typed,
  /** "", "opening" or "stated" */
  startFrom: typed,
  /** "" or "stated" */
  pauseFrom: typed,
  /** "", "continue", "new_cycle" or "stays_stopped" */
  reopen: typed,
  cancelWhenStartEnds: z.boolean(),
});

export type ClockRulesEdit = z.infer<typeof clockRulesEditSchema>;

export type ReadRules = {
  /** Undefined where no condition is written, or where one cannot be read. */
  rules: ClockRules | undefined;
  /** `field` is a name of the edit: "start", "pauseFrom". */
  issues: InputIssue[];
};

/** Reads typed conditions, without looking for clashes between them. `known` keeps what was not changed. */
export function readRules(edit: ClockRulesEdit, known: ClockRules | undefined): ReadRules {
  const issues: InputIssue[] = [];
  const read: Record<string, unknown> = {};
  for (const name of CLOCK_CONDITIONS) {
    const text = edit[name].trim();
    if (text === "") continue;
    const before = known?.[name];
    // The same words keep the condition as it was written, whatever its form.
    const parsed =
      before && conditionText(before) === text
        ? { ok: true as const, condition: before }
        : parseCondition(text);
    if (parsed.ok) read[name] = parsed.condition;
    else issues.push({ field: name, message: parsed.message });
  }
  if (issues.length > 0) return { rules: undefined, issues };
  if (Object.keys(read).length === 0) return { rules: undefined, issues: [] };
  for (const name of ["start", "stop"] as const)
    if (!read[name])
      issues.push({ field: name, message: `A clock with conditions needs one for ${name} too.` });
  if (issues.length > 0) return { rules: undefined, issues };
  for (const name of ["startFrom", "pauseFrom", "reopen"] as const)
    if (edit[name].trim() !== "") read[name] = edit[name].trim();
  if (edit.cancelWhenStartEnds) read.cancelWhenStartEnds = true;
  const parsed = clockRulesSchema.safeParse(read);
  if (parsed.success) return { rules: parsed.data, issues: [] };
  const refused = parsed.error.issues.map(({ path, message }) => ({
    field: String(path[0] ?? "start"),
    message,
  }));
  return { rules: undefined, issues: refused };
}

/** The rules as a form shows them first. */
export function rulesEditOf(rules: ClockRules | undefined): ClockRulesEdit {
  const text = (name: ClockConditionName) => {
    const condition = rules?.[name];
    return condition ? conditionText(condition) : "";
  };
  return {
    start: text("start"),
    pause: text("pause"),
    resume: text("resume"),
    stop: text("stop"),
    reset: text("reset"),
    cancel: text("cancel"),
    startFrom: rules?.startFrom ?? "",
    pauseFrom: rules?.pauseFrom ?? "",
    reopen: rules?.reopen ?? "",
    cancelWhenStartEnds: rules?.cancelWhenStartEnds ?? false,
  };
}

type Level = Pick<ServiceLevel, "workItemTypes" | "clock">;

/** What the work under a level can look like, for the linter. */
export function lintWorldOf(level: Level, sites: readonly string[]): LintWorld {
  const priorities = Object.keys(level.clock?.targetMinutesByPriority ?? {});
  const named = priorities.filter((one) => one !== STANDARD_PRIORITY);
  return {
    types: level.workItemTypes,
    priorities: named,
    promised: named.length < priorities.length ? null : named,
    sites,
  };
}

/** What clashes in the rules of one level; nothing where it has none. */
export function levelFaults(level: Level, sites: readonly string[]): ClockFault[] {
  const rules = level.clock?.rules;
  return rules ? clockFaults(rules, lintWorldOf(level, sites)) : [];
}

type RuledTerms = {
  serviceLevels: readonly Level[];
  sites?: readonly { id: string }[] | undefined;
};

/** Every clash in the rules of a contract, on the field of the form that holds the condition to change. */
export function clockRuleIssues(terms: RuledTerms): InputIssue[] {
  const sites = (terms.sites ?? []).map((site) => site.id);
  return terms.serviceLevels.flatMap((level, index) =>
    levelFaults(level, sites).map(({ conditions, message }) => ({
      field: `serviceLevels.${index}.rules.${conditions[0] ?? "start"}`,
      message,
    })),
  );
}

/** Whether the clocks of a contract can do what their conditions say. Throws ClockRulesClash. */
export function assertRulesWork(terms: RuledTerms & { serviceLevels: readonly { name: string }[] }): void {
  const [first] = clockRuleIssues(terms);
  if (!first) return;
  const level = terms.serviceLevels[Number(first.field.split(".")[1])];
  throw new ClockRulesClash({ level: level?.name ?? "", message: first.message });
}
