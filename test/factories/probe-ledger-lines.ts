import type { Who } from "./probe-cast.ts";
import type { Ids, Variables } from "./probe-lines.ts";

type Line = { for: readonly Who[]; with: Variables };
const none: Variables = () => ({});

/** The books are the marketplace's own: staff read them, and nobody else has any part of them. */
export function ledgerQueries({
  staff,
  signedIn,
}: {
  staff: readonly Who[];
  signedIn: readonly Who[];
}): Record<string, Line> {
  return {
    trialBalance: { for: staff, with: none },
    breakOwners: { for: staff, with: none },
    journalEntry: { for: staff, with: (ids: Ids) => ({ id: ids.invoice }) },
    exchangeRates: { for: staff, with: none },
    ledgerAccount: { for: staff, with: () => ({ code: "receivable", currency: "EUR" }) },
    mayRunReconciliation: { for: signedIn, with: none },
    periodLock: { for: staff, with: none },
    reconciliationBreak: { for: staff, with: (ids: Ids) => ({ id: ids.invoice }) },
    reconciliationBreaks: { for: staff, with: none },
    reconciliationRuns: { for: staff, with: none },
    trialBalanceCsv: { for: staff, with: none },
  };
}

/** Both roles settle breaks; the lock and a run out of turn are the administrator's. */
export function ledgerMutations(staff: readonly Who[]): Record<string, Line> {
  return {
    assignBreak: { for: staff, with: (ids: Ids) => ({ breakId: ids.invoice, ownerId: ids.invoice }) },
    closeBreak: {
      for: staff,
      with: (ids: Ids) => ({ breakId: ids.invoice, reason: "A probe of ten letters" }),
    },
    closePeriod: { for: ["admin"], with: () => ({ through: "2026-10-31", reason: "probe" }) },
    stateExchangeRate: {
      for: ["admin"],
      with: () => ({ base: "CHF", quote: "SEK", rate: "11.2", validFrom: "2026-11-01", source: "probe" }),
    },
    revalueMonth: { for: ["admin"], with: () => ({ month: "2026-01" }) },
    reopenPeriod: { for: ["admin"], with: () => ({ reason: "A probe of ten letters" }) },
    runReconciliation: { for: ["admin"], with: none },
  };
}
