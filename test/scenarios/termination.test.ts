import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { checkTermination } from "../../server/billing/check-termination.ts";
import { tellTermination } from "../../server/service-levels/tell-termination.job.ts";
import { ask } from "../factories/ask.ts";
import { monthEnds, workIn } from "../factories/breach-story.ts";
import { type ContestStory, contestStory, LEVEL } from "../factories/contest-story.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

/** Two months in a row below target let the buyer end the contract. */
const TWICE = [{ kind: "consecutive_misses" as const, levelId: LEVEL, months: 2 }];
const WARNINGS = `{ warnings { edges { node {
  step title month note engagementId breachId workItemId levelName } } } }`;

let world: World;
let manager: Viewer;
let story: ContestStory;
let owners: { buyer: Viewer; provider: Viewer };

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T12:00:00Z" });
  manager = await member(world, { name: "Ending Staff", kind: "marketplace", role: "account_manager" });
  story = await contestStory(world, { termination: TWICE });
  const owner = ({ organizationId, organizationName, organizationKind }: Viewer) =>
    colleague(world, { organizationId, organizationName, kind: organizationKind, role: "owner" });
  owners = { buyer: await owner(story.buyer), provider: await owner(story.provider) };
  // The buyer's owner is told on Mondays from eight to nine, in UTC.
  await world.owner.query(
    `insert into notice_hours (organization_id, user_id, zone, opens, closes, days, updated_at)
     values ($1, $2, 'UTC', '08:00', '09:00', '{mon}', now())`,
    [story.buyer.organizationId, owners.buyer.userId],
  );
});
afterAll(() => world.close());

const missed = async (one: ContestStory, month: string) => {
  await workIn(world, one, { month, met: 1, missed: 1 });
  await monthEnds(world, one, month);
};
const reachedOf = async (one: ContestStory) =>
  (
    await world.owner.query(
      "select id, period, condition, because from termination_reached where engagement_id = $1 order by period",
      [one.engagementId],
    )
  ).rows;
const noticesOf = async (one: ContestStory) =>
  (
    await world.owner.query(
      `select n.user_id as "userId", n.show_at as "showAt" from warning_notice n
       join termination_reached x on x.id = n.termination_id where x.engagement_id = $1`,
      [one.engagementId],
    )
  ).rows;
const told = async (viewer: Viewer) => {
  const { data } = await ask(world, viewer, WARNINGS);
  const nodes = data.warnings.edges.map((edge: { node: { step: string } }) => edge.node);
  return nodes.filter((one: { step: string }) => one.step === "termination");
};

describe("a contract without triggers", () => {
  test("warns nobody, however bad its months are, and asks for no check", async () => {
    const plain = await contestStory(world);
    for (const month of ["2026-10", "2026-11"]) await missed(plain, month);
    expect(await reachedOf(plain)).toEqual([]);
    const period = await world.row("select id from period_close where engagement_id = $1 limit 1", [
      plain.engagementId,
    ]);
    const viewer = systemViewer(plain.buyer.organizationId, "test");
    const caller = { db: world.workDb, clock: world.clock, viewer };
    expect(await checkTermination(caller, { periodCloseId: period.id })).toEqual({ reached: 0 });
    expect(await noticesOf(plain)).toEqual([]);
  });
});

describe("a trigger of two months in a row", () => {
  test("is silent after the first", async () => {
    await missed(story, "2026-10");
    expect(await reachedOf(story)).toEqual([]);
  });

  test("warns both owners and the account manager when the second month freezes, in their hours", async () => {
    await missed(story, "2026-11");
    expect(await reachedOf(story)).toMatchObject([
      {
        period: "2026-11",
        condition: "Solved in time is missed 2 months in a row",
        because: "October 2026, November 2026",
      },
    ]);
    const people = [owners.buyer, owners.provider, manager].map((one) => one.userId).sort();
    const notices = await noticesOf(story);
    expect(notices.map((one) => one.userId).sort()).toEqual(people);
    const later = notices.find((one) => one.userId === owners.buyer.userId);
    expect(later?.showAt.toISOString()).toBe("2026-12-07T08:00:00.000Z");
    expect(await told(owners.buyer)).toEqual([]);
    for (const viewer of [owners.provider, manager])
      expect(await told(viewer)).toEqual([
        {
          step: "termination",
          title: "Solved in time is missed 2 months in a row",
          levelName: "Solved in time is missed 2 months in a row",
          month: "2026-11",
          note: "October 2026, November 2026",
          engagementId: story.engagementId,
          breachId: null,
          workItemId: null,
        },
      ]);
    expect(await told(story.buyer)).toEqual([]);
  });

  test("comes by mail to those whose hours have begun, under a kind that can be declined", async () => {
    const { rows } = await world.owner.query(
      "select user_id, subject from mail_message where kind like '%termination%' order by user_id",
    );
    expect(rows.map((row) => row.user_id)).toEqual([owners.provider.userId, manager.userId].sort());
    expect(rows[0]?.subject).toContain(
      "A termination trigger is reached: Solved in time is missed 2 months in a row",
    );
  });

  test("warns nobody again when the check or the telling runs again", async () => {
    const before = [await reachedOf(story), await noticesOf(story)];
    const { id } = await world.row(
      "select id from period_close where engagement_id = $1 and period = '2026-11'",
      [story.engagementId],
    );
    const { organizationId } = story.buyer;
    const caller = { db: world.workDb, clock: world.clock, viewer: systemViewer(organizationId, "test") };
    expect(await checkTermination(caller, { periodCloseId: id })).toEqual({ reached: 0 });
    const terminationId = before[0]?.[0].id;
    await tellTermination({ db: world.workDb, clock: world.clock }, { terminationId, organizationId });
    await world.drainJobs();
    expect([await reachedOf(story), await noticesOf(story)]).toEqual(before);
    const { rows } = await world.owner.query("select 1 from mail_message where kind like '%termination%'");
    expect(rows).toHaveLength(2);
  });

  test("stays silent while it stays reached", async () => {
    await missed(story, "2026-12");
    expect(await reachedOf(story)).toHaveLength(1);
    expect(await noticesOf(story)).toHaveLength(3);
  });
});

describe("what was reached", () => {
  test("is seen by both sides and by no stranger, and changed by nobody", async () => {
    const stranger = await member(world, { name: "Ending Stranger", kind: "buyer", role: "owner" });
    const seen = (viewer: Viewer) =>
      world.db.readOrg(viewer, (tx) => tx.terminationReached.count({ where: {} }));
    expect(await Promise.all([story.buyer, story.provider, stranger].map(seen))).toEqual([1, 1, 0]);
    const write = world.db.withOrg(
      story.buyer,
      (tx) =>
        tx.$executeRaw`insert into termination_reached (organization_id, provider_id, engagement_id, period, trigger,
        condition, because, reached_at) select organization_id, provider_id, engagement_id, '2026-09', trigger,
        condition, because, reached_at from termination_reached`,
    );
    await expect(write).rejects.toThrow(/permission denied/);
    await expect(world.owner.query("update termination_reached set because = ''")).rejects.toThrow();
    await expect(world.owner.query("delete from termination_reached")).rejects.toThrow();
    expect(await reachedOf(story)).toHaveLength(1);
  });

  test("is not found where the month is none of the organisation's", async () => {
    const viewer = systemViewer(story.buyer.organizationId, "test");
    const caller = { db: world.workDb, clock: world.clock, viewer };
    const before = await reachedOf(story);
    await expect(checkTermination(caller, { periodCloseId: crypto.randomUUID() })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await reachedOf(story)).toEqual(before);
  });
});
