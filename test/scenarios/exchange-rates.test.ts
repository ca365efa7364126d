import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { stateExchangeRate } from "../../server/billing/exchange/state-exchange-rate.ts";
import { ask } from "../factories/ask.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let admin: Viewer;
let manager: Viewer;
let provider: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-22T09:00:00Z" });
  admin = await member(world, { name: "House", kind: "marketplace", role: "admin" });
  manager = await member(world, { name: "Ines", kind: "marketplace", role: "account_manager" });
  provider = await member(world, { name: "Quaylink", kind: "provider", role: "owner" });
});
afterAll(() => world.close());

const rate = (change: Record<string, unknown> = {}) => ({
  ...{ base: "EUR", quote: "USD", rate: "1.0842", validFrom: "2026-11-20" },
  ...{ source: "European Central Bank, reference rates", ...change },
});
const state = (change: Record<string, unknown> = {}) =>
  stateExchangeRate(world.caller(admin), rate(change));
const PAGE = `query R($base: String, $quote: String, $first: Int, $after: String) { exchangeRates {
  mayState today pairs { count holdsToday latest { base quote rate validFrom } }
  stated(base: $base, quote: $quote, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { rate validFrom statedByName } } } } }`;
const STATE = `mutation S($input: StateExchangeRateInput!) { stateExchangeRate(input: $input) {
  ... on Refusal { code field message } ... on InvalidInput { issues { field message } }
  ... on MutationStateExchangeRateSuccess { data { rate statedByName } } } }`;

describe("exchange rates", () => {
  test("are stated by an administrator, kept with who and when, and audited", async () => {
    const { data } = await ask(world, admin, STATE, { input: rate() });
    expect(data.stateExchangeRate.data).toEqual({ rate: "1.0842", statedByName: admin.name });
    const audit = await world.row(
      "select action, data from audit_event where subject_type = 'exchange_rate' order by seq desc limit 1",
    );
    expect(audit).toMatchObject({ action: "exchange_rate.state", data: { rate: "1.0842", base: "EUR" } });
  });

  test.each([
    ["zero", { rate: "0" }, { code: "invalid_input", field: "rate" }],
    ["below zero", { rate: "-1" }, { field: "rate" }],
    ["too many digits", { rate: "1.00000000001" }, { field: "rate" }],
    ["one currency twice", { quote: "EUR" }, { field: "quote" }],
    ["an unknown currency", { base: "XXX" }, { field: "base" }],
    ["a day to come", { validFrom: "2026-11-23" }, { field: "validFrom" }],
    ["the same again", {}, { code: "rate_stated_before", field: "rate" }],
    ["the other direction", { base: "USD", quote: "EUR", rate: "0.92" }, { code: "rate_other_direction" }],
    ["a slip by a digit", { rate: "10.842", validFrom: "2026-11-22" }, { code: "rate_to_confirm" }],
    ["another word for a day", { rate: "1.0824" }, { code: "rate_to_confirm", field: "rate" }],
  ])("refuse %s, and nothing changes", async (_name, change, refusal) => {
    await refusedUnchanged(world, () => state(change), refusal);
  });

  test("take an odd rate that is confirmed, and the later word of a day counts", async () => {
    await state({ rate: "1.0824", confirmed: true });
    await state({ base: "GBP", quote: "EUR", rate: "1.19", validFrom: "2026-11-02" });
    const { data } = await ask(world, manager, PAGE, {});
    expect(data.exchangeRates).toMatchObject({ mayState: false, today: "2026-11-22" });
    expect(data.exchangeRates.pairs).toEqual([
      {
        ...{ count: 2, holdsToday: true },
        latest: { base: "EUR", quote: "USD", rate: "1.0824", validFrom: "2026-11-20" },
      },
      {
        ...{ count: 1, holdsToday: false },
        latest: { base: "GBP", quote: "EUR", rate: "1.19", validFrom: "2026-11-02" },
      },
    ]);
  });

  test("are read page by page, of one pair or of all", async () => {
    const first = await ask(world, manager, PAGE, { base: "EUR", quote: "USD", first: 1 });
    const { pageInfo, edges } = first.data.exchangeRates.stated;
    expect(edges.map((edge: { node: { rate: string } }) => edge.node.rate)).toEqual(["1.0824"]);
    expect(pageInfo.hasNextPage).toBe(true);
    const second = await ask(world, manager, PAGE, {
      ...{ base: "EUR", quote: "USD", first: 1, after: pageInfo.endCursor },
    });
    expect(second.data.exchangeRates.stated.edges[0].node.rate).toBe("1.0842");
    expect(second.data.exchangeRates.stated.pageInfo.hasNextPage).toBe(false);
    const none = await ask(world, manager, PAGE, { base: "SEK", quote: "NOK" });
    expect(none.data.exchangeRates.stated.edges).toEqual([]);
  });

  test("are neither stated nor read on the page by anybody else, and never changed", async () => {
    const count = () => world.row("select count(*)::int as n from exchange_rate");
    const before = await count();
    for (const who of [manager, provider]) {
      const { errors } = await ask(world, who, STATE, {
        input: rate({ rate: "1.09", validFrom: "2026-11-21" }),
      });
      expect(errors).toBeTruthy();
    }
    expect((await ask(world, provider, PAGE, {})).errors).toBeTruthy();
    expect(await count()).toEqual(before);
    await expect(world.owner.query("update exchange_rate set rate = '2'")).rejects.toThrow(/append-only/);
    await expect(world.owner.query("delete from exchange_rate")).rejects.toThrow(/append-only/);
    const copy = (change: string) =>
      world.owner.query(`insert into exchange_rate select (jsonb_populate_record(r, jsonb_build_object(
        'id', uuidv7()) || '${change}')).* from exchange_rate r where quote = 'USD' order by stated_at desc limit 1`);
    await expect(copy('{"rate": "1.08240"}')).rejects.toThrow(/stated already/);
    await expect(copy('{"rate": "0.00"}')).rejects.toThrow(/exchange_rate_exact/);
    await expect(copy('{"base": "USD", "quote": "EUR"}')).rejects.toThrow(/other direction/);
    expect(await count()).toEqual(before);
  });
});
