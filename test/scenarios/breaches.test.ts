import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import { TransitionRefused } from "../../domain/shared/state-machine.ts";
import {
  answerBreachPlan,
  finishBreachAction,
  ruleBreach,
} from "../../server/service-levels/answer-breach.ts";
import { findBreach, listBreaches } from "../../server/service-levels/breach.read.ts";
import { breachSteps } from "../../server/service-levels/breach-details.read.ts";
import { acceptCorrection } from "../../server/service-levels/decide-correction.ts";
import { checkBreaches } from "../../server/service-levels/keep-breaches.ts";
import { recordCorrection } from "../../server/service-levels/record-correction.ts";
import { reviewMonth } from "../../server/service-levels/review-month.ts";
import { ask } from "../factories/ask.ts";
import {
  breachOf,
  breachTraces,
  dueMomentComes,
  missedMonth,
  monthEnds,
  plan,
  workIn,
} from "../factories/breach-story.ts";
import {
  answer,
  type ContestStory,
  contestStory,
  insertEvent,
  MONTH,
  pauseContest,
  putForward,
} from "../factories/contest-story.ts";
import { member } from "../factories/people.ts";
import { unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
const kept = (assertion: () => Promise<unknown>) => unchangedBy(world, assertion);
beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T12:00:00Z" });
});
afterAll(() => world.close());

const read = (story: ContestStory, id: string) =>
  world.db.readOrg(story.buyer, (tx) => findBreach(tx, { viewer: story.buyer, id }));
const stepsOf = async (story: ContestStory, id: string) =>
  (await world.db.readOrg(story.buyer, (tx) => breachSteps(tx, id))).map((one) => one.action);
const accept = (story: ContestStory, breachId: string) =>
  answerBreachPlan(world.caller(story.buyer), { breachId, action: "accept" });
const noticesOf = async (id: string) =>
  (
    await world.owner.query(
      `select n.party_id, s.action from warning_notice n join breach_step s on s.id = n.breach_step_id
       where s.breach_id = $1 order by s.at, n.id`,
      [id],
    )
  ).rows;

describe("a missed month", () => {
  test("opens one breach with its misses, and a second check changes nothing", async () => {
    const { story, id } = await missedMonth(world);
    const breach = await read(story, id);
    expect(breach).toMatchObject({
      ...{ status: "failed", state: "open", severity: 2, source: "frozen" },
      figure: { measured: "80.00", n: 5, misses: 1, target: "95" },
      dueAt: "2026-11-08T03:00:00Z",
    });
    expect(breach?.missedItemIds).toHaveLength(1);
    const notices = await noticesOf(id);
    expect(notices).toEqual([{ party_id: story.provider.organizationId, action: "opened" }]);
    const before = (await breachTraces(world)).replace(/"audit":"\d+"/, "");
    const { engagementId, buyer } = story;
    const payload = { engagementId, organizationId: buyer.organizationId, month: MONTH };
    await checkBreaches({ db: world.workDb, clock: world.clock }, payload);
    await Promise.all([1, 2].map(() => checkBreaches({ db: world.workDb, clock: world.clock }, payload)));
    expect((await breachTraces(world)).replace(/"audit":"\d+"/, "")).toBe(before);
  });
  test("opens when it is sent for review, and an accepted contest withdraws it with a reason", async () => {
    const story = await contestStory(world);
    const [, late = ""] = await workIn(world, story, { month: MONTH, met: 1, missed: 1 });
    await reviewMonth(world.caller(story.provider), { engagementId: story.engagementId, month: MONTH });
    await world.drainJobs();
    const breach = await breachOf(world, story, MONTH);
    expect(breach).toMatchObject({ state: "open", source: "computed", missedItemIds: [late] });
    const proposal = {
      ...pauseContest(story),
      ...{ subject: "exclusion" as const, kind: "client_caused" as const, effect: "exclude" as const },
      ...{ workItemId: late, from: null, to: null },
    };
    const { id } = await putForward(world, story.provider, proposal);
    await answer(world, story.buyer, { id, action: "accept" });
    await world.drainJobs();
    expect(await breachOf(world, story, MONTH)).toMatchObject({ state: "withdrawn", dueAt: null });
    const steps = await world.db.readOrg(story.buyer, (tx) => breachSteps(tx, breach?.id ?? ""));
    expect(steps.at(-1)?.reason).toContain("reads 100.00 % against 95 %");
  });
  test("that a correction lifts is withdrawn, and never deleted", async () => {
    const { story, id } = await missedMonth(world);
    const item = (await read(story, id))?.missedItemIds[0] ?? "";
    await insertEvent(world, story, { workItemId: item, type: "pause", at: "2026-10-05T08:30:00Z" });
    await insertEvent(world, story, { workItemId: item, type: "resume", at: "2026-10-05T16:00:00Z" });
    const correction = await recordCorrection(world.caller(story.provider), {
      ...{ engagementId: story.engagementId, month: MONTH, reason: "A pause came late." },
    });
    await world.drainJobs();
    expect((await read(story, id))?.state).toBe("open");
    await acceptCorrection(world.caller(story.provider), { correctionId: correction.id });
    await acceptCorrection(world.caller(story.buyer), { correctionId: correction.id });
    await world.drainJobs();
    expect(await read(story, id)).toMatchObject({ state: "withdrawn" });
    expect(await stepsOf(story, id)).toEqual(["opened", "withdrawn"]);
    await expect(world.owner.query("delete from breach where id = $1", [id])).rejects.toThrow();
  });
});

describe("cause and action", () => {
  test("go from the provider to the buyer and back, until an action is accepted, done and effective", async () => {
    const { story, id } = await missedMonth(world);
    await plan(world, story, { breachId: id });
    expect(await read(story, id)).toMatchObject({
      state: "proposed",
      dueAt: "2026-11-08T03:00:00Z",
      planNumber: 1,
    });
    await answerBreachPlan(world.caller(story.buyer), {
      breachId: id,
      action: "send_back",
      reason: "Who covers?",
    });
    expect((await read(story, id))?.state).toBe("sent_back");
    await plan(world, story, { breachId: id, action: "Two people cover for each other." });
    await accept(story, id);
    expect(await read(story, id)).toMatchObject({ state: "accepted", actionDueOn: "2026-11-20" });
    await finishBreachAction(world.caller(story.provider), { breachId: id, note: "Trained on the 18th." });
    await workIn(world, story, { month: "2026-11", met: 9, missed: 1 });
    await monthEnds(world, story, "2026-11");
    expect((await read(story, id))?.state).toBe("measuring");
    await workIn(world, story, { month: "2026-12", met: 20, missed: 1 });
    await monthEnds(world, story, "2026-12");
    const closed = await read(story, id);
    expect(closed).toMatchObject({
      state: "effective",
      effect: {
        before: { months: ["2026-10"], n: 5, figure: "80.00" },
        after: { months: ["2026-12"], n: 21, figure: "95.24" },
        difference: "15.24",
        beyondChance: false,
        judged: { month: "2026-12", figure: "95.24" },
      },
    });
    expect(await stepsOf(story, id)).toEqual([
      ...["opened", "planned", "sent_back", "planned", "accepted", "finished"],
      "measured",
    ]);
  });
  test("are not effective where the promise is not kept; the account manager may rule otherwise", async () => {
    const { story, id } = await missedMonth(world);
    await plan(world, story, { breachId: id, promisedFigure: "99" });
    await accept(story, id);
    await workIn(world, story, { month: "2026-11", met: 9, missed: 0 });
    await monthEnds(world, story, "2026-11");
    await workIn(world, story, { month: "2026-12", met: 19, missed: 1 });
    await monthEnds(world, story, "2026-12");
    expect(await read(story, id)).toMatchObject({ state: "not_effective", effect: { kept: false } });
    const manager = await member(world, { name: "Northern", kind: "marketplace", role: "account_manager" });
    const before = await breachTraces(world);
    const ruling = { breachId: id, effective: true, reason: "The peak of December was agreed." };
    await kept(() => expect(ruleBreach(world.caller(story.buyer), ruling)).rejects.toThrow(NotAllowed));
    await kept(() =>
      expect(ruleBreach(world.caller(manager), { ...ruling, reason: " " })).rejects.toThrow("Say why"),
    );
    expect(await breachTraces(world)).toBe(before);
    await ruleBreach(world.caller(manager), ruling);
    expect((await read(story, id))?.state).toBe("effective");
  });
  test.each([
    [{ dueOn: "2026-11-01" }, "dueOn"],
    [{ promisedMonth: "2026-11" }, "promisedMonth"],
    [{ promisedMonth: "2028-01" }, "promisedMonth"],
    [{ promisedFigure: "80" }, "promisedFigure"],
    [{ promisedFigure: "101" }, "promisedFigure"],
    [{ promisedFigure: "many" }, "promisedFigure"],
    [{ category: "luck" as "other" }, "category"],
    [{ cause: " " }, "cause"],
    [{ explainedItemIds: [] }, "explainedItemIds"],
    [{ explainedItemIds: [randomUUID()] }, "explainedItemIds"],
    [{ ownerId: randomUUID() }, "ownerId"],
  ])("%j is refused at its field and changes nothing", async (fault, field) => {
    const { story, id } = await missedMonth(world);
    const before = await breachTraces(world);
    await kept(() =>
      expect(plan(world, story, { breachId: id, ...fault })).rejects.toMatchObject({ field }),
    );
    expect(await breachTraces(world)).toBe(before);
  });

  test("belong to their side and their turn, and to nobody else", async () => {
    const { story, id } = await missedMonth(world);
    const stranger = await contestStory(world);
    const before = await breachTraces(world);
    await kept(() => expect(accept(story, id)).rejects.toThrow(TransitionRefused));
    await kept(() =>
      expect(plan(world, { ...story, provider: story.buyer }, { breachId: id })).rejects.toThrow(
        NotAllowed,
      ),
    );
    await kept(() =>
      expect(plan(world, { ...story, provider: stranger.provider }, { breachId: id })).rejects.toThrow(
        NotFound,
      ),
    );
    await kept(() => expect(accept(stranger, id)).rejects.toThrow(NotFound));
    await kept(() =>
      expect(
        finishBreachAction(world.caller(story.provider), { breachId: id, note: "Done." }),
      ).rejects.toThrow(TransitionRefused),
    );
    await kept(() =>
      expect(
        answerBreachPlan(world.caller(story.buyer), { breachId: id, action: "send_back" }),
      ).rejects.toThrow(),
    );
    expect(await breachTraces(world)).toBe(before);
    expect(await read(stranger, id)).toBeNull();
    const p = { viewer: stranger.buyer, filter: {}, limit: 50, inverted: false };
    const seen = await world.db.readOrg(stranger.buyer, (tx) => listBreaches(tx, p));
    expect(seen.map((one) => one.id)).not.toContain(id);
  });

  test("are answered over the API with a typed refusal and its field", async () => {
    const { story, id } = await missedMonth(world);
    const document = `mutation($input: PlanBreachInput!) { planBreach(input: $input) { __typename
      ... on InvalidInput { issues { field } } } }`;
    const input = {
      ...{
        breachId: id,
        category: "capacity",
        cause: "Ill",
        action: "Train",
        ownerId: story.provider.userId,
      },
      ...{
        explainedItemIds: [randomUUID()],
        dueOn: "never",
        promisedFigure: "99",
        promisedMonth: "2026-12",
      },
    };
    const { data } = await ask(world, story.provider, document, { input });
    expect(data.planBreach).toEqual({ __typename: "InvalidInput", issues: [{ field: "dueOn" }] });
  });
});

describe("escalation", () => {
  test("of an overdue cause raises severity, assigns the manager and tells everybody once", async () => {
    const manager = await member(world, { name: "Managers", kind: "marketplace", role: "account_manager" });
    const { story, id } = await missedMonth(world);
    await dueMomentComes(world, id, "2026-11-07T12:00:00Z");
    expect((await read(story, id))?.escalatedFor).toEqual([]);
    await dueMomentComes(world, id, "2026-11-08T03:00:00Z");
    const breach = await read(story, id);
    expect(breach).toMatchObject({ severity: 3, escalatedFor: ["cause 2026-11-08T03:00:00Z"] });
    expect(breach?.assignedToId).not.toBeNull();
    const told = (await noticesOf(id))
      .filter((one) => one.action === "escalated")
      .map((one) => one.party_id);
    expect(told).toContain(story.buyer.organizationId);
    expect(told).toContain(story.provider.organizationId);
    expect(told).toHaveLength(3);
    expect(manager.organizationKind).toBe("marketplace");
    const before = await breachTraces(world);
    await dueMomentComes(world, id, "2026-11-09T03:00:00Z");
    expect(await breachTraces(world)).toBe(before);
  });

  test("of an action that is not done by its day, and not of one that is", async () => {
    const { story, id } = await missedMonth(world);
    await plan(world, story, { breachId: id });
    await accept(story, id);
    const other = await missedMonth(world);
    await plan(world, other.story, { breachId: other.id });
    await accept(other.story, other.id);
    await finishBreachAction(world.caller(other.story.provider), { breachId: other.id, note: "Done." });
    await dueMomentComes(world, other.id, "2026-11-21T03:00:00Z");
    await dueMomentComes(world, id, "2026-11-21T03:00:00Z");
    expect((await read(story, id))?.escalatedFor).toEqual(["action 2026-11-21T03:00:00Z"]);
    expect((await read(other.story, other.id))?.escalatedFor).toEqual([]);
  });

  test("of a level that is missed again within the months of the policy", async () => {
    const { story, id } = await missedMonth(world);
    await workIn(world, story, { month: "2026-11", met: 9, missed: 1 });
    await monthEnds(world, story, "2026-11");
    const again = await breachOf(world, story, "2026-11");
    expect(again).toMatchObject({ severity: 2, escalatedFor: ["repeated"], status: "missed" });
    expect((await read(story, id))?.escalatedFor).toEqual([]);
  });
});
