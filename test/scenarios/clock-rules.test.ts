import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClockRules } from "../../domain/catalogue/clock-rules.ts";
import { type Terms, termsHash } from "../../domain/contracts/terms.ts";
import { ask } from "../factories/ask.ts";
import { closedMonth } from "../factories/closed-month.ts";
import { contestStory, MONTH } from "../factories/contest-story.ts";
import { type ContractStory, contractStory } from "../factories/contract-story.ts";
import { offeredContract, sign } from "../factories/contracts.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";

let story: ContractStory;
beforeAll(async () => {
  story = await contractStory();
});
afterAll(() => story.world.close());

const RULES: ClockRules = {
  start: { field: "event", in: ["start"] },
  pause: { field: "waitingOn", in: ["buyer"] },
  stop: { field: "state", in: ["resolved", "closed"] },
};

/** Writes other rules into a version's first clock, past the form that would refuse them. */
async function withRules(sowId: string, rules: ClockRules): Promise<void> {
  const { world } = story;
  const { terms } = await world.row("select terms from sow_version where statement_of_work_id = $1", [
    sowId,
  ]);
  const serviceLevels = (terms as Terms).serviceLevels.map((level) =>
    level.clock ? { ...level, clock: { ...level.clock, rules } } : level,
  );
  const changed = { ...terms, serviceLevels };
  await world.owner.query("alter table sow_version disable trigger append_only");
  await world.owner.query(
    "update sow_version set terms = $2, terms_hash = $3 where statement_of_work_id = $1",
    [sowId, JSON.stringify(changed), termsHash(changed)],
  );
  await world.owner.query("alter table sow_version enable trigger append_only");
}

describe("a signature", () => {
  test("is refused where a clock can never stop, and nothing changes", async () => {
    const { world, buyer, provider, listingId } = story;
    const id = await offeredContract(world, { buyer, listingId });
    const never = {
      all: [
        { field: "state" as const, in: ["open"] },
        { field: "state" as const, in: ["closed"] },
      ],
    };
    await withRules(id, { ...RULES, stop: never });
    await refusedUnchanged(world, () => sign(world, provider, id), { code: "clock_rules_clash" });
    await withRules(id, RULES);
    await sign(world, provider, id);
    expect(await story.stateOf(id)).toMatchObject({ state: "countersigned" });
  });
});

const CLOCK = `query($id: ID!) { workItem(id: $id) { clocks { held { holder businessSeconds wallSeconds }
  pauses { from to holder businessSeconds recordedBy } dueMoves { from to ongoing causes { kind wallSeconds
  waitingOn } } rulesInWords } } }`;

test("who held a clock, its pauses and the moves of its due time are told to both sides alone", async () => {
  const { world } = story;
  const one = await contestStory(world);
  const id = one.items.INC1 ?? "";
  for (const viewer of [one.buyer, one.provider]) {
    const { data, errors } = await ask(world, viewer, CLOCK, { id });
    expect(errors).toEqual([]);
    const [clock] = data.workItem.clocks;
    // Two hours and a half of work around thirty hours in which the buyer was waited for.
    const held = new Map(clock.held.map((part: { holder: string }) => [part.holder, part]));
    expect(held.get("provider")).toMatchObject({ businessSeconds: 2.5 * 3600 });
    expect(held.get("buyer")).toMatchObject({ businessSeconds: 30 * 3600, wallSeconds: 30 * 3600 });
    expect(clock.pauses).toEqual([
      {
        from: "2026-10-05T14:00:00Z",
        to: "2026-10-06T20:00:00Z",
        holder: "buyer",
        businessSeconds: 30 * 3600,
        recordedBy: "desk",
      },
    ]);
    expect(clock.dueMoves).toMatchObject([
      {
        from: "2026-10-05T16:00:00Z",
        to: "2026-10-06T22:00:00Z",
        ongoing: false,
        causes: [{ kind: "pause", wallSeconds: 30 * 3600, waitingOn: "buyer" }],
      },
    ]);
  }
  expect((await ask(world, story.stranger, CLOCK, { id })).data.workItem).toBeNull();
});

const MONTH_RULES = `query($id: ID!, $month: String!) { monthFigures(engagementId: $id, month: $month) {
  state clockRules { levelId termsVersion hash words } } }`;

test("a frozen month tells the conditions it was measured by, whatever a later version says", async () => {
  const { world } = story;
  const one = await contestStory(world);
  const { statement_of_work_id: sowId } = await world.row(
    "select statement_of_work_id from engagement where id = $1",
    [one.engagementId],
  );
  await withRules(sowId, RULES);
  const asked = { id: one.engagementId, month: MONTH };
  const rules = async () => (await ask(world, one.buyer, MONTH_RULES, asked)).data.monthFigures;
  const live = await rules();
  expect(live.clockRules).toMatchObject([
    { levelId: "resolve", termsVersion: 1, hash: expect.stringMatching(/^sha256:/) },
  ]);
  expect(live.clockRules[0].words.join(" ")).toContain("waits for the buyer");
  await closedMonth(world, one, MONTH);
  // The next version pauses for nobody, and the engagement goes on under it.
  await world.owner.query(
    `with made as (insert into sow_version (organization_id, provider_id, statement_of_work_id, number, terms,
       terms_hash, created_by_id) select organization_id, provider_id, statement_of_work_id, 2,
       terms #- '{serviceLevels,0,clock,rules,pause}', 'x', created_by_id from sow_version
       where statement_of_work_id = $1 returning id)
     update engagement set sow_version_id = (select id from made) where id = $2`,
    [sowId, one.engagementId],
  );
  expect(await rules()).toEqual({ ...live, state: "frozen" });
  // Rules of another hash are not passed off as those of the month.
  await withRules(sowId, { ...RULES, pause: { field: "waitingOn", in: ["third_party"] } });
  expect((await rules()).clockRules).toEqual([{ ...live.clockRules[0], words: [] }]);
});
