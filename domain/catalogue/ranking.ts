import type { AttestationNeed } from "./service-module.ts";

/** Points are tenths, so that a score of 1000 reads as 100.0. */
export const RANKING_WEIGHTS = { measured: 500, evidence: 300, experience: 200 } as const;

/** Months at target, and as many below, that every offer starts with: a newcomer begins in the middle. */
export const PRIOR_MONTHS = 2;

/** Engagements at which half of the points for experience are reached. */
export const HALF_EXPERIENCE = 4;

/**
 * What an attestation is worth by how far somebody looked, in per cent; one that does not hold today is
 * worth 0.
 */
export const EVIDENCE_WORTH: Readonly<Record<string, number>> = {
  verified: 100,
  evidence_seen: 70,
  declared: 20,
};

/** How much a kind of attestation counts, by whether the service demands it. */
export const NEED_WEIGHT = { required: 2, customary: 1 } as const satisfies Record<
  AttestationNeed["need"],
  number
>;

export type RankingFacts = {
  /**
   * Months × levels of the past twelve months that reached this offer's target, and all that were measured.
   */
  levelMonths: { readonly met: number; readonly all: number };
  /** Engagements with at least one frozen month in that time. */
  engagements: number;
  needs: readonly Pick<AttestationNeed, "kind" | "need">[];
  /** Those that hold on the day of the computation. */
  holding: readonly { readonly kind: string; readonly level: string }[];
};

export type Ranking = { score: number; measured: number; evidence: number; experience: number };

/**
 * The order called "recommended". Measured work 50 points, evidence 30, experience 20; no payment and no
 * price enters it, because a price has its own sort. All parts are whole tenths of a point.
 */
export function rankingOf(facts: RankingFacts): Ranking {
  const { met, all } = facts.levelMonths;
  const measured = Math.round((RANKING_WEIGHTS.measured * (met + PRIOR_MONTHS)) / (all + 2 * PRIOR_MONTHS));
  const evidence = Math.round(RANKING_WEIGHTS.evidence * evidenceShare(facts));
  const experience = Math.round(
    (RANKING_WEIGHTS.experience * facts.engagements) / (facts.engagements + HALF_EXPERIENCE),
  );
  return { score: measured + evidence + experience, measured, evidence, experience };
}

function evidenceShare({ needs, holding }: Pick<RankingFacts, "needs" | "holding">): number {
  const all = needs.reduce((sum, one) => sum + NEED_WEIGHT[one.need], 0);
  if (all === 0) return 0.5;
  const had = needs.reduce((sum, one) => sum + NEED_WEIGHT[one.need] * bestWorth(one.kind, holding), 0);
  return had / (all * 100);
}

function bestWorth(kind: string, holding: RankingFacts["holding"]): number {
  return Math.max(
    0,
    ...holding.filter((one) => one.kind === kind).map((one) => EVIDENCE_WORTH[one.level] ?? 0),
  );
}
