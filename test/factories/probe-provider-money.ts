import type { Who } from "./probe-cast.ts";
import type { Ids, Variables } from "./probe-lines.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;
const none: Variables = () => ({});

const RULE = { percent: "12", startsOn: "2027-01-01", note: "probe" };

/** Commission rules are the marketplace's own. */
export function providerMoneyQueries(staff: readonly Who[]): Lines {
  return {
    commissionDryRun: { for: staff, with: () => ({ rule: RULE }) },
    commissionRules: { for: staff, with: none },
  };
}

export function providerMoneyMutations(): Lines {
  return {
    endCommissionRule: { for: ["admin"], with: (ids: Ids) => ({ ruleId: ids.invoice }) },
    setCommissionRule: { for: ["admin"], with: () => RULE },
  };
}
