import { toDecimalString } from "../shared/format-money.ts";
import { parseMoney } from "../shared/parse-money.ts";
import { type InputIssue, InvalidInput, parseInput } from "../shared/refusals.ts";
import { begunLevels } from "./added-level.ts";
import { breachEditOf, editedBreaches } from "./breach-edit.ts";
import { clockRuleIssues, readRules } from "./clock-rules-edit.ts";
import { percentNumber } from "./contract-tables.ts";
import { editedCalendar, editedSites, hoursEditOf, siteEditOf } from "./edited-hours.ts";
import { figureFieldOf, wholeOf } from "./figure-edit.ts";
import { levelEditOf, levelOf } from "./level-edit.ts";
import { bpsOfPercent } from "./percent-input.ts";
import { planFieldOf } from "./plan-edit.ts";
import { type Terms, termsSchema } from "./terms.ts";
import { type TermsEdit, termsEditSchema } from "./terms-edit.input.ts";

/**
 * The terms that follow from what somebody typed over `base`. Service, currency, commission, required
 * attestations and what a present level measures are not for a form to change. Throws InvalidInput, each
 * issue on the field as typed: "monthlyFee", "serviceLevels.0.weight", "hours.mon".
 */
export function editedTerms(base: Terms, input: unknown): Terms {
  const edit = parseInput(termsEditSchema, input);
  const fee = parseMoney(edit.monthlyFee, base.currency, {
    allowZero: (base.billing?.lines.length ?? 0) > 0,
  });
  const poolBps = bpsOfPercent(edit.pool);
  const issues: InputIssue[] = [];
  if (!fee.ok) issues.push({ field: "monthlyFee", message: fee.message });
  const pooled = base.scheme.kind === "at_risk_pool";
  if (pooled && poolBps === null) issues.push({ field: "pool", message: PERCENT_SENTENCE });
  const levels = begunLevels(base, edit.serviceLevels);
  for (const [index, one] of edit.serviceLevels.entries()) {
    const { level = null, isNew } = levels[index] ?? { isNew: false };
    if (!level)
      issues.push(
        one.id === "" && one.metric
          ? { field: `serviceLevels.${index}.metric`, message: "The service has no such metric." }
          : { field: `serviceLevels.${index}.id`, message: "The contract has no such service level." },
      );
    if (level && bpsOfPercent(one.weight) === null && !(isNew && one.weight.trim() === ""))
      issues.push({ field: `serviceLevels.${index}.weight`, message: PERCENT_SENTENCE });
    issues.push(...clockIssues(level, one, `serviceLevels.${index}`));
  }
  const { sites: _sites, contestDays: daysBefore, breaches: breachesBefore, ...kept } = base;
  const parsed = termsSchema.safeParse({
    ...kept,
    title: edit.title,
    summary: edit.summary,
    startsOn: edit.startsOn.trim(),
    termMonths: wholeOf(edit.termMonths),
    noticeDays: wholeOf(edit.noticeDays),
    paymentTermsDays: wholeOf(edit.paymentTermsDays),
    reopenPolicy: edit.reopenPolicy,
    reopenWindowDays: wholeOf(edit.reopenWindowDays),
    ...contestDaysOf(edit.contestDays, daysBefore),
    ...editedBreaches(edit.breaches, breachesBefore),
    monthlyFeeMinor: fee.ok ? String(fee.money.amountMinor) : "1",
    scheme: schemeOf(base, { poolBps: poolBps ?? 0, levels: levels.map((one) => one.level?.id) }),
    zone: edit.zone,
    calendar: editedCalendar({ base: base.calendar, edit, zone: edit.zone }),
    ...editedSites(base, edit),
    outcomes: edit.outcomes.map((one, index) => ({ ...one, id: one.id || `outcome-${index + 1}` })),
    serviceLevels: edit.serviceLevels.flatMap((one, index) => levelOf(base, levels[index], one)),
  });
  if (!parsed.success)
    for (const issue of parsed.error.issues) {
      const field = fieldOf(issue.path);
      if (!issues.some((one) => one.field === field)) issues.push({ field, message: issue.message });
    }
  if (parsed.success) issues.push(...clockRuleIssues(parsed.data));
  if (!parsed.success || issues.length > 0) throw new InvalidInput(issues);
  return parsed.data;
}

/** Left out by a caller that does not know the field: as before. Emptied: the usual days. */
function contestDaysOf(typed: string | null | undefined, before: number | undefined) {
  if (typed === null || typed === undefined) return before === undefined ? {} : { contestDays: before };
  return typed.trim() === "" ? {} : { contestDays: wholeOf(typed) };
}

/** Points price the levels there are: one that comes in costs a point until its bands are agreed. */
function schemeOf(
  { scheme }: Terms,
  p: { poolBps: number; levels: readonly (string | undefined)[] },
): Terms["scheme"] {
  if (scheme.kind === "at_risk_pool")
    return { kind: "at_risk_pool", poolBps: p.poolBps, capBps: p.poolBps };
  const bands = p.levels.flatMap((id) => (id ? [[id, scheme.bands[id] ?? [{ points: 1 }]] as const] : []));
  return { ...scheme, bands: Object.fromEntries(bands) };
}

/** The terms as a form shows them first: what `editedTerms` reads back to the same terms. */
export function editOf(terms: Terms): TermsEdit {
  return {
    title: terms.title,
    summary: terms.summary,
    startsOn: terms.startsOn,
    termMonths: String(terms.termMonths),
    noticeDays: String(terms.noticeDays),
    paymentTermsDays: String(terms.paymentTermsDays),
    monthlyFee: toDecimalString({ amountMinor: BigInt(terms.monthlyFeeMinor), currency: terms.currency }),
    pool: terms.scheme.kind === "at_risk_pool" ? percentNumber(terms.scheme.poolBps) : "",
    zone: terms.zone,
    ...hoursEditOf(terms.calendar),
    ...(terms.sites ? { sites: terms.sites.map(siteEditOf) } : {}),
    reopenPolicy: terms.reopenPolicy,
    reopenWindowDays: String(terms.reopenWindowDays),
    contestDays: terms.contestDays === undefined ? "" : String(terms.contestDays),
    breaches: breachEditOf(terms.breaches),
    outcomes: terms.outcomes.map(({ id, text, acceptance }) => ({ id, text, acceptance })),
    serviceLevels: terms.serviceLevels.map((level) => levelEditOf(level, terms)),
  };
}

const PERCENT_SENTENCE = "Write a percentage such as 12.5, with two decimals at most.";

type LevelEdit = TermsEdit["serviceLevels"][number];
type Level = Terms["serviceLevels"][number];

const USUAL_CLOCKS: readonly string[] = ["acknowledge", "restore", "resolve"];

/** What cannot be read in the rules of one clock, and a name that only a clock with rules can have. */
function clockIssues(known: Level | null, edit: LevelEdit, at: string): InputIssue[] {
  if (!known?.clock) return [];
  const read = edit.rules ? readRules(edit.rules, known.clock.rules) : null;
  const issues = (read?.issues ?? []).map(({ field, message }) => ({
    field: `${at}.rules.${field}`,
    message,
  }));
  const rules = read ? read.rules : known.clock.rules;
  const name = edit.clockName?.trim() ?? known.clock.name;
  if (!rules && issues.length === 0 && name !== known.clock.name && !USUAL_CLOCKS.includes(name))
    issues.push({
      field: `${at}.clockName`,
      message: "A clock with a name of its own needs conditions: nothing else says when it stops.",
    });
  return issues;
}

/** Where in the form a rule of the terms was broken. */
function fieldOf(path: readonly PropertyKey[]): string {
  const text = path.map(String).join(".");
  const [, at, rule] = /^(serviceLevels\.\d+)\.(.+)$/.exec(text) ?? [];
  const figure = rule === undefined ? null : (figureFieldOf(rule) ?? planFieldOf(rule));
  if (figure) return `${at}.${figure}`;
  return text
    .replace(/^monthlyFeeMinor$/, "monthlyFee")
    .replace(/^scheme\..*/, "pool")
    .replace(/^calendar\.zone$/, "zone")
    .replace(/^calendar\.weekly\.(\w+).*/, "hours.$1")
    .replace(/^calendar\.holiday.*/, "holidays")
    .replace(/^(sites\.\d+)\.calendar\.zone$/, "$1.zone")
    .replace(/^(sites\.\d+)\.calendar\.weekly\.(\w+).*/, "$1.hours.$2")
    .replace(/^(sites\.\d+)\.calendar\.holiday.*/, "$1.holidays")
    .replace(/^(sites\.\d+)\.id$/, "$1.name")
    .replace(/^(serviceLevels\.\d+)\.weightBps$/, "$1.weight")
    .replace(/^(serviceLevels\.\d+)\.clock\.targetMinutesByPriority/, "$1.minutes")
    .replace(/^(serviceLevels\.\d+)\.clock\.name/, "$1.clockName")
    .replace(/^(serviceLevels\.\d+)\.clock\.rules\.(\w+).*/, "$1.rules.$2")
    .replace(/^(serviceLevels\.\d+)\.clock\.calendar$/, "$1.hours");
}
