import { randomBytes } from "node:crypto";
import { drawSample as drawFrom, sampleSeed } from "../../domain/service-levels/sampling/draw.ts";
import {
  type DrawSampleInput,
  drawSampleSchema,
} from "../../domain/service-levels/sampling/sample.input.ts";
import { partyToDraw } from "../../domain/service-levels/sampling/sample.policy.ts";
import { NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { lockMonths } from "./open-contest.ts";
import { factsOf, findSample, type SampleRow, sampleIds } from "./sample.read.ts";

/**
 * Answers a begun draw with a second nonce, the viewer's own words where there are any, and draws the sample:
 * from here both nonces and the seed are shown. By the side that did not begin it; by the account manager in
 * its place once its time is over. Throws NotFound, NotAllowed, SampleRefused.
 */
export const drawSample = command({
  name: "sample.draw",
  permission: "sample:take",
  async run(deed, input: DrawSampleInput): Promise<{ id: string }> {
    const { sampleId, words } = parseInput(drawSampleSchema, input);
    const sample = await lockedSample(deed, sampleId);
    const { tx, viewer, now } = deed;
    const by = partyToDraw({ viewer, parties: sample, facts: factsOf(sample), now });
    const answer = words || randomBytes(32).toString("hex");
    const { nonce } = await tx.sample.findUniqueOrThrow({
      where: { id: sample.id },
      select: { nonce: true },
    });
    const { population } = await sampleIds(tx, { viewer, id: sample.id });
    const seed = sampleSeed({
      populationHash: sample.populationHash,
      committed: nonce,
      answered: answer,
    });
    await tx.sample.update({
      where: { id: sample.id },
      data: {
        answer,
        answeredBy: by,
        answeredById: viewer.userId,
        answeredName: viewer.name,
        drawnAt: toDate(now),
        seed,
        drawn: drawFrom({ population, seed, size: sample.size }),
        waitsFor: sample.plan.scoredBy,
      },
      select: { id: true },
    });
    deed.about("sample", sample.id, { month: sample.month, levelId: sample.levelId, seed, by });
    return { id: sample.id };
  },
});

/** The sample behind the lock of its months: two scores, or a score and a freeze, come in turn. */
export async function lockedSample(deed: Deed, id: string): Promise<SampleRow> {
  const first = await findSample(deed.tx, { viewer: deed.viewer, id });
  if (!first) throw new NotFound("sample");
  await lockMonths(deed, first.engagementId);
  return (await findSample(deed.tx, { viewer: deed.viewer, id })) ?? first;
}
