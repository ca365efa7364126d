import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { metricById, serviceModule } from "../../domain/catalogue/catalogue.ts";
import { levelFromMetric } from "../../domain/catalogue/level-from-metric.ts";
import type { Corrector } from "../../domain/catalogue/metric-rules.ts";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { recordWorkEvents } from "../../server/delivery/record-work-events.ts";
import { monthFigures } from "../../server/service-levels/month-figures.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const MONTH = "2026-11";
const NOW = Temporal.Instant.from("2026-11-21T12:00:00Z");
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

function level(id: string, correctedBy?: Corrector): ServiceLevel {
  const metric = metricById(serviceModule("it_support"), id);
  if (!metric) throw new Error(id);
  const { samplePlan: _drawn, ...made } = levelFromMetric({ metric, id, currency: "USD" });
  return { ...made, minimumSample: 0, ...(correctedBy ? { correctedBy } : {}) };
}

/** Two incidents of November, solved; the buyer's people were content with the first alone. */
async function surveyed(correctedBy?: Corrector) {
  const one = await contracted(world, {
    terms: {
      startsOn: "2026-09-01",
      serviceLevels: [{ ...level("resolve"), weightBps: 10_000 }, level("satisfaction", correctedBy)],
    },
  });
  const told = [5, 2].flatMap((satisfaction, index) => {
    const item = `S-${index + 1}`;
    return [
      {
        ...{ id: `${item}-a`, item, type: "start", at: "2026-11-03T10:00:00Z", itemType: "incident" },
        fields: { satisfaction },
      },
      { id: `${item}-b`, item, type: "stop", at: "2026-11-03T11:00:00Z" },
    ];
  });
  expect(await send(one, told)).toMatchObject({ accepted: 4, refused: 0 });
  const { rows } = await world.owner.query(
    "select id from work_item where engagement_id = $1 order by reference",
    [one.engagementId],
  );
  return { ...one, items: rows.map((row) => String(row.id)) };
}

const send = (one: Contracted, events: readonly unknown[]) =>
  recordWorkEvents(world.caller(one.provider), { engagementId: one.engagementId, source: "desk", events });

const CORRECT = `mutation ($input: CorrectWorkItemInput!) { answer: correctWorkItem(input: $input) { __typename
  ... on MutationCorrectWorkItemSuccess { data { fields correctable { field levels }
    events { type reason fields } } }
  ... on Refusal { code message field } ... on InvalidInput { issues { field message } } } }`;

async function correct(
  viewer: Viewer,
  workItemId: string | undefined,
  fields: object,
  reason = "Misread.",
) {
  const input = { workItemId, fields, reason };
  const { data, errors } = await ask(world, viewer, CORRECT, { input });
  return { answer: data?.answer, errors };
}

/** What a refused deed answers; nothing may have changed by it. */
async function unchanged<Answer>(deed: () => Promise<Answer>): Promise<Answer> {
  const answers: Answer[] = [];
  await unchangedBy(world, async () => answers.push(await deed()));
  const [answer] = answers;
  if (answer === undefined) throw new Error("The deed gave no answer.");
  return answer;
}

async function satisfaction(one: Contracted): Promise<string | null | undefined> {
  const [month] = await world.db.readOrg(one.provider, (tx) =>
    monthFigures(tx, {
      ...{ viewer: one.provider, engagementIds: [one.engagementId], month: MONTH, now: NOW },
    }),
  );
  return month?.levels.find((figure) => figure.levelId === "satisfaction")?.measured;
}

describe("what a survey of the buyer's said", () => {
  test("is corrected by the buyer, with a reason, and the figure follows", async () => {
    const one = await surveyed();
    expect(await satisfaction(one)).toBe("50.00");
    const { answer } = await correct(one.buyer, one.items[1], { satisfaction: 4 });
    expect(answer.__typename).toBe("MutationCorrectWorkItemSuccess");
    expect(answer.data.fields).toEqual({ satisfaction: 4 });
    expect(answer.data.correctable).toEqual([{ field: "satisfaction", levels: ["Satisfaction"] }]);
    expect(answer.data.events.at(-1)).toEqual({
      ...{ type: "update", reason: "Misread.", fields: { satisfaction: 4 } },
    });
    expect(await satisfaction(one)).toBe("100.00");
    const { rows } = await world.owner.query(
      "select data from audit_event where action = 'work_item.correct' and subject_id = $1",
      [one.items[1]],
    );
    expect(rows).toEqual([
      { data: expect.objectContaining({ corrected: ["satisfaction"], side: "buyer" }) },
    ]);
    // What the desk sends after leaves the correction in place.
    const later = { id: "S-2-c", item: "S-2", type: "update", at: "2026-11-04T10:00:00Z" };
    const sent = await send(one, [{ ...later, fields: { category: "network" } }]);
    expect(sent).toMatchObject({ accepted: 1 });
    expect(await satisfaction(one)).toBe("100.00");
  });

  test("is not the provider's to replace: not by hand, not by an event; an answer of its own is", async () => {
    const one = await surveyed();
    const message = "“Satisfaction, 1 to 5” is corrected by the buyer (Satisfaction).";
    const { answer } = await unchanged(() =>
      correct(one.provider, one.items[1], { satisfaction: 5, category: "mail" }),
    );
    expect(answer.issues).toEqual([{ field: "fields.satisfaction", message }]);
    const at = "2026-11-04T10:00:00Z";
    const sent = await send(one, [
      { id: "x-1", item: "S-2", type: "update", at, fields: { satisfaction: 5 } },
      { id: "x-2", item: "S-2", type: "update", at, fields: { satisfaction: 2, category: "mail" } },
      { id: "x-3", item: "S-1", type: "update", at, fields: { firstContact: true } },
    ]);
    expect(sent.rows.map(({ status, code, message: says }) => [status, code, says])).toEqual([
      ["refused", "corrected_by_other", message],
      ["accepted", null, null],
      ["accepted", null, null],
    ]);
    expect(await satisfaction(one)).toBe("50.00");
    const own = await correct(one.provider, one.items[0], { firstContact: false });
    expect(own.answer.data.fields).toEqual({ satisfaction: 5, firstContact: false });
  });

  test("is either side's, or nobody's but by a ruling, where the contract says so", async () => {
    const either = await surveyed("either");
    for (const [viewer, satisfied] of [
      [either.provider, 4],
      [either.buyer, 1],
    ] as const)
      expect((await correct(viewer, either.items[1], { satisfaction: satisfied })).answer.__typename).toBe(
        "MutationCorrectWorkItemSuccess",
      );
    const ruled = await surveyed("account_manager");
    for (const viewer of [ruled.provider, ruled.buyer]) {
      const { answer } = await unchanged(() => correct(viewer, ruled.items[1], { satisfaction: 5 }));
      expect(answer.issues[0].message).toContain(
        "corrected by the account manager (Satisfaction). Contest",
      );
    }
  });
});

describe("what finance confirms", () => {
  const metric = metricById(serviceModule("procurement"), "savings");
  if (!metric) throw new Error("savings");
  const savings = levelFromMetric({ metric, id: "savings", currency: "EUR" });
  const fields = { savingKind: "realised", baselineMinor: "1000", actualMinor: "900" };
  const quote = (id: string, confirmedByFinance: boolean) => ({
    ...{ id, item: `Q-${id}`, type: "start", at: "2026-11-03T10:00:00Z", itemType: "quote_comparison" },
    fields: { ...fields, confirmedByFinance },
  });
  const CREATE = `mutation ($input: CreateWorkItemInput!) { answer: createWorkItem(input: $input) { __typename
    ... on InvalidInput { issues { field message } } } }`;

  test("is the buyer's to say, however the work comes in", async () => {
    const one = await contracted(world, {
      moduleCode: "procurement",
      terms: { startsOn: "2026-09-01", serviceLevels: [{ ...savings, weightBps: 10_000 }] },
    });
    const message = "“Confirmed by finance” is said by the buyer (Confirmed savings).";
    const sent = await send(one, [quote("1", true), quote("2", false)]);
    expect(sent.rows.map(({ status, code, message: says }) => [status, code, says])).toEqual([
      ["refused", "corrected_by_other", message],
      ["accepted", null, null],
    ]);
    const input = {
      ...{ engagementId: one.engagementId, type: "quote_comparison", title: "Paper", fields },
      openedAt: "2026-11-03T10:00:00Z",
    };
    const typed = { ...input, fields: { ...fields, confirmedByFinance: true } };
    const { data } = await unchanged(() => ask(world, one.provider, CREATE, { input: typed }));
    expect(data.answer.issues).toEqual([{ field: "fields.confirmedByFinance", message }]);
    const { rows } = await world.owner.query("select id from work_item where engagement_id = $1", [
      one.engagementId,
    ]);
    expect(rows).toHaveLength(1);
    const { answer } = await correct(one.buyer, rows[0].id, { confirmedByFinance: true }, "Booked.");
    expect(answer.data.fields).toMatchObject({ confirmedByFinance: true });
  });
});

describe("a correction changes nothing", () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ["without a reason", { satisfaction: 4 }, "", "reason"],
    ["of what is recorded so already", { satisfaction: 2 }, "As it was.", "fields"],
    ["of a field that the work does not have", { colour: "red" }, "Misread.", "fields.colour"],
    ["with an answer that is none", { satisfaction: "good" }, "Misread.", "fields.satisfaction"],
    ["of what no figure reads and the provider records", { category: "mail" }, "Misread.", ""],
  ])("%s", async (_what, fields, reason, field) => {
    const one = await surveyed();
    if (field === "") await send(one, [{ ...UPDATE, fields: { category: "network" } }]);
    const { answer } = await unchanged(() => correct(one.buyer, one.items[1], fields, reason));
    expect(answer.issues.map((issue: { field: string }) => issue.field)).toEqual([
      field === "" ? "fields.category" : field,
    ]);
  });

  test("once the month is frozen, of a stranger's, and by who only reads", async () => {
    const [one, other] = [await surveyed(), await contracted(world)];
    const strange = await unchanged(() => correct(other.buyer, one.items[1], { satisfaction: 5 }));
    expect(strange.answer.code).toBe("not_found");
    const reader = { ...one.buyer, role: "member" as const };
    const denied = await unchanged(() => correct(reader, one.items[1], { satisfaction: 5 }));
    expect(denied.answer.code).toBe("not_allowed");
    await world.owner.query(
      `insert into period_close (organization_id, provider_id, engagement_id, period, rule_version,
         calendar_version, item_count, event_count, levels, prev_hash, hash, frozen_at)
       select organization_id, provider_id, id, $2, '1', 1, 0, 0, '[]', 'a', 'b', now() from engagement
       where id = $1`,
      [one.engagementId, MONTH],
    );
    const late = await unchanged(() => correct(one.buyer, one.items[1], { satisfaction: 5 }));
    expect(late.answer).toMatchObject({ field: "fields.satisfaction" });
    expect(late.answer.message).toContain("up to 2026-11 are frozen");
  });
});

const UPDATE = { id: "u-1", item: "S-2", type: "update", at: "2026-11-04T10:00:00Z" };
