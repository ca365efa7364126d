import type { PastMonth } from "../contracts/baseline.ts";
import { when } from "../contracts/price-words.ts";
import type { Terms } from "../contracts/terms.ts";
import { triggerProgress } from "../service-levels/termination-trigger.ts";
import { canonicalJson } from "../shared/canonical-json.ts";
import { countedWords, triggerMonths } from "./price-outlook.ts";

/** A trigger that was reached: as the contract has it, its condition, and what counts, in words. */
export type NewlyReached = { trigger: string; condition: string; because: string };

/**
 * The termination triggers that the latest of the frozen months, which are in order, reached and the month
 * before it had not. One that was reached already and still is stays silent; one that was reached once, then
 * no more, and is again, counts again.
 */
export function newlyReached(terms: Terms, months: readonly PastMonth[]): NewlyReached[] {
  const triggers = terms.termination ?? [];
  if (triggers.length === 0) return [];
  const name = (id: string) => terms.serviceLevels.find((level) => level.id === id)?.name ?? id;
  const priced = triggerMonths(terms, months);
  const before = triggerProgress(triggers, priced.slice(0, -1));
  return triggerProgress(triggers, priced).flatMap(({ trigger, reached }, at) => {
    if (!reached || before[at]?.reached) return [];
    return [
      {
        trigger: canonicalJson(trigger),
        condition: when(trigger, name),
        because: reached.because.map((one) => countedWords(one, name)).join(", "),
      },
    ];
  });
}
