import type { Who } from "./probe-cast.ts";
import type { Ids, Variables } from "./probe-lines.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;
const none: Variables = () => ({});

/** Billing runs are the marketplace's own; that there are none for somebody is no secret. */
export function billingRunQueries(p: { staff: readonly Who[]; signedIn: readonly Who[] }): Lines {
  const { staff } = p;
  return {
    billingOutlook: { for: staff, with: none },
    billingRun: { for: staff, with: (ids: Ids) => ({ id: ids.invoice }) },
    billingRunFailures: { for: staff, with: (ids: Ids) => ({ runId: ids.invoice }) },
    billingRunUnderWay: { for: staff, with: none },
    billingRuns: { for: staff, with: none },
    mayRunBilling: { for: p.signedIn, with: none },
    unfrozenMonths: { for: staff, with: none },
  };
}

export function billingRunMutations(staff: readonly Who[]): Lines {
  return { startBillingRun: { for: staff, with: () => ({ month: "2026-10" }) } };
}
