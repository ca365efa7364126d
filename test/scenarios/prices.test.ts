import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_PRICE, pricesEditOf } from "../../domain/contracts/edited-prices.ts";
import type { PricesEdit } from "../../domain/contracts/prices-edit.input.ts";
import { type Terms, termsHash } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { recomputeStatement } from "../../domain/service-levels/recompute.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { attestation, offeredContract, publishedListing, sign } from "../factories/contracts.ts";
import { drafted, workedContract } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PROPOSE = `mutation($input: ProposePricesInput!) { proposePrices(input: $input) { __typename
  ... on MutationProposePricesSuccess { data { id state currentVersion version { terms pricesEdit } } }
  ... on InvalidInput { issues { field message } } ... on Refusal { message } } }`;

let orders = 0;

/** An offered contract of the service desk, with the terms of its first version. */
async function offered() {
  orders += 1;
  const buyer = await member(world, {
    name: `Priced buyer ${orders}`,
    kind: "buyer",
    role: "operations_lead",
  });
  const provider = await member(world, { name: `Priced desk ${orders}`, kind: "provider", role: "owner" });
  const listingId = await publishedListing(world, provider);
  const id = await offeredContract(world, { buyer, listingId });
  return { id, buyer, provider, terms: await termsOf(id, 1) };
}

async function termsOf(id: string, number: number): Promise<Terms> {
  const row = await world.row(
    "select terms from sow_version where statement_of_work_id = $1 and number = $2",
    [id, number],
  );
  return row.terms;
}

const propose = (viewer: Viewer, p: { id: string; prices: PricesEdit; baseVersion?: number }) =>
  ask(world, viewer, PROPOSE, {
    input: { statementOfWorkId: p.id, baseVersion: p.baseVersion ?? 1, prices: p.prices, note: "why" },
  });

const versions = async (id: string) =>
  (await world.row("select count(*)::int as n from sow_version where statement_of_work_id = $1", [id])).n;

describe("the prices of a contract", () => {
  test("become the next version, with nothing else changed", async () => {
    const { id, provider, terms } = await offered();
    const edit = pricesEditOf(terms);
    const [level] = terms.serviceLevels;
    const bonus = {
      ...NO_PRICE,
      ...{ kind: "bonus_malus", levelId: level?.id ?? "", reference: "95", step: "1" },
      ...{ perStep: "10", maxMalus: "100", maxBonus: "50" },
    };
    const { data } = await propose(provider, {
      id,
      prices: { ...edit, prices: [bonus], maxReduction: "20", maxIncrease: "10" },
    });
    expect(data.proposePrices.data).toMatchObject({ state: "offered", currentVersion: 2 });
    const after = await termsOf(id, 2);
    expect(after).toEqual({
      ...terms,
      prices: [expect.objectContaining({ id: "price-1", perStepMinor: "1000", maxBonusMinor: "5000" })],
      collar: { maxReductionBps: 2000, maxIncreaseBps: 1000 },
    });
    expect(data.proposePrices.data.version.pricesEdit.prices[0]).toMatchObject({ perStep: "10.00" });
    const row = await world.row(
      "select terms_hash from sow_version where statement_of_work_id = $1 and number = 2",
      [id],
    );
    expect(row.terms_hash).toBe(termsHash(after));
  });

  test("take a countersigned contract back to offered", async () => {
    const { id, buyer, provider, terms } = await offered();
    for (const kind of terms.requiredAttestations) await attestation(world, provider, { kind });
    await sign(world, provider, id);
    const { data } = await propose(buyer, { id, prices: { ...pricesEditOf(terms), pool: "15" } });
    expect(data.proposePrices.data.state).toBe("offered");
  });

  test.each<[string, Partial<PricesEdit>, string[]]>([
    ["figures that cannot be read", { pool: "much", maxIncrease: "1" }, ["pool", "maxReduction"]],
    ["a pool above half of the fee", { pool: "51" }, ["pool"]],
    ["points without their price", { scheme: "service_points", pointCap: "10" }, ["pointValue"]],
  ])("are refused with %s, each on its field, and nothing changes", async (_what, change, fields) => {
    const { id, buyer, terms } = await offered();
    const { data } = await propose(buyer, { id, prices: { ...pricesEditOf(terms), ...change } });
    expect(data.proposePrices.__typename).toBe("InvalidInput");
    const named = data.proposePrices.issues.map((issue: { field: string }) => issue.field);
    expect(named).toEqual(expect.arrayContaining(fields));
    expect(await versions(id)).toBe(1);
  });

  test("are refused unchanged, on an old version, and to a stranger", async () => {
    const { id, buyer, terms } = await offered();
    const edit = pricesEditOf(terms);
    const same = await propose(buyer, { id, prices: edit });
    expect(same.data.proposePrices.message).toMatch(/the same as in the present/);
    const old = await propose(buyer, { id, prices: { ...edit, pool: "15" }, baseVersion: 7 });
    expect(old.data.proposePrices.__typename).toBe("Refused");
    const { buyer: stranger } = await offered();
    const foreign = await propose(stranger, { id, prices: { ...edit, pool: "15" } });
    expect(foreign.data.proposePrices.__typename).toBe("NotFound");
    expect(await versions(id)).toBe(1);
  });
});

const SIMULATE = `query($engagementId: ID, $statementOfWorkId: ID, $prices: PricesInput, $history: String,
    $seed: String, $runs: Int) {
  simulateScheme(engagementId: $engagementId, statementOfWorkId: $statementOfWorkId, prices: $prices,
    history: $history, seed: $seed, runs: $runs) { __typename
    ... on SchemeSimulation { source replay { period frozen credit { amountMinor } net { amountMinor }
      adjustments { label amount { amountMinor } } } worstMonth { period }
      drawn { seed runs credit { mean { amountMinor } p05 { amountMinor } p95 { amountMinor } }
        histogram { years } } }
    ... on SchemeSimulationRefused { issues { field message } } } }`;

async function simulate(viewer: Viewer, variables: Record<string, unknown>) {
  const { data, errors } = await ask(world, viewer, SIMULATE, variables);
  expect(errors).toEqual([]);
  return data.simulateScheme;
}

const figures = (accuracy: string) => [
  { levelId: "accuracy", measured: accuracy, excused: false, n: 100, misses: 3 },
  { levelId: "turnaround", measured: "97.1", excused: false, n: 31, misses: 1 },
  { levelId: "compliance", measured: "100", excused: false, n: 50, misses: 0 },
];

/** A contract with statements for the months given, January 2026 first. */
async function past(accuracies: readonly string[], change: Partial<Terms> = {}): Promise<Contracted> {
  const story = await workedContract(world, { startsOn: "2025-11-01", ...change });
  for (const [at, accuracy] of accuracies.entries()) {
    const period = at < 2 ? `2025-${11 + at}` : `2026-${String(at - 1).padStart(2, "0")}`;
    await drafted(world, story, period, figures(accuracy));
  }
  return story;
}

type Replayed = { period: string; net: { amountMinor: string } };

describe("the simulator", () => {
  test("replays the frozen months to the very statements that were made", async () => {
    const story = await past(["96", "99", "94", "98"], {
      earnBack: { levelIds: ["accuracy"], monthsNeeded: 1, waitMonths: 0 },
    });
    const found = await simulate(story.buyer, { engagementId: story.engagementId });
    const { rows } = await world.owner.query(
      "select period, net_minor, bundle, result from statement where engagement_id = $1 order by period",
      [story.engagementId],
    );
    expect(found.source).toBe("contract");
    expect(found.replay.map((month: Replayed) => [month.period, month.net.amountMinor])).toEqual(
      rows.map((row) => [row.period, row.net_minor]),
    );
    for (const row of rows) expect(recomputeStatement(row.bundle)).toEqual(row.result);
    expect(found.worstMonth.period).toBe("2026-01");
  });

  test("gives the same years for the same seed, others for another, and changes nothing", async () => {
    const story = await past(["96", "99", "94"]);
    const of = (seed: string) =>
      simulate(story.provider, { engagementId: story.engagementId, seed, runs: 300 });
    const [first, again, other] = [await of("a"), await of("a"), await of("b")];
    expect(again).toEqual(first);
    expect(other.drawn.credit).not.toEqual(first.drawn.credit);
    const total = first.drawn.histogram.reduce((sum: number, bar: { years: number }) => sum + bar.years, 0);
    expect(total).toBe(300);
    const { n } = await world.row("select count(*)::int as n from statement where engagement_id = $1", [
      story.engagementId,
    ]);
    expect(n).toBe(3);
  });

  test("tries other prices, and says on which field they cannot be read", async () => {
    const story = await past(["96", "96"]);
    const edit = pricesEditOf(story.terms);
    const doubled = await simulate(story.buyer, {
      engagementId: story.engagementId,
      prices: { ...edit, pool: "24" },
    });
    expect(doubled.replay[0].credit.amountMinor).toBe("19200");
    const refused = await simulate(story.buyer, {
      engagementId: story.engagementId,
      prices: { ...edit, pool: "x" },
      runs: 500,
    });
    expect(refused.issues).toEqual([{ field: "pool", message: expect.stringContaining("percentage") }]);
    const few = await simulate(story.buyer, { engagementId: story.engagementId, runs: 5 });
    expect(few.issues).toEqual([{ field: "runs", message: "Draw from 100 to 10000 years." }]);
  });

  test("runs pasted months over a draft, and has nothing to say without any", async () => {
    const { id, buyer, terms } = await offered();
    const cells = terms.serviceLevels.map((level) => level.minimum);
    const history = [`2025-01,${cells.join(",")}`, `2025-02,${cells.join(",")}`].join("\n");
    const found = await simulate(buyer, { statementOfWorkId: id, history });
    expect(found).toMatchObject({ source: "typed", replay: [{ frozen: false }, {}] });
    const none = await simulate(buyer, { statementOfWorkId: id });
    expect(none).toMatchObject({ source: "none", replay: [], worstMonth: null, drawn: null });
    const broken = await simulate(buyer, { statementOfWorkId: id, history: "yesterday, 1" });
    expect(broken.issues[0].field).toBe("history");
  });

  test("does not know of a stranger's contract", async () => {
    const story = await past(["96"]);
    const { id, buyer } = await offered();
    expect(await simulate(buyer, { engagementId: story.engagementId })).toBeNull();
    expect(await simulate(story.buyer, { statementOfWorkId: id })).toBeNull();
  });

  test("measures what is over and not frozen, live", async () => {
    const story = await contracted(world);
    const found = await simulate(story.buyer, { engagementId: story.engagementId });
    expect(found).toMatchObject({ source: "none", drawn: null });
  });
});

const OUTLOOK = `query($id: ID!) { priceOutlook(engagementId: $id) { mayOrderYear renewsOn
  triggers { condition count needed counting reached { period because } }
  ratchet { levelId target next by } } }`;
const ORDER = `mutation($id: ID!) { orderRatchetedYear(input: { engagementId: $id }) { __typename
  ... on MutationOrderRatchetedYearSuccess { data { id state startsOn version { terms note } } }
  ... on Refusal { message } } }`;

describe("triggers and ratchet", () => {
  const ratchet = { bestMonths: 3, gapShareBps: 5000 };

  test("show the months that count and what was reached", async () => {
    const story = await past(["96", "97", "96", "99", "96"], {
      termination: [{ kind: "consecutive_misses", levelId: "accuracy", months: 3 }],
    });
    const { data } = await ask(world, story.provider, OUTLOOK, { id: story.engagementId });
    expect(data.priceOutlook.triggers).toEqual([
      {
        condition: "Posting accuracy is missed 3 months in a row",
        ...{ count: 1, needed: 3, counting: ["March 2026"] },
        reached: [{ period: "2026-01", because: ["2025-11", "2025-12", "2026-01"] }],
      },
    ]);
  });

  test("order the next year as a draft with the new targets, once, and touch nothing in force", async () => {
    const story = await past(
      Array.from({ length: 12 }, () => "99"),
      { ratchet, moduleCode: "bookkeeping" },
    );
    const id = story.engagementId;
    const before = await world.row("select * from engagement where id = $1", [id]);
    const { data } = await ask(world, story.buyer, OUTLOOK, { id });
    expect(data.priceOutlook).toMatchObject({ mayOrderYear: true, renewsOn: "2026-11-01" });
    expect(data.priceOutlook.ratchet[0]).toEqual({
      ...{ levelId: "accuracy", target: "98.0", next: "99", by: "achieved" },
    });
    const order = (await ask(world, story.buyer, ORDER, { id })).data.orderRatchetedYear;
    expect(order.data).toMatchObject({ state: "draft", startsOn: "2026-11-01" });
    expect(order.data.version.terms.serviceLevels[0].target).toBe("99");
    const again = (await ask(world, story.buyer, ORDER, { id })).data.orderRatchetedYear;
    expect(again.message).toMatch(/begins on 2026-11-01 is there already/);
    expect(await world.row("select * from engagement where id = $1", [id])).toEqual(before);
  });

  test("are refused before a year is frozen, and to the provider", async () => {
    const story = await past(["99", "99"], { ratchet });
    const id = story.engagementId;
    const early = await ask(world, story.buyer, ORDER, { id });
    expect(early.data.orderRatchetedYear.message).toMatch(/No target moves/);
    const theirs = await ask(world, story.provider, ORDER, { id });
    expect(theirs.data?.orderRatchetedYear?.__typename ?? "refused").not.toMatch(/Success/);
    const { n } = await world.row(
      "select count(*)::int as n from statement_of_work where organization_id = $1",
      [story.buyer.organizationId],
    );
    expect(n).toBe(1);
  });
});
