import type { Temporal } from "temporal-polyfill";
import { type SampleSize, sampleSizeFor } from "../../domain/catalogue/sample-size.ts";
import type { SamplingPlan } from "../../domain/catalogue/sampling-plan.ts";
import { may } from "../../domain/identity/permissions.ts";
import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import { partyToDraw } from "../../domain/service-levels/sampling/sample.policy.ts";
import { monthOf } from "../../domain/shared/period.ts";
import type { Tx } from "../db.ts";
import { type ContractedEngagement, contractedEngagements } from "../delivery/contracted-engagement.ts";
import { mayBegin, populationOf } from "./begin-sample.ts";
import { factsOf, type SampleRow, sampleOfMonth } from "./sample.read.ts";

/** One sampled level in one month: its plan, what a draw would take, and the sample where it was begun. */
export type LevelSample = {
  engagementId: string;
  levelId: string;
  levelName: string;
  direction: "higher" | "lower";
  unit: string;
  month: string;
  zone: string;
  plan: SamplingPlan;
  isOver: boolean;
  /** Items there are to draw from: frozen once the draw has begun, else as of now. */
  of: number;
  size: SampleSize;
  sample: SampleRow | null;
  /** What the viewer may do next: begin, draw. */
  actions: string[];
};

/** Null where the viewer sees no such engagement or month, or the level has no sample plan. */
export async function levelSample(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; levelId: string; month: string; now: Temporal.Instant },
): Promise<LevelSample | null> {
  const { viewer, levelId, month, now } = p;
  const [engagement] = await contractedEngagements(tx, { viewer, ids: [p.engagementId] });
  const level = engagement?.terms.serviceLevels.find((one) => one.id === levelId);
  if (!engagement || !level?.samplePlan || !covers(engagement, month)) return null;
  const sample = await sampleOfMonth(tx, p);
  const plan = sample?.plan ?? level.samplePlan;
  const of = sample?.of ?? (await populationOf(tx, { engagement, level, plan, month })).length;
  const isOver = month < monthOf(now, engagement.zone);
  return {
    ...{ engagementId: engagement.id, levelId, levelName: level.name, month, zone: engagement.zone },
    ...{ direction: level.direction, unit: level.unit, plan, isOver, of, sample },
    size: sizeOf(plan, of, sample),
    actions: actionsFor({ viewer, engagement, plan, sample, now, mayStart: isOver && of > 0 }),
  };
}

function sizeOf(plan: SamplingPlan, of: number, sample: SampleRow | null): SampleSize {
  const size = sampleSizeFor(plan, of);
  return sample ? { ...size, size: sample.size } : size;
}

function covers(engagement: ContractedEngagement, month: string): boolean {
  const first = engagement.startsOn.toPlainYearMonth().toString();
  return month >= first && month <= (engagement.endsOn?.toPlainYearMonth().toString() ?? month);
}

function actionsFor(p: {
  viewer: Viewer;
  engagement: ContractedEngagement;
  plan: SamplingPlan;
  sample: SampleRow | null;
  now: Temporal.Instant;
  mayStart: boolean;
}): string[] {
  const { viewer, engagement, sample, now } = p;
  if (!sample) return p.mayStart && mayBegin(viewer, engagement, p.plan) ? ["begin"] : [];
  if (sample.drawnAt) return isStaff(viewer) && may(viewer, "contest:rule") ? ["rule"] : [];
  try {
    partyToDraw({ viewer, parties: sample, facts: factsOf(sample), now });
    return ["draw"];
  } catch {
    return [];
  }
}
