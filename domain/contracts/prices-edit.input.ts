import { z } from "zod";

const typed = z.string().max(1000, "This text is too long.");

/**
 * The prices of a contract as people type them: every figure is text, read and refused by `editedPrices`.
 * A part that is left empty is not agreed.
 */
export const pricesEditSchema = z.object({
  /** "at_risk_pool" or "service_points" */
  scheme: typed,
  /** Per cent of the fee: "12.5". */
  pool: typed,
  /** An amount in the contract's currency. */
  pointValue: typed,
  /** Per cent of the fee. */
  pointCap: typed,
  bands: z
    .array(
      z.object({
        levelId: typed,
        rows: z.array(z.object({ atLeast: typed, points: typed })).max(12, "A level has 10 bands at most."),
      }),
    )
    .max(20, "A contract has 20 service levels at most."),
  prices: z
    .array(
      z.object({
        /** Empty for a new one. */
        id: typed,
        /** "bonus_malus" or "gain_share" */
        kind: typed,
        levelId: typed,
        reference: typed,
        step: typed,
        perStep: typed,
        deadband: typed,
        maxMalus: typed,
        maxBonus: typed,
        /** "keep", "typed" or "months" */
        baselineFrom: typed,
        baseline: typed,
        baselineNote: typed,
        baselineMonths: typed,
        unitValue: typed,
        share: typed,
        floor: typed,
        cap: typed,
      }),
    )
    .max(20, "A contract prices 20 outcomes at most."),
  maxReduction: typed,
  maxIncrease: typed,
  earnBackLevels: z.array(typed).max(20),
  earnBackMonths: typed,
  earnBackWait: typed,
  ratchetMonths: typed,
  ratchetShare: typed,
  criticalLevels: z.array(typed).max(20),
  termination: z
    .array(z.object({ kind: typed, levelId: typed, months: typed, failures: typed, share: typed }))
    .max(10, "A contract has 10 termination triggers at most."),
  /** "shared" or "provider" */
  creditsBorneBy: typed,
});

export type PricesEdit = z.infer<typeof pricesEditSchema>;
export type PriceEdit = PricesEdit["prices"][number];
export type TriggerEdit = PricesEdit["termination"][number];
