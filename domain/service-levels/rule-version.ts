/**
 * The rules by which work becomes figures, by version. A version is added whenever the same work, hours,
 * terms and decisions would be measured to another figure; none is ever taken away, because a frozen month
 * is measured again, and its bundles are rebuilt, by the rules that it was frozen under.
 *
 * 1: a decision about a work item reaches clocks and shares of items.
 * 2: it also reaches counts, amounts and the time that something was down.
 * 3: a formula that gives reopenings a time counts those alone; before, it counted any.
 */
export const RULE_VERSIONS = ["1", "2", "3"] as const;
export type RuleVersion = (typeof RULE_VERSIONS)[number];

/** What months are frozen under now. */
export const RULE_VERSION: RuleVersion = "3";

/** The version that a stored text names. Throws RangeError for one that this product has never had. */
export function ruleVersionOf(text: string): RuleVersion {
  const found = RULE_VERSIONS.find((version) => version === text);
  if (!found) throw new RangeError(`There are no rules of version "${text}".`);
  return found;
}

/** Whether decisions reach counts, amounts and downtime. Left out: the rules of today. */
export function decisionsReachAll(rules: { ruleVersion?: RuleVersion | undefined }): boolean {
  return (rules.ruleVersion ?? RULE_VERSION) !== "1";
}

/** Whether a formula may leave out a reopening that came late. Left out: the rules of today. */
export function reopeningsHaveTime(rules: { ruleVersion?: RuleVersion | undefined }): boolean {
  return !["1", "2"].includes(rules.ruleVersion ?? RULE_VERSION);
}
