import { sampleSizeFor } from "../../catalogue/sample-size.ts";
import { rational } from "../../shared/rational.ts";
import { roundedDecimal } from "../../shared/rounding.ts";
import { bundleHash } from "../bundle-hash.ts";
import { statusOf } from "../judged-figure.ts";
import { type Interval, wilsonInterval } from "../month-interval.ts";
import { commitmentOf, drawSample, populationHash, sampleSeed } from "./draw.ts";
import type { SampleBundle } from "./sample-bundle.ts";
import { type ItemScores, type Score, sampleStanding } from "./score.ts";

/** What a sample bundle comes to, from the draw to the figure. */
export type SampleResult = {
  id: string;
  populationHash: string;
  commitment: string;
  seed: string;
  size: number;
  /** Ids in the order in which they are drawn. */
  drawn: string[];
  /** Positions that are scored twice. */
  twice: number[];
  disagreements: number;
  errors: number;
  units: number;
  measured: string;
  interval: Interval;
  confidence: SampleBundle["plan"]["confidence"];
  verdict: "met" | "missed" | "failed";
  bundleHash: string;
};

/**
 * Draws the sample again, settles every item by the plan and judges the figure. Throws RangeError where the
 * scores are not those of the draw: too few, too many, or a second score or ruling missing.
 */
export function sampleResultOf(bundle: SampleBundle): SampleResult {
  const { plan, population, nonces, level } = bundle;
  const hash = populationHash(population);
  const seed = sampleSeed({ populationHash: hash, ...nonces });
  const { size } = sampleSizeFor(plan, population.length);
  if (bundle.scores.length !== size)
    throw new RangeError(`The plan draws ${size} items; the bundle scores ${bundle.scores.length}.`);
  const { twice, total, disagreements, waitsFor } = sampleStanding({
    seed,
    rules: plan,
    scores: itemScoresOf(bundle),
  });
  if (!total || !twice) throw new RangeError(`The ${waitsFor} score of an item is missing.`);
  const figure = sampleFigure(total, { ...level, confidence: plan.confidence });
  const measured = roundedDecimal(figure.value, level.rounding);
  return {
    id: bundle.id,
    populationHash: hash,
    commitment: commitmentOf(nonces.committed),
    seed,
    size,
    drawn: drawSample({ population, seed, size }),
    twice,
    disagreements,
    ...total,
    measured,
    interval: figure.interval,
    confidence: plan.confidence,
    verdict: statusOf(level, measured),
    bundleHash: bundleHash(bundle),
  };
}

/** The scores of a bundle as they are weighed: what was not given is absent. */
export function itemScoresOf(bundle: Pick<SampleBundle, "scores">): ItemScores[] {
  return bundle.scores.map(({ first, second, ruling }) => ({
    first,
    ...(second ? { second } : {}),
    ...(ruling ? { ruling } : {}),
  }));
}

/** The exact figure of so many errors among so many units, in the level's unit, and its interval. */
export function sampleFigure(
  { errors, units }: Score,
  by: Pick<SampleBundle["level"], "direction" | "times"> & Pick<SampleBundle["plan"], "confidence">,
) {
  const { direction, times, confidence } = by;
  const hits = direction === "higher" ? units - errors : errors;
  const interval = wilsonInterval(hits, units, { confidence, times });
  if (interval === null) throw new RangeError("A sample without units has no figure.");
  return { hits, value: rational(BigInt(hits) * BigInt(times), BigInt(units)), interval };
}
