import type { PricesEdit } from "../../domain/contracts/prices-edit.input.ts";

/** Prices as a form sends them: a pool, and nothing else. */
export const PRICES: PricesEdit = {
  ...{ scheme: "at_risk_pool", pool: "11", pointValue: "", pointCap: "", bands: [], prices: [] },
  ...{ maxReduction: "", maxIncrease: "", earnBackLevels: [], earnBackMonths: "", earnBackWait: "" },
  ...{ ratchetMonths: "", ratchetShare: "", criticalLevels: [], termination: [], creditsBorneBy: "shared" },
};
