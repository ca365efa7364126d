import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { FIRST_LINK, periodCloseHash } from "../../domain/service-levels/period-close.ts";
import { recomputeVerdict } from "../../domain/service-levels/recompute.ts";
import { RULE_VERSION } from "../../domain/service-levels/rule-version.ts";
import { NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import { addCalendarVersion } from "../../server/service-levels/add-calendar-version.ts";
import { closeMonth } from "../../server/service-levels/close-month.ts";
import { monthFigures } from "../../server/service-levels/month-figures.ts";
import { monthRows } from "../../server/service-levels/month-rows.ts";
import { engagementMonths, monthStrip } from "../../server/service-levels/month-strip.ts";
import { frozenVerdicts, periodCloses } from "../../server/service-levels/period-close.read.ts";
import { closedMonth, reviewedMonth } from "../factories/closed-month.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { importLog } from "../factories/imported.ts";
import { member } from "../factories/people.ts";
import { serviceDeskExport, toCsv } from "../factories/service-desk-export.ts";
import { refusedUnchanged, unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let c: Contracted;
let manager: Viewer;
const LOG = Buffer.from(toCsv(serviceDeskExport({ rows: 1200 })));

beforeAll(async () => {
  world = await openWorld();
  c = await contracted(world);
  manager = await member(world, { name: "Marketplace", kind: "marketplace", role: "account_manager" });
  await importLog(world, c, LOG);
});
afterAll(() => world.close());

const figures = async (one: Contracted, month: string, viewer = one.provider) => {
  const p = { viewer, engagementIds: [one.engagementId], month, now: world.clock.now() };
  return (await world.db.readOrg(viewer, (tx) => monthFigures(tx, p)))[0];
};

const rowsOf = (one: Contracted, levelId: string, month: string, viewer = one.provider) =>
  world.db.readOrg(viewer, (tx) =>
    monthRows(tx, { viewer, engagementId: one.engagementId, levelId, month, now: world.clock.now() }).then(
      (page) => page?.rows ?? null,
    ),
  );

const close = (one: Contracted, month: string, viewer = one.provider) =>
  closedMonth(world, one, month, viewer);
const freeze = (one: Contracted, month: string, viewer = one.provider) =>
  closeMonth(world.caller(viewer), { engagementId: one.engagementId, month });

const FROZEN = "select count(*)::int as n from period_close where engagement_id = $1";
const frozenCount = async (one: Contracted) => (await world.row(FROZEN, [one.engagementId])).n;

const weekdays = (hours: [string, string]) => ({
  mon: [hours],
  tue: [hours],
  wed: [hours],
  thu: [hours],
  fri: [hours],
});

describe("a month that is open", () => {
  test("is measured per level, with the desk's own verdict and a sample interval beside it", async () => {
    const month = await figures(c, "2016-02");
    expect(month?.state).toBe("ready");
    expect(month?.calendarVersion).toBe(1);
    expect(month?.levels.map((level) => level.levelId)).toEqual(["resolve", "acknowledge", "reopen_rate"]);
    for (const level of month?.levels ?? []) {
      expect(level.n).toBeGreaterThan(20);
      const expected = ((level.hits / level.n) * 100).toFixed(2);
      expect(Math.abs(Number(level.measured) - Number(expected))).toBeLessThan(0.011);
      expect(Number(level.interval?.low)).toBeLessThanOrEqual(Number(level.measured) + 0.1);
      expect(Number(level.interval?.high)).toBeGreaterThanOrEqual(Number(level.measured) - 0.1);
    }
    expect(month?.levels[0]?.desk?.n).toBeGreaterThan(0);
  });

  test("shows the rows behind a percentage, misses first, as many as it counts", async () => {
    for (const level of (await figures(c, "2016-02"))?.levels ?? []) {
      const rows = (await rowsOf(c, level.levelId, "2016-02")) ?? [];
      const verdicts = rows.map((row) => row.verdict);
      expect(verdicts.filter((one) => one === "met" || one === "breached")).toHaveLength(level.n);
      expect(verdicts.filter((one) => one === "breached")).toHaveLength(level.misses);
      expect(verdicts.lastIndexOf("breached")).toBe(level.misses - 1);
    }
  });

  test("is the same for buyer, provider and account manager, and not there for anyone else", async () => {
    const stranger = await contracted(world);
    const own = await figures(c, "2016-02");
    expect(await figures(c, "2016-02", c.buyer)).toEqual(own);
    expect(await figures(c, "2016-02", manager)).toEqual(own);
    expect(await figures(c, "2016-02", stranger.provider)).toBeUndefined();
    expect(await rowsOf(c, "resolve", "2016-02", stranger.buyer)).toBeNull();
  });

  test("suggests the first open month with work", async () => {
    const p = { viewer: c.provider, engagementId: c.engagementId, now: world.clock.now() };
    const months = await world.db.readOrg(c.provider, (tx) => engagementMonths(tx, p));
    expect(months).toMatchObject({ suggested: "2016-02", closable: "2016-02", zone: "America/Sao_Paulo" });
    const strip = await world.db.readOrg(c.provider, (tx) => monthStrip(tx, { ...p, month: "2016-04" }));
    expect(strip.map((one) => one.month)).toEqual(["2016-02", "2016-03", "2016-04"]);
  });

  test("follows a new calendar from the month in which it takes effect at the start", async () => {
    const one = await contracted(world);
    await importLog(world, one, LOG);
    const before = [await figures(one, "2016-02"), await figures(one, "2016-03")];
    const calendar = { zone: "America/Sao_Paulo", weekly: weekdays(["09:00", "09:30"]) };
    const added = {
      engagementId: one.engagementId,
      calendar,
      effectiveFrom: "2016-03-01",
      note: "Half an hour a day",
    };
    await addCalendarVersion(world.caller(one.buyer), added);
    await world.drainJobs();
    expect(await figures(one, "2016-02")).toEqual(before[0]);
    const after = await figures(one, "2016-03");
    expect(after?.calendarVersion).toBe(2);
    expect(after?.levels[0]?.hits).toBeGreaterThan(before[1]?.levels[0]?.hits ?? 0);
  });
});

describe("closing a month", () => {
  test("freezes verdicts that rebuild exactly, under a hash over them and the month before", async () => {
    const one = await contracted(world);
    await importLog(world, one, LOG);
    const live = await figures(one, "2016-02");
    await close(one, "2016-02");
    const frozen = await figures(one, "2016-02");
    // Lists read a frozen month without the rows behind its figures; those come a page at a time.
    expect(frozen?.levels).toEqual(live?.levels.map((level) => ({ ...level, counted: null })));
    const p = { viewer: one.buyer, engagementId: one.engagementId, month: "2016-02" };
    const verdicts = await world.db.readOrg(one.buyer, (tx) => frozenVerdicts(tx, p));
    expect(verdicts.length).toBeGreaterThan(100);
    for (const verdict of verdicts)
      expect(recomputeVerdict(JSON.parse(JSON.stringify(verdict.bundle)))).toMatchObject({
        verdict: verdict.verdict,
        netSeconds: verdict.netSeconds,
        grossSeconds: verdict.grossSeconds,
        targetSeconds: verdict.targetSeconds,
        breachAt: verdict.breachAt,
        bundleHash: verdict.bundleHash,
      });
    await close(one, "2016-03", manager);
    const closes = (
      await world.db.readOrg(one.buyer, (tx) =>
        periodCloses(tx, { viewer: one.buyer, engagementIds: [one.engagementId] }),
      )
    ).get(one.engagementId);
    const [first, second] = closes ?? [];
    expect(first).toMatchObject({ prevHash: FIRST_LINK, ruleVersion: RULE_VERSION, calendarVersion: 1 });
    expect(second?.prevHash).toBe(first?.hash);
    const { engagementId, period, ruleVersion, calendarVersion, itemCount, eventCount, prevHash, hash } =
      first ?? {};
    const stored = await world.owner.query("select levels from period_close where id = $1", [first?.id]);
    const { levels } = stored.rows[0];
    const others = await world.owner.query(
      `select level_id as "levelId", bundle_hash as "bundleHash" from frozen_figure where period_close_id = $1`,
      [first?.id],
    );
    const content = {
      engagementId,
      period,
      ruleVersion,
      calendarVersion,
      itemCount,
      eventCount,
      levels,
      prevHash,
      figures: others.rows,
    };
    expect(
      periodCloseHash({
        ...content,
        verdicts: verdicts.map(({ workItemId, levelId, verdict, bundleHash }) => ({
          workItemId,
          levelId,
          verdict,
          bundleHash,
        })),
      } as never),
    ).toBe(hash);
  });

  test("makes the month independent of a calendar or of work that comes later", async () => {
    const one = await contracted(world);
    await importLog(world, one, LOG);
    await close(one, "2016-02");
    const frozen = await figures(one, "2016-02");
    const rows = await rowsOf(one, "resolve", "2016-02");
    const calendar = { zone: "America/Sao_Paulo", weekly: weekdays(["03:00", "03:01"]) };
    const added = {
      engagementId: one.engagementId,
      calendar,
      effectiveFrom: "2016-01-01",
      note: "One minute a day",
    };
    await addCalendarVersion(world.caller(one.provider), added);
    await importLog(
      world,
      one,
      Buffer.from(toCsv(serviceDeskExport({ rows: 400, seed: 9 })).replaceAll("INC", "NEW")),
    );
    expect(await figures(one, "2016-02")).toEqual(frozen);
    const verdicts = (all: typeof rows) =>
      all?.map(({ verdict, bundleHash, netSeconds }) => [verdict, bundleHash, netSeconds]);
    expect(verdicts(await rowsOf(one, "resolve", "2016-02"))).toEqual(verdicts(rows));
  });

  test("twice at once freezes once, and a later attempt is refused", async () => {
    const one = await contracted(world);
    await importLog(world, one, LOG);
    await reviewedMonth(world, one, "2016-02");
    const answers = await Promise.allSettled([1, 2, 3].map(() => freeze(one, "2016-02")));
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
    const refusals = answers.flatMap((answer) =>
      answer.status === "rejected" ? [answer.reason.code] : [],
    );
    expect(refusals).toEqual(["month_frozen", "month_frozen"]);
    await refusedUnchanged(world, () => freeze(one, "2016-02"), { message: "2016-02 is frozen already." });
    expect(await frozenCount(one)).toBe(1);
  });

  test("with one retry key answers the same twice", async () => {
    const one = await contracted(world);
    await reviewedMonth(world, one, "2016-02");
    const closing = () =>
      closeMonth(world.caller(one.provider, "key-1"), { engagementId: one.engagementId, month: "2016-02" });
    expect(await closing()).toEqual(await closing());
    expect(await frozenCount(one)).toBe(1);
  });

  test("asks billing for the statement once", async () => {
    const one = await contracted(world);
    await close(one, "2016-02");
    const { rows } = await world.owner.query(
      `select j.payload from graphile_worker._private_jobs j
       join period_close p on p.id::text = j.payload->>'periodCloseId'
       where p.engagement_id = $1`,
      [one.engagementId],
    );
    expect(rows.map((row) => row.payload.organizationId)).toEqual([one.buyer.organizationId]);
  });

  test.each([
    ["that has not ended", "2026-11", "month_not_over"],
    ["after one that is open and holds work", "2016-03", "earlier_month_open"],
    ["before the contract began", "2016-01", "month_outside_contract"],
    ["that is none", "2016-13", "invalid_input"],
  ])("%s is refused and freezes nothing", async (_name, month, code) => {
    // A month may be reviewed before an earlier one; freezing it is what waits.
    await reviewedMonth(world, c, month).catch((error) => expect(error).toMatchObject({ code }));
    await refusedUnchanged(world, () => freeze(c, month), { code });
    expect(await frozenCount(c)).toBe(0);
  });

  test("is refused until the month has ended in the contract's own zone", async () => {
    const one = await contracted(world);
    const now = world.clock.now();
    // Midnight in UTC is 21:00 of the day before in São Paulo (22:00 in its summer time).
    world.clock.moveTo(Temporal.Instant.from("2026-11-01T02:59:00Z"));
    await refusedUnchanged(world, () => freeze(one, "2026-10"), { code: "month_not_over" });
    world.clock.moveTo(Temporal.Instant.from("2026-11-01T03:00:00Z"));
    await close(one, "2026-10");
    world.clock.moveTo(now);
    expect(await frozenCount(one)).toBe(1);
  });

  test("before one that is frozen is refused", async () => {
    const one = await contracted(world);
    await close(one, "2016-04");
    await refusedUnchanged(world, () => freeze(one, "2016-03"), { code: "later_month_frozen" });
  });

  test("is the provider's and the account manager's to do; a stranger finds no contract", async () => {
    const one = await contracted(world);
    const stranger = await contracted(world);
    await reviewedMonth(world, one, "2016-02");
    const by = (viewer: Viewer) => expect(freeze(one, "2016-02", viewer)).rejects;
    await unchangedBy(world, () => by(one.buyer).toThrow(NotAllowed));
    await unchangedBy(world, () => by(stranger.provider).toThrow(NotFound));
    expect(await frozenCount(one)).toBe(0);
    await close(one, "2016-02", manager);
    expect(await frozenCount(one)).toBe(1);
  });

  test("leaves rows that nobody can change", async () => {
    const one = await contracted(world);
    const { id } = await close(one, "2016-02");
    for (const sql of [
      "update period_close set hash = 'x' where id = $1",
      "delete from period_close where id = $1",
    ])
      await unchangedBy(world, () => expect(world.owner.query(sql, [id])).rejects.toThrow("append-only"));
  });
});
