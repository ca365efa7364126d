import { DomainError } from "../shared/domain-error.ts";

/** A dated rule for the commission of new contracts; null names any provider, service or currency. */
export type CommissionRule = {
  id: string;
  providerId: string | null;
  moduleCode: string | null;
  currency: string | null;
  commissionBps: number;
  /** First and last day, "2026-12-01"; no last day: until further notice. */
  startsOn: string;
  endsOn: string | null;
};

/** What a contract is asked about: whose service, in which currency, ordered on which day. */
export type CommissionQuestion = { providerId: string; moduleCode: string; currency: string; on: string };

/** The order of precedence in words, as every page that shows rules says it. */
export const PRECEDENCE =
  "A rule for the provider goes before one for the service, and that before one for the currency; " +
  "among those the one that names more goes first.";

/**
 * The rule that proposes the commission, or null where none does. Of several the most specific wins: a named
 * provider weighs more than a named service and currency together, a named service more than a currency. Two
 * of one weight that hold on one day cannot be: they would name the same contracts and overlap.
 */
export function matchingRule(
  rules: readonly CommissionRule[],
  question: CommissionQuestion,
): CommissionRule | null {
  let best: CommissionRule | null = null;
  for (const rule of rules) if (fits(rule, question) && (!best || weight(rule) > weight(best))) best = rule;
  return best;
}

/** 7 names provider, service and currency; 0 names nothing. */
export function weight({ providerId, moduleCode, currency }: CommissionScope): number {
  return (providerId ? 4 : 0) + (moduleCode ? 2 : 0) + (currency ? 1 : 0);
}

type CommissionScope = Pick<CommissionRule, "providerId" | "moduleCode" | "currency">;

function fits(rule: CommissionRule, { providerId, moduleCode, currency, on }: CommissionQuestion): boolean {
  return (
    (rule.providerId === null || rule.providerId === providerId) &&
    (rule.moduleCode === null || rule.moduleCode === moduleCode) &&
    (rule.currency === null || rule.currency === currency) &&
    rule.startsOn <= on &&
    (rule.endsOn === null || on <= rule.endsOn)
  );
}

/** Refuses a rule that would hold together with another for the same contracts. */
export function refuseOverlap(
  draft: Omit<CommissionRule, "id" | "commissionBps">,
  rules: readonly CommissionRule[],
): void {
  const other = rules.find((rule) => sameScope(rule, draft) && together(rule, draft));
  if (other) throw new CommissionRuleOverlaps(other);
}

function sameScope(left: CommissionScope, right: CommissionScope): boolean {
  const { providerId, moduleCode, currency } = left;
  return providerId === right.providerId && moduleCode === right.moduleCode && currency === right.currency;
}

type Span = Pick<CommissionRule, "startsOn" | "endsOn">;

function together(left: Span, right: Span): boolean {
  return startsBeforeEnd(left, right) && startsBeforeEnd(right, left);
}

function startsBeforeEnd({ startsOn }: Span, { endsOn }: Span): boolean {
  return endsOn === null || startsOn <= endsOn;
}

/** Two rules for the same contracts would hold on one day. */
export class CommissionRuleOverlaps extends DomainError {
  constructor({ startsOn, endsOn, commissionBps }: CommissionRule) {
    const until = endsOn === null ? "until further notice" : `to ${endsOn}`;
    super({
      code: "commission_rule_overlaps",
      message:
        `A rule of ${commissionBps / 100} % for the same contracts holds from ${startsOn} ${until}. ` +
        "End it first, or begin after it.",
      field: "startsOn",
    });
  }
}

/** The rule ended or was withdrawn already, or the day lies outside it. */
export class CommissionRuleNotEnded extends DomainError {
  constructor(why: string) {
    super({ code: "commission_rule_not_ended", message: why, field: "lastDay" });
  }
}

export type RuleEnd = { endsOn: string } | { withdrawn: true };

/**
 * How a rule ends: one that has not begun is withdrawn; one in force ends with today or a later day, because
 * what it proposed is in contracts. Throws CommissionRuleNotEnded.
 */
export function endOf(
  rule: Span & { withdrawn: boolean },
  p: { lastDay: string | null; today: string },
): RuleEnd {
  if (rule.withdrawn) throw new CommissionRuleNotEnded("This rule was withdrawn already.");
  if (rule.endsOn !== null && rule.endsOn < p.today)
    throw new CommissionRuleNotEnded(`This rule ended on ${rule.endsOn} already.`);
  if (p.lastDay === null && rule.startsOn > p.today) return { withdrawn: true };
  const endsOn = p.lastDay ?? p.today;
  if (endsOn < p.today || endsOn < rule.startsOn)
    throw new CommissionRuleNotEnded("The last day is today or later, and not before the rule begins.");
  if (rule.endsOn !== null && endsOn > rule.endsOn)
    throw new CommissionRuleNotEnded(`This rule ends on ${rule.endsOn}; make a new one for what follows.`);
  return { endsOn };
}
