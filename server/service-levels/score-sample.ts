import { metricById, moduleByCode } from "../../domain/catalogue/catalogue.ts";
import {
  type ScoreItemInput,
  scoreItemSchema,
  scoreUnder,
} from "../../domain/service-levels/sampling/sample.input.ts";
import { refuseRuling, roundToScore } from "../../domain/service-levels/sampling/sample.policy.ts";
import { partyWaitedFor } from "../../domain/service-levels/sampling/sample.ts";
import { sampleBundleFor } from "../../domain/service-levels/sampling/sample-bundle-for.ts";
import { scoredSample } from "../../domain/service-levels/sampling/sample-reading.ts";
import type { Round, Score } from "../../domain/service-levels/sampling/score.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Prisma } from "../db.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { sampledLevel } from "./begin-sample.ts";
import { lockedSample } from "./draw-sample.ts";
import { partiesOf } from "./open-contest.ts";
import {
  allScores,
  factsOf,
  type NamedScores,
  plainScores,
  type SampleRow,
  sampleIds,
  standingOf,
} from "./sample.read.ts";

/**
 * Records what the viewer's side counted in one drawn item, in its own round. The last score completes the
 * sample for good. Throws NotFound, NotAllowed, InvalidInput, SampleRefused.
 */
export const scoreSampleItem = command({
  name: "sample.score",
  permission: "sample:take",
  async run(deed, input: ScoreItemInput): Promise<{ id: string }> {
    const { sampleId, position, note, ...given } = parseInput(scoreItemSchema, input);
    const sample = await lockedSample(deed, sampleId);
    const scores = sample.drawnAt ? await allScores(deed.tx, sample) : [];
    const round = roundToScore({
      viewer: deed.viewer,
      parties: sample,
      facts: factsOf(sample),
      standing: standingOf(sample, scores),
      scores: scores[position] && plainScores(scores[position]),
      position,
    });
    const score = scoreUnder(sample.plan, given);
    await record(deed, { sample, scores, position, round, score, note: note ?? "" });
    return { id: sample.id };
  },
});

/** The account manager's count of an item whose two scores differ. Throws as scoreSampleItem does. */
export const ruleSampleItem = command({
  name: "sample.rule",
  permission: "contest:rule",
  async run(deed, input: ScoreItemInput): Promise<{ id: string }> {
    const { sampleId, position, note, ...given } = parseInput(scoreItemSchema, input);
    const sample = await lockedSample(deed, sampleId);
    const scores = sample.drawnAt ? await allScores(deed.tx, sample) : [];
    refuseRuling({
      viewer: deed.viewer,
      facts: factsOf(sample),
      rule: sample.plan.disagreement,
      scores: scores[position] && plainScores(scores[position]),
    });
    const score = scoreUnder(sample.plan, given);
    await record(deed, { sample, scores, position, round: "ruling", score, note: note ?? "" });
    return { id: sample.id };
  },
});

/** The audit row names the item and never the count, which the other side must not know yet. */
async function record(
  deed: Deed,
  p: {
    sample: SampleRow;
    scores: NamedScores[];
    position: number;
    round: Round;
    score: Score;
    note: string;
  },
): Promise<void> {
  const { sample, scores, position, round, score, note } = p;
  const said = { ...score, note, byName: deed.viewer.name };
  const at = toDate(deed.now);
  const { tx } = deed;
  if (scores[position]?.[round])
    await tx.sampleScore.update({
      where: { sampleId_position_round: { sampleId: sample.id, position, round } },
      data: { ...said, byId: deed.viewer.userId, at },
      select: { id: true },
    });
  else
    await tx.sampleScore.create({
      data: {
        ...partiesOf(sample),
        ...{ sampleId: sample.id, position, round },
        ...said,
        byId: deed.viewer.userId,
        at,
      },
      select: { id: true },
    });
  const now = scores.map((one, index) =>
    index === position ? { ...one, [round]: { ...said, at: deed.now.toString() } } : one,
  );
  await moveOn(deed, sample, now);
  deed.about("sample", sample.id, { month: sample.month, levelId: sample.levelId, position, round });
}

/** Says whom the sample waits for now; once every item is settled it stands, with its bundle. */
async function moveOn(deed: Deed, sample: SampleRow, scores: NamedScores[]): Promise<void> {
  const standing = standingOf(sample, scores);
  const { waitsFor: round, total } = standing;
  const where = { id: sample.id };
  if (!total) {
    const waitsFor = partyWaitedFor({ ...factsOf(sample), round, isLate: false });
    if (waitsFor !== sample.waitsFor)
      await deed.tx.sample.update({ where, data: { waitsFor }, select: { id: true } });
    return;
  }
  const { tx, viewer } = deed;
  const engagement = await contractedEngagement(tx, { viewer, id: sample.engagementId });
  const { level } = sampledLevel(engagement, sample.levelId);
  const module = moduleByCode(engagement.moduleCode);
  const { population } = await sampleIds(tx, { viewer, id: sample.id });
  const bundle = sampleBundleFor({
    id: sample.id,
    plan: sample.plan,
    level,
    measure: module && metricById(module, level.metric)?.measure,
    population,
    nonces: { committed: sample.nonce ?? "", answered: sample.answer ?? "" },
    scores: scores.map(plainScores),
  });
  const outcome = scoredSample(bundle);
  await tx.sample.update({
    where,
    data: {
      ...total,
      waitsFor: null,
      scoredAt: toDate(deed.now),
      outcome: outcome as unknown as Prisma.InputJsonValue,
      bundle: bundle as unknown as Prisma.InputJsonValue,
      bundleHash: outcome.draw?.bundleHash ?? "",
    },
    select: { id: true },
  });
}
