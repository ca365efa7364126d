/** What a finished work item says for a metric that is a share of items. */
export type RatioRule =
  /** Hit: the answer is yes, or the fault was not the provider's. Items without an answer are left out. */
  | { readonly kind: "no_own_fault"; readonly answer: string; readonly cause: string | null }
  /** Hit: the answer is yes. Items without an answer are left out. */
  | { readonly kind: "answered_yes"; readonly answer: string }
  /** Hit: an event of the type happened, such as a reopening. */
  | { readonly kind: "had_event"; readonly event: string };

/** What a rule looks at. `eventTypes` are those recorded up to the end of the month. */
export type RatioItem = {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly eventTypes: readonly string[];
};

export type RatioCount = {
  readonly numerator: number;
  readonly denominator: number;
  /** The items that speak against the provider, given the direction in which the metric is better. */
  readonly misses: readonly string[];
};

/**
 * Counts the month's finished items under a rule; the caller chooses them by type and by the month in which
 * they were resolved. The rows behind the percentage are the items given, the misses those listed.
 */
export function countRatio(input: {
  rule: RatioRule;
  direction: "higher" | "lower";
  items: readonly RatioItem[];
}): RatioCount {
  const misses: string[] = [];
  let numerator = 0;
  let denominator = 0;
  for (const item of input.items) {
    const hit = isHit(input.rule, item);
    if (hit === null) continue;
    denominator += 1;
    if (hit) numerator += 1;
    if (hit !== (input.direction === "higher")) misses.push(item.id);
  }
  return { numerator, denominator, misses };
}

function isHit(rule: RatioRule, item: RatioItem): boolean | null {
  switch (rule.kind) {
    case "no_own_fault": {
      const answer = item.fields[rule.answer];
      if (typeof answer !== "boolean") return null;
      return answer || (rule.cause !== null && isForeign(item.fields[rule.cause]));
    }
    case "answered_yes": {
      const answer = item.fields[rule.answer];
      return typeof answer === "boolean" ? answer : null;
    }
    case "had_event":
      return item.eventTypes.includes(rule.event);
    default:
      return rule satisfies never;
  }
}

/** A fault without a named cause is the provider's: leaving it open must not pay. */
function isForeign(cause: unknown): boolean {
  return typeof cause === "string" && cause !== "" && cause !== "provider";
}
