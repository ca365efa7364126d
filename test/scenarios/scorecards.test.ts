import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serviceModule } from "../../domain/catalogue/catalogue.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { listScorecards } from "../../server/service-levels/scorecard.read.ts";
import { ask } from "../factories/ask.ts";
import { addEngagement, freezeMonth } from "../factories/catalogue.ts";
import { counting } from "../factories/counting.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const LEVELS = serviceModule("bookkeeping").defaultLevels;
const [FIRST, SECOND] = [LEVELS[0]?.id ?? "", LEVELS[1]?.id ?? ""];
const CARD = `query($id: ID!) { scorecard(engagementId: $id) { mayEdit nextMonth change
  current { number } versions { number fromMonth createdBy levels { levelId weightBps } }
  months { month version value runs levels { levelId score } } } }`;
const SAVE = `mutation($input: SaveScorecardInput!) { saveScorecard(input: $input) { __typename
  ... on MutationSaveScorecardSuccess { data { current { number } } }
  ... on Refusal { message code } ... on InvalidInput { issues { field message } } } }`;

let world: World;
let buyer: Viewer;
let provider: Viewer;
let staff: Viewer;
let stranger: Viewer;
let engagement: string;

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-21T09:00:00Z" });
  buyer = await member(world, { name: "Card Buyer", kind: "buyer", role: "owner" });
  provider = await member(world, { name: "Card Provider", kind: "provider", role: "owner" });
  staff = await member(world, { name: "Card Staff", kind: "marketplace", role: "account_manager" });
  stranger = await member(world, { name: "Card Stranger", kind: "buyer", role: "owner" });
  engagement = await engagementOf(buyer);
  await freeze("2026-09", "100.00");
  await freeze("2026-10", "0.00");
});
afterAll(() => world.close());

const engagementOf = (one: Viewer) =>
  addEngagement(world, { buyer: one.organizationId, provider: provider.organizationId });

/** The first level at its target, the second at what is given. */
function freeze(period: string, second: string) {
  const levels = LEVELS.map((level) => ({
    ...{ levelId: level.id, name: level.name, metric: level.metric, kind: level.kind, n: 20 },
    ...{ direction: level.direction, target: level.target, minimum: level.minimum, unit: level.unit },
    measured: level.id === SECOND ? second : level.target,
    excused: false,
  }));
  return freezeMonth(world, { engagementId: engagement, period, levels });
}

function save(viewer: Viewer | null, over: Record<string, unknown> = {}) {
  const weights = [
    { levelId: FIRST, weight: "75" },
    { levelId: SECOND, weight: "25" },
  ];
  const usual = {
    engagementId: engagement,
    baseVersion: 0,
    fromMonth: "2025-11",
    note: "As agreed",
    levels: weights,
  };
  return ask(world, viewer, SAVE, { input: { ...usual, ...over } });
}

const card = async (viewer: Viewer | null) =>
  (await ask(world, viewer, CARD, { id: engagement })).data?.scorecard ?? null;
const versions = async () =>
  (await world.owner.query("select number from scorecard_version order by 1")).rows;

describe("before there is a scorecard", () => {
  test("both parties find an empty one, and the buyer may write it", async () => {
    expect(await card(buyer)).toMatchObject({ mayEdit: true, versions: [], current: null, change: null });
    expect(await card(provider)).toMatchObject({ mayEdit: false, versions: [] });
  });

  test.each([
    ["weights that do not total 100 %", { levels: [{ levelId: FIRST, weight: "99.99" }] }, "levels"],
    ["a weight that is none", { levels: [{ levelId: FIRST, weight: "a lot" }] }, `weight.${FIRST}`],
    [
      "a level of another contract",
      { levels: [{ levelId: "elsewhere", weight: "100" }] },
      "weight.elsewhere",
    ],
    ["a month before the contract", { fromMonth: "2025-10" }, "fromMonth"],
    ["a month that is none", { fromMonth: "October" }, "fromMonth"],
  ])("%s are refused next to the field, and nothing is written", async (_name, over, field) => {
    const { data } = await save(buyer, over);
    expect(data.saveScorecard.issues[0].field).toBe(field);
    expect(await versions()).toEqual([]);
  });

  test("neither the provider nor the buyer's finance may write one", async () => {
    const { organizationId, organizationName } = buyer;
    const finance = await colleague(world, {
      organizationId,
      organizationName,
      kind: "buyer",
      role: "finance",
    });
    for (const viewer of [provider, finance, null]) {
      const { data, errors } = await save(viewer);
      expect(data?.saveScorecard?.code ?? errors.length).not.toBe(0);
    }
    expect(await versions()).toEqual([]);
  });

  test("a foreign engagement answers like one that does not exist", async () => {
    const foreign = await save(stranger);
    const missing = await save(stranger, { engagementId: crypto.randomUUID() });
    expect(foreign.data).toEqual(missing.data);
    expect(await card(stranger)).toBeNull();
    expect(await versions()).toEqual([]);
  });

  test("the database refuses a card that does not total 100 %, and one by the provider", async () => {
    const insert = (viewer: Viewer, weightBps: number) =>
      world.db.withOrg(viewer, (tx) =>
        tx.scorecardVersion.create({
          data: {
            ...{ engagementId: engagement, number: 1, fromMonth: "2026-11", note: "", createdByName: "x" },
            organizationId: buyer.organizationId,
            providerId: provider.organizationId,
            levels: [{ levelId: FIRST, weightBps }],
            createdAt: new Date(0),
          },
        }),
      );
    await expect(insert(buyer, 9_999)).rejects.toThrow(/scorecard_version_totals/);
    await expect(insert(provider, 10_000)).rejects.toThrow(/row-level security/);
    expect(await versions()).toEqual([]);
  });
});

describe("a scorecard", () => {
  test("scores the frozen months it looks back on, for both sides and staff", async () => {
    const { data } = await save(buyer);
    expect(data.saveScorecard.data.current.number).toBe(1);
    for (const viewer of [buyer, provider, staff]) {
      const { months, change } = await card(viewer);
      const scored = months.filter((one: { month: string }) => ["2026-09", "2026-10"].includes(one.month));
      expect(scored.map((one: { value: string }) => one.value)).toEqual(["100.0", "75.0"]);
      expect(months).toHaveLength(13);
      expect(change).not.toBeNull();
    }
  });

  test("is changed by a new version, from a month that is not frozen; scored months stay", async () => {
    const equal = [FIRST, SECOND].map((levelId) => ({ levelId, weight: "50" }));
    const frozen = await save(staff, { baseVersion: 1, fromMonth: "2026-10", levels: equal });
    expect(frozen.data.saveScorecard.issues[0]).toMatchObject({ field: "fromMonth" });
    expect(await versions()).toHaveLength(1);
    const { data } = await save(staff, { baseVersion: 1, fromMonth: "2026-11", levels: equal });
    expect(data.saveScorecard.data.current.number).toBe(2);
    const { months, versions: all } = await card(provider);
    expect(months.find((one: { month: string }) => one.month === "2026-10")).toMatchObject({
      version: 1,
      value: "75.0",
    });
    expect(months.at(-1)).toMatchObject({ month: "2026-11", version: 2, runs: true });
    expect(all.map((one: { createdBy: string }) => one.createdBy)).toEqual([buyer.name, staff.name]);
  });

  test("that somebody changed meanwhile is not written over", async () => {
    const { data } = await save(buyer, { baseVersion: 1, fromMonth: "2026-12" });
    expect(data.saveScorecard.code).toBe("scorecard_outdated");
    expect(await versions()).toHaveLength(2);
  });

  test("leaves a line in the audit of whoever wrote it", async () => {
    const { rows } = await world.owner.query(
      `select actor_name as actor, data ->> 'number' as number from audit_event
       where action = 'scorecard.save' order by at, id`,
    );
    expect(rows).toEqual([
      { actor: buyer.name, number: "1" },
      { actor: staff.name, number: "2" },
    ]);
  });

  test("never changes once it is written", async () => {
    await expect(world.owner.query("update scorecard_version set note = 'x'")).rejects.toThrow();
    await expect(world.owner.query("delete from scorecard_version")).rejects.toThrow();
  });
});

describe("the list of scorecards", () => {
  const LIST = `query($first: Int, $after: String) { scorecards(first: $first, after: $after) {
    edges { node { engagementId } } pageInfo { hasNextPage endCursor } } }`;
  const ids = (data: { scorecards: { edges: { node: { engagementId: string } }[] } }) =>
    data.scorecards.edges.map((edge) => edge.node.engagementId);

  test("shows a provider its own, page by page, and a stranger none", async () => {
    const second = await engagementOf(
      await member(world, { name: "Card Other", kind: "buyer", role: "owner" }),
    );
    const first = await ask(world, provider, LIST, { first: 1 });
    const after = first.data.scorecards.pageInfo.endCursor;
    const rest = await ask(world, provider, LIST, { first: 5, after });
    expect([...ids(first.data), ...ids(rest.data)]).toEqual([engagement, second].sort());
    expect(ids((await ask(world, buyer, LIST)).data)).toEqual([engagement]);
    expect(ids((await ask(world, stranger, LIST)).data)).toEqual([]);
  });

  test("takes as many statements for one engagement as for many, of whatever age and level", async () => {
    const read = () => {
      const now = world.clock.now();
      return counting(world, staff, (tx) =>
        listScorecards(tx, { viewer: staff, now, limit: 50, inverted: false }),
      );
    };
    // Work without any event has no tape, and is asked about with all of its kind.
    const more = async (at: number, startsOn: string) => {
      const other = await member(world, { name: `Card More ${at}`, kind: "buyer", role: "owner" });
      const id = await engagementOf(other);
      await world.owner.query("update engagement set starts_on = $2::date where id = $1", [id, startsOn]);
      await world.owner.query(
        `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title,
           state, opened_at) select organization_id, provider_id, id, 'hand', 'MORE', 'invoice', 'More',
           'open', '2026-11-20T09:00:00Z' from engagement where id = $1`,
        [id],
      );
    };
    await more(0, "2026-11-01");
    const before = await read();
    for (const [at, startsOn] of ["2026-11-01", "2026-08-01", "2025-02-01"].entries())
      await more(at + 1, startsOn);
    expect(await read()).toBe(before);
  });
});
