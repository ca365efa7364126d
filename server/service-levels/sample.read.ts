import type { SamplingPlan } from "../../domain/catalogue/sampling-plan.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type {
  SampleFacts,
  SampleParty,
  SampleState,
  Side,
} from "../../domain/service-levels/sampling/sample.ts";
import type { SampleBundle } from "../../domain/service-levels/sampling/sample-bundle.ts";
import {
  type ItemScores,
  type Round,
  type SampleStanding,
  sampleStanding,
} from "../../domain/service-levels/sampling/score.ts";
import { toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";

/** A sample as stored. Instants RFC 3339. */
export type SampleRow = {
  id: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  month: string;
  levelId: string;
  plan: SamplingPlan;
  /** How many items there were to draw from. */
  of: number;
  populationHash: string;
  size: number;
  commitment: string;
  /** Null before the draw: the other side must not know it. */
  nonce: string | null;
  committedBy: Side;
  committedName: string;
  committedAt: string;
  answerBy: string;
  answer: string | null;
  answeredBy: SampleParty | null;
  answeredName: string | null;
  drawnAt: string | null;
  seed: string | null;
  waitsFor: SampleParty | null;
  scoredAt: string | null;
  errors: number | null;
  units: number | null;
  bundleHash: string | null;
};

type Raw = Omit<SampleRow, "committedAt" | "answerBy" | "drawnAt" | "scoredAt"> & {
  committedAt: Date;
  answerBy: Date;
  drawnAt: Date | null;
  scoredAt: Date | null;
};

const SELECT = Prisma.sql`
  select s.id, s.organization_id as "organizationId", s.provider_id as "providerId",
    s.engagement_id as "engagementId", s.period as month, s.level_id as "levelId", s.plan,
    cardinality(s.population) as of, s.population_hash as "populationHash", s.size, s.commitment,
    case when s.drawn_at is not null then s.nonce end as nonce, s.committed_by as "committedBy",
    s.committed_name as "committedName", s.committed_at as "committedAt", s.answer_by as "answerBy",
    s.answer, s.answered_by as "answeredBy", s.answered_name as "answeredName", s.drawn_at as "drawnAt",
    s.seed, s.waits_for as "waitsFor", s.scored_at as "scoredAt", s.errors, s.units,
    s.bundle_hash as "bundleHash"
  from sample s`;

/** One sample in the viewer's sight; null for a foreign and for a missing id alike. */
export async function findSample(tx: Tx, p: { viewer: Viewer; id: string }): Promise<SampleRow | null> {
  if (!isId(p.id)) return null;
  const [row] = await tx.$queryRaw<Raw[]>`
    ${SELECT} where s.id = ${p.id}::uuid and ${partiesAre(p.viewer, "s")}`;
  return row ? shown(row) : null;
}

/** The sample of one level in one month; null while nobody began it. */
export async function sampleOfMonth(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; levelId: string; month: string },
): Promise<SampleRow | null> {
  if (!isId(p.engagementId)) return null;
  const [row] = await tx.$queryRaw<Raw[]>`
    ${SELECT} where s.engagement_id = ${p.engagementId}::uuid and s.level_id = ${p.levelId}
      and s.period = ${p.month} and ${partiesAre(p.viewer, "s")}`;
  return row ? shown(row) : null;
}

/** What the frozen population and the draw hold: many ids, read only where they are asked for. */
export async function sampleIds(
  tx: Tx,
  p: { viewer: Viewer; id: string },
): Promise<{ population: string[]; drawn: string[] }> {
  const [row] = await tx.$queryRaw<{ population: string[]; drawn: string[] | null }[]>`
    select s.population::text[] as population, s.drawn::text[] as drawn
    from sample s where s.id = ${p.id}::uuid and ${partiesAre(p.viewer, "s")}`;
  return { population: row?.population ?? [], drawn: row?.drawn ?? [] };
}

/** The bundle that rebuilds the sample's verdict; null until it is scored. */
export async function sampleBundle(
  tx: Tx,
  p: { viewer: Viewer; id: string },
): Promise<SampleBundle | null> {
  const [row] = await tx.$queryRaw<{ bundle: SampleBundle | null }[]>`
    select s.bundle from sample s where s.id = ${p.id}::uuid and ${partiesAre(p.viewer, "s")}`;
  return row?.bundle ?? null;
}

/** One score with who gave it. */
export type NamedScore = {
  errors: number;
  units: number;
  note: string;
  byName: string;
  at: string;
};

export type NamedScores = Partial<Record<Round, NamedScore>>;

/**
 * Every score of a drawn sample in order of position. It is blind to nobody: whoever passes it on hides with
 * `visibleScores` what a reader must not see.
 */
export async function allScores(tx: Tx, sample: Pick<SampleRow, "id" | "size">): Promise<NamedScores[]> {
  const rows = await tx.$queryRaw<
    (Omit<NamedScore, "at"> & { position: number; round: Round; at: Date })[]
  >`
    select position, round, errors, units, note, by_name as "byName", at
    from sample_score where sample_id = ${sample.id}::uuid order by position`;
  const scores: NamedScores[] = Array.from({ length: sample.size }, () => ({}));
  for (const { position, round, at, ...score } of rows) {
    const one = scores[position];
    if (one) one[round] = { ...score, at: toInstant(at).toString() };
  }
  return scores;
}

/** How far a drawn sample is. */
export function standingOf(
  sample: Pick<SampleRow, "seed" | "plan">,
  scores: readonly NamedScores[],
): SampleStanding {
  return sampleStanding({ seed: sample.seed ?? "", rules: sample.plan, scores: scores.map(plainScores) });
}

/** Without who gave them and when. */
export function plainScores(scores: NamedScores): ItemScores {
  return Object.fromEntries(
    Object.entries(scores).map(([round, { errors, units }]) => [round, { errors, units }]),
  );
}

export function stateOf(sample: Pick<SampleRow, "drawnAt" | "scoredAt">): SampleState {
  if (sample.scoredAt) return "scored";
  return sample.drawnAt ? "drawn" : "committed";
}

export function factsOf(sample: SampleRow): SampleFacts {
  const { committedBy, answerBy, plan } = sample;
  return { state: stateOf(sample), committedBy, answerBy, scoredBy: plan.scoredBy };
}

function shown(row: Raw): SampleRow {
  const text = (at: Date | null) => (at ? toInstant(at).toString() : null);
  return {
    ...row,
    committedAt: toInstant(row.committedAt).toString(),
    answerBy: toInstant(row.answerBy).toString(),
    drawnAt: text(row.drawnAt),
    scoredAt: text(row.scoredAt),
  };
}
