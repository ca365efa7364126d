import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { metricById, serviceModule } from "../../domain/catalogue/catalogue.ts";
import { levelFromMetric } from "../../domain/catalogue/level-from-metric.ts";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import type { LevelFigure } from "../../domain/service-levels/level-figure.ts";
import { monthsBetween } from "../../domain/shared/period.ts";
import { closedMonth } from "../factories/closed-month.ts";
import { contracted } from "../factories/contracted.ts";
import { importLog } from "../factories/imported.ts";
import { serviceDeskExport, toCsv } from "../factories/service-desk-export.ts";
import { toldStory } from "../factories/told-story.ts";
import { openWorld, type World } from "../world.ts";

const NOW = Temporal.Instant.from("2026-11-21T20:00:00Z");
const TOOL = join(import.meta.dirname, "../../server/cli/recompute.ts");
const REAL = join(import.meta.dirname, "../../../shared/data/itsm/incident_event_log.csv");
const MONTHS = monthsBetween({ first: "2016-02", last: "2016-06" });
/** Every kind of level that the work of a service desk can be measured by. */
const MEASURED = [
  "resolve",
  "acknowledge",
  "mean_time_to_resolve",
  "reopen_rate",
  "backlog_age",
  "availability",
];

let world: World;

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  await toldStory(world, NOW);
  const one = await contracted(world, {
    terms: { startsOn: "2016-02-01", serviceLevels: deskLevels() },
  });
  const log = existsSync(REAL) ? readFileSync(REAL) : toCsv(serviceDeskExport({ rows: 4130 }));
  await importLog(world, one, Buffer.from(log));
  for (const month of MONTHS) await closedMonth(world, one, month);
}, 240_000);
afterAll(() => world.close());

function deskLevels(): ServiceLevel[] {
  const module = serviceModule("it_support");
  const levels = MEASURED.flatMap((id) => {
    const metric = metricById(module, id);
    return metric ? [levelFromMetric({ metric, id, currency: "USD" })] : [];
  });
  return levels.map((level, index) => ({
    ...level,
    weightBps: index === 0 ? 10_000 : 0,
    minimumSample: 0,
  }));
}

function rebuilt(bundles: readonly unknown[]) {
  const ran = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", TOOL, "verdict"], {
    input: JSON.stringify(bundles),
    encoding: "utf8",
    maxBuffer: 1 << 29,
  });
  expect(ran.stderr).toBe("");
  expect(ran.status).toBe(0);
  return JSON.parse(ran.stdout) as Record<string, unknown>[];
}

describe("every frozen row of the story and of the imported service desk", () => {
  test("of a clock is rebuilt by the tool, none left out", async () => {
    const { rows } = await world.owner.query("select * from verdict order by id");
    expect(rows.length).toBeGreaterThan(1000);
    const results = rebuilt(rows.map((row) => row.bundle));
    expect(results).toHaveLength(rows.length);
    for (const [index, row] of rows.entries())
      expect(results[index]).toMatchObject({
        verdict: row.verdict,
        netSeconds: row.net_seconds,
        grossSeconds: row.gross_seconds,
        targetSeconds: row.target_seconds,
        bundleHash: row.bundle_hash,
      });
  });

  test("of any other level is rebuilt by the tool, none left out", async () => {
    const { rows } = await world.owner.query(
      `select f.*, l.figure from frozen_figure f join period_close p on p.id = f.period_close_id,
         jsonb_array_elements(p.levels) as l(figure) where l.figure->>'levelId' = f.level_id order by f.id`,
    );
    const results = rebuilt(rows.map((row) => row.bundle));
    expect(results).toHaveLength(rows.length);
    for (const [index, row] of rows.entries()) {
      const figure: LevelFigure = row.figure;
      expect(results[index], `${row.level_id} ${row.bundle.month}`).toMatchObject({
        kind: figure.kind,
        verdict: figure.status,
        ...only(figure, ["measured", "gross", "n", "hits", "misses", "excluded", "excused", "interval"]),
        counted: figure.counted ?? [],
        bundleHash: row.bundle_hash,
      });
    }
    const kinds = new Set(rows.map((row) => row.kind));
    expect([...kinds].sort()).toEqual(expect.arrayContaining(["continuous", "count", "ratio"]));
  });

  test("and what a correction reads otherwise is rebuilt by the tool, clocks and figures alike", async () => {
    const { rows } = await world.owner.query(
      "select verdicts, figures, levels from correction order by id",
    );
    const corrected = rows.flatMap((row) =>
      [...row.verdicts, ...row.figures].flatMap((one) => (one.corrected ? [one.corrected] : [])),
    );
    expect(corrected.length).toBeGreaterThan(0);
    const results = rebuilt(corrected.map((one) => one.bundle));
    for (const [index, one] of corrected.entries())
      expect(results[index]).toMatchObject({
        verdict: one.verdict ?? one.status,
        bundleHash: one.bundleHash,
      });
  });

  test("leaves no level of any frozen month without bundles", async () => {
    const { rows } = await world.owner.query(
      `select p.period, l.figure->>'levelId' as level, l.figure->>'kind' as kind
       from period_close p, jsonb_array_elements(p.levels) as l(figure)
       where l.figure->>'kind' not in ('clock_attainment', 'duration')
         and not exists (select 1 from frozen_figure f where f.period_close_id = p.id
           and f.level_id = l.figure->>'levelId')`,
    );
    expect(rows).toEqual([]);
    const { rows: clocks } = await world.owner.query(
      `select p.period, l.figure->>'levelId' as level from period_close p,
         jsonb_array_elements(p.levels) as l(figure)
       where l.figure->>'kind' in ('clock_attainment', 'duration') and (l.figure->>'n')::int >
         (select count(*) from verdict v where v.period_close_id = p.id and v.level_id = l.figure->>'levelId')`,
    );
    expect(clocks).toEqual([]);
  });
});

function only(figure: LevelFigure, names: readonly (keyof LevelFigure)[]) {
  return Object.fromEntries(names.map((name) => [name, figure[name]]));
}
