import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerBreachPlan, answerForBuyer } from "../../server/service-levels/answer-breach.ts";
import { findBreach } from "../../server/service-levels/breach.read.ts";
import { breachTraces, dueMomentComes, missedMonth, plan } from "../factories/breach-story.ts";
import type { ContestStory } from "../factories/contest-story.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T12:00:00Z" });
});
afterAll(() => world.close());

const read = (story: ContestStory, id: string) =>
  world.db.readOrg(story.buyer, (tx) => findBreach(tx, { viewer: story.buyer, id }));

describe("escalation", () => {
  test("of an answer that the buyer owes: both sides and the manager are told, who may answer then", async () => {
    const manager = await member(world, { name: "Desk", kind: "marketplace", role: "account_manager" });
    const { story, id } = await missedMonth(world);
    await plan(world, story, { breachId: id });
    expect(await read(story, id)).toMatchObject({ state: "proposed", dueAt: "2026-11-08T03:00:00Z" });
    const inPlace = (action: "accept" | "send_back") => () =>
      answerForBuyer(world.caller(manager), { breachId: id, action, reason: "The buyer is silent." });
    await refusedUnchanged(world, inPlace("accept"), { code: "not_allowed" });
    await refusedUnchanged(
      world,
      () => answerForBuyer(world.caller(story.provider), { breachId: id, action: "accept" }),
      { code: "not_allowed" },
    );
    await dueMomentComes(world, id, "2026-11-08T02:59:59Z");
    expect((await read(story, id))?.escalatedFor).toEqual([]);
    await dueMomentComes(world, id, "2026-11-08T03:00:00Z");
    const late = await read(story, id);
    expect(late).toMatchObject({ severity: 2, escalatedFor: ["answer 2026-11-08T03:00:00Z"] });
    expect(late?.assignedToId).not.toBeNull();
    const told = await world.owner.query(
      `select n.party_id, n.show_at from warning_notice n join breach_step s on s.id = n.breach_step_id
       where s.breach_id = $1 and s.action = 'unanswered'`,
      [id],
    );
    const parties = told.rows.map((one) => one.party_id);
    expect(parties).toEqual(
      expect.arrayContaining([story.buyer.organizationId, story.provider.organizationId]),
    );
    // Eight in the morning of a Sunday is in nobody's hours: it is shown when their next day begins.
    for (const { show_at } of told.rows) expect(show_at.toISOString() > "2026-11-08T03:00:00").toBe(true);
    const before = await breachTraces(world);
    await dueMomentComes(world, id, "2026-11-09T03:00:00Z");
    expect(await breachTraces(world)).toBe(before);
    await inPlace("accept")();
    expect(await read(story, id)).toMatchObject({ state: "accepted", dueAt: "2026-11-21T03:00:00Z" });
    const steps = await world.owner.query(
      "select action, party from breach_step where breach_id = $1 order by at, id",
      [id],
    );
    expect(steps.rows.slice(-2)).toEqual([
      { action: "unanswered", party: "engine_room" },
      { action: "accepted", party: "account_manager" },
    ]);
  });

  test("does not come where the buyer answers in time, or where the contract gives it longer", async () => {
    const { story, id } = await missedMonth(world);
    await plan(world, story, { breachId: id });
    await answerBreachPlan(world.caller(story.buyer), {
      breachId: id,
      action: "send_back",
      reason: "Who covers in the holidays?",
    });
    await dueMomentComes(world, id, "2026-11-08T02:00:00Z");
    expect(await read(story, id)).toMatchObject({ state: "sent_back", escalatedFor: [] });
    const other = await missedMonth(world);
    await world.owner.query(
      `update breach set policy = policy || '{"answerDays": 20}'::jsonb where id = $1`,
      [other.id],
    );
    await plan(world, other.story, { breachId: other.id });
    expect((await read(other.story, other.id))?.dueAt).toBe("2026-11-23T03:00:00Z");
    const old = await missedMonth(world);
    await world.owner.query("update breach set policy = policy - 'answerDays' where id = $1", [old.id]);
    await plan(world, old.story, { breachId: old.id });
    expect((await read(old.story, old.id))?.dueAt).toBeNull();
  });
});
