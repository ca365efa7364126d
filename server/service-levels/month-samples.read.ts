import type { MonthInput } from "../../domain/service-levels/level-figure.ts";
import { pendingSample, type SampleParty } from "../../domain/service-levels/sampling/sample.ts";
import type { ScoredSample } from "../../domain/service-levels/sampling/sample-reading.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";

/** What months take from their samples, by "month/level". */
export type MonthSamples = ReadonlyMap<string, Pick<MonthInput, "sample" | "samplePending">>;

type Row = {
  id: string;
  period: string;
  levelId: string;
  outcome: ScoredSample | null;
  waitsFor: SampleParty | null;
};

type Sampled = {
  engagement: Pick<ContractedEngagement, "id" | "terms">;
  /** YYYY-MM, of the contract's zone. */
  months: readonly string[];
};

/** The samples of one engagement in some months, as samplesOf gives them. */
export async function monthSamples(tx: Tx, one: Sampled): Promise<MonthSamples> {
  return (await samplesOf(tx, [one])).get(one.engagement.id) ?? new Map();
}

/**
 * The samples of engagements in some months of each, by engagement: scored ones with their reading, others
 * with whom they wait for; in one statement, and in none where no contract has a sample plan. The caller may
 * read the engagements.
 */
export async function samplesOf(tx: Tx, all: readonly Sampled[]): Promise<Map<string, MonthSamples>> {
  const wanted = all
    .filter(({ engagement }) => engagement.terms.serviceLevels.some((level) => level.samplePlan))
    .flatMap(({ engagement, months }) => months.map((month) => ({ id: engagement.id, month })));
  const found = new Map<string, Map<string, Pick<MonthInput, "sample" | "samplePending">>>();
  if (wanted.length === 0) return found;
  const rows = await tx.$queryRaw<Row[]>`
    select s.engagement_id as id, s.period, s.level_id as "levelId", s.outcome, s.waits_for as "waitsFor"
    from unnest(${wanted.map((one) => one.id)}::uuid[], ${wanted.map((one) => one.month)}::text[])
      as r (engagement_id, period)
    join sample s on s.engagement_id = r.engagement_id and s.period = r.period`;
  for (const { id, period, levelId, outcome, waitsFor } of rows) {
    const known = found.get(id) ?? new Map();
    const reading = outcome ? { sample: outcome } : { samplePending: pendingSample(waitsFor ?? "nobody") };
    found.set(id, known.set(sampleKey(period, levelId), reading));
  }
  return found;
}

/** The levels whose draw of a month has begun: from then on the work that they draw from is frozen. */
export async function begunSamples(
  tx: Tx,
  p: { engagementId: string; month: string },
): Promise<Set<string>> {
  const found = await tx.sample.findMany({
    where: { engagementId: p.engagementId, period: p.month },
    select: { levelId: true },
  });
  return new Set(found.map((one) => one.levelId));
}

export function sampleKey(month: string, levelId: string): string {
  return `${month}/${levelId}`;
}
