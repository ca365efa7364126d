import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { courseOnDay, type LevelCourse } from "../../domain/service-levels/month-course.ts";
import { backTest } from "../../domain/service-levels/share-forecast.ts";
import { formatDecimal } from "../../domain/shared/decimal.ts";
import { contractedEngagements } from "../../server/delivery/contracted-engagement.ts";
import { readEngagementFacts } from "../../server/portfolio/engagement-facts.read.ts";
import { standingOutlooks } from "../../server/portfolio/standing-outlook.read.ts";
import { takeCreditOutlook } from "../../server/portfolio/take-credit-outlook.ts";
import { monthFigures } from "../../server/service-levels/month-figures.ts";
import { ask } from "../factories/ask.ts";
import { counting } from "../factories/counting.ts";
import { member } from "../factories/people.ts";
import { toldStory } from "../factories/told-story.ts";
import { openWorld, type World } from "../world.ts";

const NOW = Temporal.Instant.from("2026-11-25T20:00:00Z");
const FORECAST = `query($id: ID!) { monthForecast(engagementId: $id) { month day
  levels { levelId method reason value low high n remaining earlier { months from to }
    test { months from to error naiveError inside } }
  credits { now { amountMinor } forecast { amountMinor } worst { amountMinor } levels { name } } } }`;
const WEEKS = `query($first: Int, $after: String) { creditWeeks(first: $first, after: $after) {
  edges { node { engagementId weeks { weekOf month forecast { amountMinor } } } }
  pageInfo { hasNextPage endCursor } } }`;

let world: World;
let staff: Viewer;
let stranger: Viewer;
let halden: { id: string; buyer: string; provider: string };

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  await toldStory(world, NOW);
  staff = await member(world, { name: "Weeks Staff", kind: "marketplace", role: "account_manager" });
  stranger = await member(world, { name: "Weeks Stranger", kind: "buyer", role: "owner" });
  const { rows } =
    await world.owner.query(`select e.id, e.organization_id as buyer, e.provider_id as provider
    from engagement e join organization b on b.id = e.organization_id where b.slug = 'halden-foods'`);
  halden = rows[0];
});
afterAll(() => world.close());

const forecast = async (viewer: Viewer) =>
  (await ask(world, viewer, FORECAST, { id: halden.id })).data?.monthForecast ?? null;

describe("the course of a frozen month", () => {
  test("ends with its frozen figures, for every level that has one", async () => {
    const { rows } = await world.owner.query(`
      select count(*)::int as courses, count(*) filter (where (l -> 'n' ->> -1) is distinct from f ->> 'n'
        or (l -> 'hits' ->> -1) is distinct from f ->> 'hits')::int as wrong
      from month_course c join period_close p on p.engagement_id = c.engagement_id and p.period = c.period
      cross join lateral jsonb_array_elements(c.levels) l
      join lateral jsonb_array_elements(p.levels) f on f ->> 'levelId' = l ->> 'levelId'`);
    expect(rows[0].courses).toBeGreaterThan(200);
    expect(rows[0].wrong).toBe(0);
  });
});

describe("the forecast of the running month", () => {
  test("is told to both parties and staff alike, and to nobody else", async () => {
    const told = await forecast(staff);
    expect(told).toMatchObject({ month: "2026-11", day: 24 });
    for (const organizationId of [halden.buyer, halden.provider]) {
      const kind = organizationId === halden.buyer ? "buyer" : "provider";
      const party = world.viewer({
        organizationId,
        kind,
        role: "owner",
        userId: staff.userId,
      });
      expect(await forecast(party)).toEqual(told);
    }
    expect(await forecast(stranger)).toBeNull();
  });

  test("shows the error that replaying the stored months gives, and the nearer of the two", async () => {
    const { levels, day } = await forecast(staff);
    const { rows } = await world.owner.query<{ period: string; levels: LevelCourse[] }>(
      "select period, levels from month_course where engagement_id = $1 order by period",
      [halden.id],
    );
    const tried = levels.filter((level: { test: unknown }) => level.test);
    expect(tried.length).toBeGreaterThanOrEqual(4);
    for (const { levelId, test: shown, method } of tried) {
      const months = rows.flatMap(({ period, levels: all }) =>
        all.filter((one) => one.levelId === levelId).map((one) => courseOnDay(one, { period, day })),
      );
      const made = backTest(months);
      expect(shown.months).toBe(11);
      expect(
        made && [formatDecimal(made.error, 2), formatDecimal(made.naiveError, 2), made.inside],
      ).toEqual([shown.error, shown.naiveError, shown.inside]);
      if (method === "earlier_months")
        expect(Number(shown.error)).toBeLessThanOrEqual(Number(shown.naiveError));
      else expect(Number(shown.error)).toBeGreaterThanOrEqual(Number(shown.naiveError));
    }
  });

  test("has an interval that holds what it states, on every day and over every contract", async () => {
    const { rows } = await world.owner.query<{ id: string; period: string; levels: LevelCourse[] }>(
      "select engagement_id as id, period, levels from month_course order by period",
    );
    const courses = rows.flatMap(({ id, period, levels }) =>
      levels.map((course) => ({ key: `${id}/${course.levelId}`, period, course })),
    );
    const byLevel = [...Map.groupBy(courses, (one) => one.key).values()];
    expect(byLevel.length).toBeGreaterThan(20);
    for (const day of [5, 10, 15, 20, 25]) {
      const tests = byLevel.flatMap(
        (months) =>
          backTest(months.map(({ course, period }) => courseOnDay(course, { period, day }))) ?? [],
      );
      const all = tests.reduce((sum, one) => sum + one.months, 0);
      const inside = tests.reduce((sum, one) => sum + one.inside, 0);
      expect(all, `day ${day}`).toBeGreaterThan(200);
      expect(inside / all, `day ${day}`).toBeGreaterThanOrEqual(0.95);
    }
  });

  test("prices what is shown on the portfolio", async () => {
    const { credits } = await forecast(staff);
    const { data } = await ask(
      world,
      staff,
      `{ portfolio { engagements { engagementId creditAtRisk { amountMinor }
      credits { now { amountMinor } forecast { amountMinor } worst { amountMinor } levels { name } }
      score { value trend { period } } } } }`,
    );
    const row = data.portfolio.engagements.find(
      (one: { engagementId: string }) => one.engagementId === halden.id,
    );
    expect(row.credits).toEqual(credits);
    expect(row.creditAtRisk).toEqual(credits.now);
    expect(row.score.trend).toHaveLength(13);
    expect(Number(row.score.value)).toBeGreaterThan(0);
  });

  test("takes four statements, for the whole portfolio as for one engagement", async () => {
    const now = world.clock.now();
    const known = await world.db.readOrg(staff, async (tx) => {
      const facts = await readEngagementFacts(tx, { viewer: staff, now, since: "2025-11" });
      const ids = facts.map((one) => one.id);
      const contracts = await contractedEngagements(tx, { viewer: staff, ids });
      const months = await monthFigures(tx, { viewer: staff, engagementIds: ids, month: "2026-11", now });
      return {
        facts,
        contracts: new Map(contracts.map((one) => [one.id, one])),
        figures: new Map(months.map((one) => [one.engagementId, one])),
      };
    });
    const read = (count: number) =>
      counting(world, staff, (tx) =>
        standingOutlooks(tx, { viewer: staff, now, ...known, facts: known.facts.slice(0, count) }),
      );
    expect(known.facts).toHaveLength(9);
    expect([await read(1), await read(9)]).toEqual([4, 4]);
  });
});

describe("the weekly look", () => {
  const payload = () => ({ engagementId: halden.id, organizationId: halden.buyer });
  const kept = async () =>
    (
      await world.owner.query(
        `select week_of::text as week, forecast_minor::text as forecast from credit_outlook
         where engagement_id = $1 order by week_of`,
        [halden.id],
      )
    ).rows;

  test("keeps a week's first look, once, as the forecast then was", async () => {
    const before = await kept();
    expect(before.map((one) => one.week)).toContain("2026-11-23");
    world.clock.moveTo(Temporal.Instant.from("2026-11-30T05:00:00Z"));
    const { credits } = await forecast(staff);
    await takeCreditOutlook(world, payload());
    await takeCreditOutlook(world, payload());
    const after = await kept();
    expect(after).toEqual([...before, { week: "2026-11-30", forecast: credits.forecast.amountMinor }]);
    await expect(world.owner.query("update credit_outlook set now_minor = 0")).rejects.toThrow();
  });

  test("is listed to account managers page by page, each contract once", async () => {
    const first = await ask(world, staff, WEEKS, { first: 3 });
    const rest = await ask(world, staff, WEEKS, {
      first: 50,
      after: first.data.creditWeeks.pageInfo.endCursor,
    });
    const whole = await ask(world, staff, WEEKS, { first: 50 });
    const nodes = (answer: typeof first) =>
      answer.data.creditWeeks.edges.map(
        (edge: { node: { engagementId: string } }) => edge.node.engagementId,
      );
    expect([...nodes(first), ...nodes(rest)]).toEqual(nodes(whole));
    expect(new Set(nodes(whole)).size).toBe(9);
    expect((await ask(world, stranger, WEEKS)).errors).toHaveLength(1);
  });
});
