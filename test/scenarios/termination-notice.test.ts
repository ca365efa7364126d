import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TerminationNoticeInput } from "../../domain/contracts/termination-notice.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { giveTerminationNotice } from "../../server/billing/give-termination-notice.ts";
import { ask } from "../factories/ask.ts";
import { monthEnds, workIn } from "../factories/breach-story.ts";
import { type ContestStory, contestStory, LEVEL } from "../factories/contest-story.ts";
import { colleague, member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const TWICE = [{ kind: "consecutive_misses" as const, levelId: LEVEL, months: 2 }];
const CONDITION = "Solved in time is missed 2 months in a row";
const ENDING = `query($id: ID!) { engagementEnding(engagementId: $id) { endsOn noticeDays mayGive chargesWholeMonths
  ordinary { earliest latest } rights { condition because span { earliest latest } }
  notices { party condition because reason lastDay insteadOf givenByName } } }`;
const GIVE = `mutation($input: GiveTerminationNoticeInput!) { answer: giveTerminationNotice(input: $input) {
  __typename ... on MutationGiveTerminationNoticeSuccess { data { endsOn notices { lastDay } } }
  ... on InvalidInput { issues { field message } } ... on Refusal { message } } }`;

let world: World;
let manager: Viewer;
let story: ContestStory;
let owner: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T12:00:00Z" });
  manager = await member(world, { name: "Notice Staff", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.moveTo(Temporal.Instant.from("2026-11-02T12:00:00Z"));
  story = await contestStory(world, { termination: TWICE });
  const { organizationId, organizationName, organizationKind } = story.provider;
  owner = await colleague(world, {
    organizationId,
    organizationName,
    kind: organizationKind,
    role: "owner",
  });
  await world.owner.query("update engagement set ends_on = '2027-09-30' where id = $1", [
    story.engagementId,
  ]);
});

const reach = async () => {
  for (const month of ["2026-10", "2026-11"]) {
    await workIn(world, story, { month, met: 1, missed: 1 });
    await monthEnds(world, story, month);
  }
};
const input = (more: Partial<TerminationNoticeInput> = {}): TerminationNoticeInput => ({
  ...{ engagementId: story.engagementId, lastDay: "2027-01-31", authority: true },
  ...more,
});
const give = (viewer: Viewer, more?: Partial<TerminationNoticeInput>) =>
  giveTerminationNotice(world.caller(viewer), input(more));
const endingFor = async (viewer: Viewer) =>
  (await ask(world, viewer, ENDING, { id: story.engagementId })).data.engagementEnding;
const warned = async (viewer: Viewer) => {
  const { data } = await ask(world, viewer, "{ warnings { edges { node { step title month note } } } }");
  const nodes: { step: string }[] = data.warnings.edges.map((edge: { node: object }) => edge.node);
  return nodes.filter((one) => one.step === "notice");
};

describe("a right that two missed months reached", () => {
  test("is offered to both sides' eyes, and the buyer ends the contract by it without waiting", async () => {
    await reach();
    const before = await endingFor(story.buyer);
    expect(before).toMatchObject({
      ...{ endsOn: "2027-09-30", mayGive: true, notices: [] },
      rights: [
        {
          ...{ condition: CONDITION, because: "October 2026, November 2026" },
          span: { earliest: "2026-12-02", latest: "2027-09-29" },
        },
      ],
    });
    const { data } = await ask(world, story.buyer, GIVE, {
      input: input({ right: CONDITION, lastDay: "2026-12-31", reason: "Two months were enough." }),
    });
    expect(data.answer.data).toEqual({ endsOn: "2026-12-31", notices: [{ lastDay: "2026-12-31" }] });
    for (const viewer of [story.buyer, story.provider, manager])
      expect((await endingFor(viewer)).notices).toEqual([
        {
          ...{ party: "buyer", condition: CONDITION, because: "October 2026, November 2026" },
          ...{ reason: "Two months were enough.", lastDay: "2026-12-31", insteadOf: "2027-09-30" },
          givenByName: story.buyer.name,
        },
      ]);
  });

  test("tells the other side and the account manager once, on the page and by mail, and not the giver", async () => {
    await reach();
    // What is told at one moment is one mail: the months' own went out before.
    world.clock.moveTo(world.clock.now().add({ minutes: 5 }));
    await give(story.buyer, { right: CONDITION, lastDay: "2026-12-31" });
    await world.drainJobs();
    for (const viewer of [story.provider, owner, manager])
      expect((await warned(viewer)).slice(0, 1)).toEqual([
        {
          ...{ step: "notice", title: "Ends on 31 December 2026", month: null },
          note: `The buyer gave notice: ${CONDITION}`,
        },
      ]);
    expect(await Promise.all([owner, story.buyer].map(warned))).toMatchObject([[{}], []]);
    const { rows } = await world.owner.query(
      "select distinct user_id, subject from mail_message where kind like '%ending%' and provider_id = $1",
      [story.provider.organizationId],
    );
    expect(rows).toHaveLength(3);
    expect(rows[0].subject).toContain("The contract ends on 31 December 2026");
  });

  test("is nothing to the provider, and nothing while one month is missing", async () => {
    await refusedUnchanged(world, () => give(story.buyer, { right: CONDITION }), {
      code: "right_not_reached",
    });
    await reach();
    await refusedUnchanged(world, () => give(story.provider, { right: CONDITION }), {
      code: "right_not_reached",
    });
  });
});

describe("a notice of the agreed days", () => {
  test("is either side's, and a second one only ends the contract earlier", async () => {
    const { noticeDays } = story.terms;
    const today = Temporal.PlainDate.from("2026-11-02");
    const earliest = today.add({ days: noticeDays }).toString();
    expect((await endingFor(story.provider)).ordinary).toEqual({ earliest, latest: "2027-09-29" });
    await give(story.provider);
    expect((await endingFor(story.buyer)).endsOn).toBe("2027-01-31");
    await refusedUnchanged(world, () => give(story.buyer), { code: "invalid_input" });
    await give(story.buyer, { lastDay: "2027-01-15" });
    const { notices, endsOn } = await endingFor(story.buyer);
    expect([endsOn, notices.map((one: { party: string }) => one.party)]).toEqual([
      "2027-01-15",
      ["buyer", "provider"],
    ]);
  });

  test.each([
    ["before the days are over", { lastDay: "2026-11-10" }, "lastDay"],
    ["on the day the contract ends anyway", { lastDay: "2027-09-30" }, "lastDay"],
    ["on a day that is none", { lastDay: "2026-02-30" }, "lastDay"],
    ["without authority", { authority: false as unknown as true }, "authority"],
  ])("is refused %s, beside the field", async (_, more, field) => {
    await refusedUnchanged(world, () => give(story.buyer, more), {
      code: "invalid_input",
      issues: [expect.objectContaining({ field })],
    });
  });

  test("is refused where it would end nothing earlier", async () => {
    await world.owner.query("update engagement set ends_on = '2026-11-05' where id = $1", [
      story.engagementId,
    ]);
    await refusedUnchanged(world, () => give(story.buyer), { code: "ends_anyway" });
    expect(await endingFor(story.buyer)).toMatchObject({ ordinary: null, mayGive: false });
  });

  test("given twice with one key, and by two at once, is one", async () => {
    const caller = world.caller(story.buyer, "once");
    await giveTerminationNotice(caller, input());
    await giveTerminationNotice(caller, input());
    const both = [story.buyer, story.provider].map((one) => give(one, { lastDay: "2027-01-20" }));
    const done = await Promise.allSettled(both);
    expect(done.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await endingFor(story.buyer)).notices).toHaveLength(2);
  });

  test("is asked for a proof, refused to staff and finance, and unknown to a stranger", async () => {
    const stranger = await member(world, { name: "Notice Stranger", kind: "buyer", role: "owner" });
    const { organizationId, organizationName, organizationKind } = story.buyer;
    const facts = { organizationId, organizationName, kind: organizationKind };
    const finance = await colleague(world, { ...facts, role: "finance" });
    await refusedUnchanged(world, () => give({ ...story.buyer, stepUpAt: null }), {
      code: "step_up_needed",
    });
    for (const viewer of [manager, finance])
      await refusedUnchanged(world, () => give(viewer), { code: "not_allowed" });
    await refusedUnchanged(world, () => give(stranger), { code: "not_found" });
    expect(await endingFor(stranger)).toBeNull();
    expect(await endingFor(manager)).toMatchObject({ mayGive: false });
  });

  test("is changed by nobody, and the trail says what it did", async () => {
    await give(story.buyer);
    await expect(world.owner.query("update termination_notice set reason = 'x'")).rejects.toThrow();
    await expect(world.owner.query("delete from termination_notice")).rejects.toThrow();
    const { data } = await world.row(
      "select data from audit_event where organization_id = $1 and action = 'termination_notice.give'",
      [story.buyer.organizationId],
    );
    expect(data).toMatchObject({ by: "buyer", lastDay: "2027-01-31", insteadOf: "2027-09-30" });
  });
});
