import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { metricById, serviceModule } from "../../domain/catalogue/catalogue.ts";
import { levelFromMetric } from "../../domain/catalogue/level-from-metric.ts";
import type { CorrectedFigure } from "../../domain/service-levels/corrected-figures.ts";
import { recomputeVerdict } from "../../domain/service-levels/recompute.ts";
import { acceptCorrection } from "../../server/service-levels/decide-correction.ts";
import { recordCorrection } from "../../server/service-levels/record-correction.ts";
import { ask } from "../factories/ask.ts";
import { closedMonth } from "../factories/closed-month.ts";
import { insertEvent } from "../factories/contest-story.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const MONTH = "2026-10";
let world: World;
beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T09:00:00Z" });
});
afterAll(() => world.close());

const module = serviceModule("it_support");
const levels = ["reopen_rate", "backlog_age"].map((id) => {
  const metric = metricById(module, id);
  if (!metric) throw new Error(id);
  const level = levelFromMetric({ metric, id, currency: "USD" });
  return { ...level, weightBps: id === "reopen_rate" ? 10_000 : 0, minimumSample: 0 };
});

/** October with three incidents, none reopened, frozen; then one of them turns out to have come back. */
async function reopenedLate(): Promise<Contracted> {
  const one = await contracted(world, {
    terms: { startsOn: "2026-10-01", zone: "UTC", calendar: null, serviceLevels: levels },
  });
  const ids: string[] = [];
  for (const day of ["05", "06", "07"]) {
    const { id } = await world.row(
      `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title, state,
         opened_at, resolved_at) values ($1, $2, $3, 'desk', $4, 'incident', 'Printer', 'resolved', $5, $6)
       returning id`,
      [
        ...[one.buyer.organizationId, one.provider.organizationId, one.engagementId, `R-${day}`],
        ...[`2026-10-${day}T08:00:00Z`, `2026-10-${day}T10:00:00Z`],
      ],
    );
    await insertEvent(world, one, { workItemId: id, type: "start", at: `2026-10-${day}T08:00:00Z` });
    await insertEvent(world, one, { workItemId: id, type: "stop", at: `2026-10-${day}T10:00:00Z` });
    ids.push(id);
  }
  await closedMonth(world, one, MONTH);
  await world.drainJobs();
  for (const [type, at] of [
    ["reopen", "2026-10-06T12:00:00Z"],
    ["stop", "2026-10-06T14:00:00Z"],
  ] as const)
    await insertEvent(world, one, { workItemId: ids[0] ?? "", type, at });
  return one;
}

const correct = (one: Contracted) =>
  recordCorrection(world.caller(one.provider), {
    engagementId: one.engagementId,
    month: MONTH,
    reason: "The desk lost a reopening.",
  });

const stored = async (id: string) =>
  (await world.row("select figures, levels, hash from correction where id = $1", [id])) as {
    figures: CorrectedFigure[];
    levels: { levelId: string; measured: string; status: string; n: number; misses: number }[];
    hash: string;
  };

const FIGURES = `query($id: ID!) { correction(id: $id) { figures {
  levelId frozenStatus frozenHash kind status bundle bundleHash } } }`;

describe("a correction of a figure that no clock makes", () => {
  test("keeps the bundle that rebuilds it, beside the frozen one", async () => {
    const one = await reopenedLate();
    const { id } = await correct(one);
    const { figures, levels: read } = await stored(id);
    const [reopened] = figures;
    expect(reopened).toMatchObject({
      levelId: "reopen_rate",
      frozen: { status: "met" },
      corrected: { kind: "ratio", status: "failed" },
    });
    const figure = read.find((level) => level.levelId === "reopen_rate");
    expect(figure).toMatchObject({ measured: "33.33", n: 3, misses: 1 });
    expect(recomputeVerdict(reopened?.corrected?.bundle)).toMatchObject({
      verdict: figure?.status,
      measured: figure?.measured,
      n: figure?.n,
      misses: figure?.misses,
      bundleHash: reopened?.corrected?.bundleHash,
    });
    const frozen = await world.row(
      `select f.bundle, f.bundle_hash from frozen_figure f join period_close p on p.id = f.period_close_id
       where p.engagement_id = $1 and f.level_id = 'reopen_rate'`,
      [one.engagementId],
    );
    expect(frozen.bundle_hash).toBe(reopened?.frozen?.bundleHash);
    expect(recomputeVerdict(frozen.bundle)).toMatchObject({ verdict: "met", measured: "0.00" });
  });

  test("leaves out what was measured from the same work, and its hash covers what it keeps", async () => {
    const one = await reopenedLate();
    const { id } = await correct(one);
    const { figures, hash } = await stored(id);
    expect(figures.map((figure) => figure.levelId)).toEqual(["reopen_rate"]);
    expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
    await expect(
      world.owner.query("update correction set figures = '[]' where id = $1", [id]),
    ).rejects.toThrow(/never rewritten/);
    await acceptCorrection(world.caller(one.buyer), { correctionId: id });
    expect((await stored(id)).figures).toEqual(figures);
  });

  test("is read by both sides and by nobody else", async () => {
    const one = await reopenedLate();
    const other = await contracted(world);
    const { id } = await correct(one);
    for (const viewer of [one.buyer, one.provider]) {
      const { data } = await ask(world, viewer, FIGURES, { id });
      expect(data.correction.figures).toMatchObject([{ frozenStatus: "met", status: "failed" }]);
      expect(recomputeVerdict(data.correction.figures[0].bundle)).toMatchObject({
        bundleHash: data.correction.figures[0].bundleHash,
      });
    }
    expect((await ask(world, other.buyer, FIGURES, { id })).data.correction).toBeNull();
  });

  test("of a month that was frozen before figures had bundles keeps all of them", async () => {
    const one = await reopenedLate();
    await world.owner.query("alter table frozen_figure disable trigger append_only");
    await world.owner.query("delete from frozen_figure where organization_id = $1", [
      one.buyer.organizationId,
    ]);
    await world.owner.query("alter table frozen_figure enable trigger append_only");
    const { id } = await correct(one);
    const { figures } = await stored(id);
    expect(figures.map(({ levelId, frozen }) => [levelId, frozen])).toEqual([
      ["reopen_rate", null],
      ["backlog_age", null],
    ]);
  });

  test("is refused where nothing reads otherwise, and nothing changes", async () => {
    const one = await reopenedLate();
    await correct(one);
    await refusedUnchanged(world, () => correct(one), { code: "nothing_to_correct" });
  });
});
