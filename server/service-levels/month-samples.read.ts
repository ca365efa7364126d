import type { MonthInput } from "../../domain/service-levels/level-figure.ts";
import { pendingSample, type SampleParty } from "../../domain/service-levels/sampling/sample.ts";
import type { ScoredSample } from "../../domain/service-levels/sampling/sample-reading.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";

/** What months take from their samples, by "month/level". */
export type MonthSamples = ReadonlyMap<string, Pick<MonthInput, "sample" | "samplePending">>;

/**
 * The samples of an engagement in some months: scored ones with their reading, others with whom they wait
 * for. Contracts without a sample plan ask the database nothing. The caller may read the engagement.
 */
export async function monthSamples(
  tx: Tx,
  p: { engagement: Pick<ContractedEngagement, "id" | "terms">; months: readonly string[] },
): Promise<MonthSamples> {
  const { engagement, months } = p;
  const isSampled = engagement.terms.serviceLevels.some((level) => level.samplePlan);
  if (!isSampled || months.length === 0) return new Map();
  const rows = await tx.$queryRaw<
    { period: string; levelId: string; outcome: ScoredSample | null; waitsFor: SampleParty | null }[]
  >`
    select s.period, s.level_id as "levelId", s.outcome, s.waits_for as "waitsFor"
    from sample s where s.engagement_id = ${engagement.id}::uuid
      and s.period = any (${[...months]}::text[])`;
  return new Map(
    rows.map(({ period, levelId, outcome, waitsFor }) => [
      sampleKey(period, levelId),
      outcome ? { sample: outcome } : { samplePending: pendingSample(waitsFor ?? "nobody") },
    ]),
  );
}

export function sampleKey(month: string, levelId: string): string {
  return `${month}/${levelId}`;
}
