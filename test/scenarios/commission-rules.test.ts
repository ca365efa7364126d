import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { setCommissionRule } from "../../server/contracts/set-commission-rule.ts";
import { ask } from "../factories/ask.ts";
import { publishedListing } from "../factories/contracts.ts";
import { drafted, workedContract } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let admin: Viewer;
let provider: Viewer;
let other: Viewer;
let buyer: Viewer;

beforeAll(async () => {
  world = await openWorld();
  admin = await member(world, { name: "House", kind: "marketplace", role: "admin" });
  provider = await member(world, { name: "Quaylink", kind: "provider", role: "owner" });
  other = await member(world, { name: "Fjordbok", kind: "provider", role: "owner" });
  buyer = await member(world, { name: "Halden", kind: "buyer", role: "owner" });
});
afterAll(() => world.close());

const DRAFT = `query D($id: ID!) { orderDraft(listingId: $id) { terms } }`;
const TRY = `query T($rule: TryCommissionRuleInput!) { commissionDryRun(rule: $rule) { refused
  rows { engagementId signedBps beforeBps afterBps changes months
    ruleAfter { id namesProvider } taken { amountMinor } after { amountMinor } } } }`;
const rule = (change: Record<string, string> = {}) => ({
  ...{ percent: "12", startsOn: "2026-11-21", note: "Autumn prices", ...change },
});
const set = (change: Record<string, string> = {}) => setCommissionRule(world.caller(admin), rule(change));
const proposed = async (listingId: string) =>
  (await ask(world, buyer, DRAFT, { id: listingId })).data.orderDraft?.terms.commissionBps;

describe("commission rules", () => {
  test("propose the commission of new orders, the most specific first, and change no contract", async () => {
    const listings = [await publishedListing(world, provider), await publishedListing(world, other)];
    const proposals = async () => Promise.all(listings.map(proposed));
    const { engagementId } = await workedContract(world);
    const signed = () =>
      world.row(
        "select w.terms, w.terms_hash from sow_version w join engagement e on e.sow_version_id = w.id where e.id = $1",
        [engagementId],
      );
    const before = await signed();
    expect(await proposals()).toEqual([1000, 1000]);
    await set();
    expect(await proposals()).toEqual([1200, 1200]);
    await set({ currency: "EUR", percent: "11" });
    await set({ currency: "USD", percent: "11" });
    expect(await proposals()).toEqual([1100, 1100]);
    await set({ providerId: provider.organizationId, percent: "7.5" });
    expect(await proposals()).toEqual([750, 1100]);
    await set({ providerId: provider.organizationId, moduleCode: "payroll", percent: "1" });
    expect(await proposals()).toEqual([750, 1100]);
    expect(await signed()).toEqual(before);
  });

  test("that overlap are refused by the domain and by the database, and nothing changes", async () => {
    const refusal = { code: "commission_rule_overlaps", field: "startsOn" };
    await refusedUnchanged(world, () => set({ startsOn: "2027-06-01", percent: "3" }), refusal);
    await refusedUnchanged(world, () => set({ percent: "51" }), {
      code: "invalid_input",
      field: "percent",
    });
    await refusedUnchanged(world, () => set({ startsOn: "2026-11-20" }), { field: "startsOn" });
    await refusedUnchanged(world, () => set({ providerId: buyer.organizationId }), { field: "providerId" });
    await expect(
      world.owner.query(`insert into commission_rule select (jsonb_populate_record(r, jsonb_build_object(
        'id', uuidv7(), 'starts_on', '2027-01-01'))).* from commission_rule r limit 1`),
    ).rejects.toMatchObject({ code: "23P01" });
    await expect(world.owner.query("update commission_rule set commission_bps = 1")).rejects.toThrow(
      /only ended/,
    );
    await expect(world.owner.query("delete from commission_rule")).rejects.toThrow();
  });

  test("are set by an administrator alone, read by staff, and are nobody else's", async () => {
    const manager = await member(world, { name: "Desk", kind: "marketplace", role: "account_manager" });
    for (const viewer of [manager, provider, buyer])
      await refusedUnchanged(world, () => setCommissionRule(world.caller(viewer), rule()), {
        code: "not_allowed",
      });
    const list = "{ commissionRules { rules { id } mayChange } }";
    expect((await ask(world, manager, list)).data.commissionRules).toMatchObject({ mayChange: false });
    expect((await ask(world, provider, list)).errors).not.toEqual([]);
  });

  test("T12: a provider's page shows only its own commission, and rules of another never reach it", async () => {
    const rows = await world.db.withOrg(
      other,
      (tx) =>
        tx.$queryRaw<{ provider_id: string | null }[]>`
        select provider_id from app.commission_rules_for(${other.organizationId}::uuid)`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((one) => one.provider_id === null)).toBe(true);
    await expect(
      world.db.withOrg(other, (tx) => tx.$queryRaw`select * from commission_rule`),
    ).rejects.toThrow();
  });

  test("end with a last day, and one that has not begun is withdrawn", async () => {
    const END = `mutation E($input: EndCommissionRuleInput!) { endCommissionRule(input: $input) { __typename
      ... on MutationEndCommissionRuleSuccess { data { endsOn withdrawnAt } } ... on Refusal { message } } }`;
    const end = async (ruleId: string, lastDay?: string) =>
      (await ask(world, admin, END, { input: { ruleId, lastDay } })).data.endCommissionRule;
    const { ruleId } = await set({ currency: "GBP", startsOn: "2027-03-01" });
    expect(await end(ruleId)).toMatchObject({ data: { endsOn: null, withdrawnAt: expect.any(String) } });
    expect(await end(ruleId)).toMatchObject({ message: "This rule was withdrawn already." });
    const running = await set({ currency: "GBP" });
    expect(await end(running.ruleId, "2026-12-31")).toMatchObject({ data: { endsOn: "2026-12-31" } });
    await set({ currency: "GBP", startsOn: "2027-01-01" });
    expect(await end(crypto.randomUUID())).toMatchObject({ message: "There is no such commission rule." });
  });
});

describe("case 28: a dry run", () => {
  test("shows the rule that matched and what past statements come to, and saves nothing", async () => {
    const story = await workedContract(world);
    await drafted(world, story);
    const tried = rule({ providerId: story.provider.organizationId, percent: "20" });
    const count = () => world.row("select count(*)::int as n from commission_rule");
    const before = await count();
    const { data } = await ask(world, admin, TRY, { rule: tried });
    const rows = data.commissionDryRun.rows;
    expect(rows[0]).toMatchObject({
      ...{ engagementId: story.engagementId, signedBps: 1000, beforeBps: 1100, afterBps: 2000 },
      ...{ changes: true, months: 1, ruleAfter: { id: "draft", namesProvider: true } },
      // 10 % and 20 % of the worked month's net of 3,784.00: the credit has reduced the commission too.
      ...{ taken: { amountMinor: "37840" }, after: { amountMinor: "75680" } },
    });
    expect(rows.slice(1).some((row: { changes: boolean }) => row.changes)).toBe(false);
    expect(await count()).toEqual(before);
  });

  test("of a rule that could not be saved says why", async () => {
    const { data } = await ask(world, admin, TRY, { rule: rule({ percent: "3" }) });
    expect(data.commissionDryRun.refused).toMatch(/holds from 2026-11-21 until further notice/);
  });
});
