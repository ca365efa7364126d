import { metricById, serviceModule } from "../../domain/catalogue/catalogue.ts";
import { levelFromMetric } from "../../domain/catalogue/level-from-metric.ts";
import type { SamplingPlan } from "../../domain/catalogue/sampling-plan.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { beginSample } from "../../server/service-levels/begin-sample.ts";
import { drawSample } from "../../server/service-levels/draw-sample.ts";
import { monthFigures } from "../../server/service-levels/month-figures.ts";
import { findSample, sampleIds } from "../../server/service-levels/sample.read.ts";
import { ruleSampleItem, scoreSampleItem } from "../../server/service-levels/score-sample.ts";
import type { World } from "../world.ts";
import { type Contracted, contracted } from "./contracted.ts";

export const MONTH = "2026-10";
export const LEVEL = "posting_accuracy";

export type SampleStory = Contracted & { lines: string[] };

/** A bookkeeping contract whose one level is drawn and scored, with posted lines of October 2026. */
export async function sampleStory(
  world: World,
  p: { lines?: number; plan?: Partial<SamplingPlan> } = {},
): Promise<SampleStory> {
  const metric = metricById(serviceModule("bookkeeping"), LEVEL);
  if (!metric) throw new Error(LEVEL);
  const begun = levelFromMetric({ metric, id: LEVEL, currency: "USD" });
  if (!begun.samplePlan) throw new Error("A sampled level begins with a plan.");
  const samplePlan = { ...begun.samplePlan, minimum: 4, maximum: 4, ...p.plan };
  const one = await contracted(world, {
    moduleCode: "bookkeeping",
    terms: {
      startsOn: "2026-09-01",
      serviceLevels: [{ ...begun, weightBps: 10_000, minimumSample: 0, samplePlan }],
      calendar: null,
    },
  });
  const lines: string[] = [];
  for (let number = 1; number <= (p.lines ?? 12); number += 1)
    lines.push(await postedLine(world, one, number));
  return { ...one, lines };
}

async function postedLine(world: World, one: Contracted, number: number): Promise<string> {
  const at = `2026-10-${String(1 + (number % 28)).padStart(2, "0")}T12:00:00Z`;
  const parties = [one.buyer.organizationId, one.provider.organizationId];
  const row = await world.row(
    `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title, state,
       opened_at, resolved_at)
     values ($1, $2, $3, 'books', $4, 'posting_line', 'Supplier bill', 'resolved', $5, $5) returning id`,
    [...parties, one.engagementId, `LIN${number}`, at],
  );
  for (const [position, type] of ["start", "stop"].entries())
    await world.owner.query(
      `insert into work_item_event (organization_id, provider_id, work_item_id, source_key, position, type, at, actor)
       values ($1, $2, $3, $4, $5, $6, $7, 'books')`,
      [...parties, row.id, `s${position}`, position, type, at],
    );
  return row.id;
}

export const begin = (world: World, viewer: Viewer, story: Contracted, words?: string, key?: string) =>
  beginSample(world.caller(viewer, key), {
    engagementId: story.engagementId,
    levelId: LEVEL,
    month: MONTH,
    ...(words ? { words } : {}),
  });

export const draw = (world: World, viewer: Viewer, sampleId: string, words?: string) =>
  drawSample(world.caller(viewer), { sampleId, ...(words ? { words } : {}) });

export type Said = { position: number; errors: number; units?: number };

export const score = (world: World, viewer: Viewer, sampleId: string, said: Said) =>
  scoreSampleItem(world.caller(viewer), { sampleId, note: "", ...said });

export const decide = (world: World, viewer: Viewer, sampleId: string, said: Said) =>
  ruleSampleItem(world.caller(viewer), { sampleId, note: "", ...said });

/** Begun by the provider and drawn by the buyer; answers the sample's id. */
export async function drawnSample(world: World, story: SampleStory): Promise<string> {
  const { id } = await begin(world, story.provider, story);
  await draw(world, story.buyer, id);
  return id;
}

/** Every item scored by both sides, with errors at the given positions. */
export async function scoreAll(
  world: World,
  story: SampleStory,
  p: { id: string; size: number; wrong: readonly number[] },
): Promise<void> {
  for (const viewer of [story.buyer, story.provider])
    for (let position = 0; position < p.size; position += 1)
      await score(world, viewer, p.id, { position, errors: p.wrong.includes(position) ? 1 : 0 });
}

export const sampleAs = (world: World, viewer: Viewer, id: string) =>
  world.db.readOrg(viewer, (tx) => findSample(tx, { viewer, id }));

export const idsAs = (world: World, viewer: Viewer, id: string) =>
  world.db.readOrg(viewer, (tx) => sampleIds(tx, { viewer, id }));

/** The month's one figure, as the buyer sees it. */
export async function figureOf(world: World, story: SampleStory, month = MONTH) {
  const p = { viewer: story.buyer, engagementIds: [story.engagementId], month, now: world.clock.now() };
  const [found] = await world.db.readOrg(story.buyer, (tx) => monthFigures(tx, p));
  return found?.levels[0];
}

/** Everything that a refusal about samples must leave alone. */
export async function sampleTraces(world: World): Promise<string> {
  const { rows } = await world.owner.query(
    `select (select json_agg(s order by id) from sample s) as samples,
       (select json_agg(s order by id) from sample_score s) as scores,
       (select count(*) from period_close) as closes, (select count(*) from audit_event) as audit`,
  );
  return JSON.stringify(rows[0]);
}
