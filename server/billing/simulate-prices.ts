import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { type ReplayedMonth, replayHistory } from "../../domain/billing/replay-history.ts";
import type { PastMonth } from "../../domain/contracts/baseline.ts";
import { editedPrices } from "../../domain/contracts/edited-prices.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { MAX_RUNS, type Simulation, simulateScheme } from "../../domain/service-levels/simulate-scheme.ts";
import { typedHistory } from "../../domain/service-levels/typed-history.ts";
import { NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { findStatementOfWork, type StatementOfWorkRow } from "../contracts/statement-of-work.read.ts";
import type { Tx } from "../db.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { expectedTermsOf } from "../service-levels/credit-base.ts";
import { type PriceHistory, priceHistory } from "../service-levels/price-history.ts";

const inputSchema = z.object({
  engagementId: z.string().nullish(),
  statementOfWorkId: z.string().nullish(),
  /** As a form sends them; left out: those of the contract. */
  prices: z.unknown().optional(),
  /** Pasted in place of the contract's own. */
  history: z.string().max(20_000, "A history has 20,000 characters at most.").nullish(),
  seed: z
    .string()
    .trim()
    .max(100, "A seed has 100 characters at most.")
    .nullish()
    .transform((seed) => seed || "1"),
  runs: z
    .number()
    .int()
    .min(100, `Draw from 100 to ${MAX_RUNS} years.`)
    .max(MAX_RUNS, `Draw from 100 to ${MAX_RUNS} years.`)
    .nullish()
    .transform((runs) => runs ?? 1000),
});

export type SimulationInput = z.input<typeof inputSchema>;

/** A history under a scheme; without any month there is nothing to run. */
export type SchemeSimulation = {
  source: PriceHistory["source"] | "typed";
  terms: Terms;
  months: PastMonth[];
  replay: ReplayedMonth[];
  simulation: Simulation | null;
};

/**
 * Runs the prices of a contract, or those that somebody tries, over its history, its provider's or a pasted
 * one. Writes nothing. Throws NotFound and InvalidInput.
 */
export async function simulatePrices(
  tx: Tx,
  p: { viewer: Viewer; now: Temporal.Instant; input: SimulationInput },
): Promise<SchemeSimulation> {
  const input = parseInput(inputSchema, p.input);
  const { terms: agreed, history: own } = await contractOf(tx, { ...p, input });
  const terms =
    input.prices === undefined || input.prices === null
      ? agreed
      : editedPrices(agreed, { input: input.prices, history: own.months });
  const pasted = input.history?.trim() ? typedHistory(input.history, terms.serviceLevels) : null;
  const months = pasted ?? own.months;
  const { seed, runs } = input;
  return {
    source: pasted ? "typed" : own.source,
    terms,
    months,
    replay: replayHistory(terms, months),
    simulation: months.length > 0 ? simulateScheme({ terms, history: months, seed, runs }) : null,
  };
}

type Asked = { viewer: Viewer; now: Temporal.Instant; input: z.output<typeof inputSchema> };

async function contractOf(tx: Tx, p: Asked): Promise<{ terms: Terms; history: PriceHistory }> {
  const { viewer, now, input } = p;
  if (input.engagementId) {
    const engagement = await contractedEngagement(tx, { viewer, id: input.engagementId });
    const { id } = engagement;
    const terms = await expectedTermsOf(tx, engagement);
    const history = await priceHistory(tx, { viewer, now, sow: { engagementId: id, listingId: null } });
    return { terms, history };
  }
  const sow: StatementOfWorkRow | null = await findStatementOfWork(
    tx,
    viewer,
    input.statementOfWorkId ?? "",
  );
  if (!sow) throw new NotFound("contract");
  return { terms: sow.terms, history: await priceHistory(tx, { viewer, now, sow }) };
}
