import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serviceModule } from "../../domain/catalogue/catalogue.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { engagementStandings } from "../../server/portfolio/engagement-standings.ts";
import { ask } from "../factories/ask.ts";
import { addAttestation, addEngagement, freezeMonth } from "../factories/catalogue.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const PORTFOLIO = `{ portfolio { engagements { engagementId buyer status need creditAtRisk { amountMinor }
  attestations { kind state } trend { period percent } } } }`;
const HOME = `{ home { todos { kind subjectId title detail } engagements { engagementId buyer provider } } }`;
const MODULE = serviceModule("bookkeeping");

let world: World;
let staff: Viewer;
let provider: Viewer;
const buyers: Viewer[] = [];
const engagements: string[] = [];

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-21T09:00:00Z" });
  staff = await member(world, { name: "Accounts", kind: "marketplace", role: "account_manager" });
  provider = await member(world, { name: "Berlin Books", kind: "provider", role: "owner" });
  for (const name of ["Fine Foods", "Poor Parts", "Other Ltd"])
    buyers.push(await member(world, { name, kind: "buyer", role: "owner" }));
  for (const buyer of buyers.slice(0, 2))
    engagements.push(
      await addEngagement(world, { buyer: buyer.organizationId, provider: provider.organizationId }),
    );
  for (const need of MODULE.attestations)
    await addAttestation(world, {
      organizationId: provider.organizationId,
      kind: need.kind,
      validTo: "2026-11-30",
    });
  for (const [index, percent] of ["99.00", "60.00"].entries())
    await freezeMonth(world, {
      engagementId: engagements[index] ?? "",
      period: "2026-11",
      levels: figuresAt(percent),
    });
});

afterAll(() => world.close());

/** The running month frozen early stands in for a month's work: every level at the same figure. */
function figuresAt(percent: string) {
  return MODULE.defaultLevels.map((level) => {
    const low = Number(percent) < Number(level.minimum);
    return {
      ...{
        levelId: level.id,
        name: level.name,
        metric: level.metric,
        kind: level.kind,
        direction: level.direction,
      },
      ...{
        unit: "%",
        target: level.target,
        minimum: level.minimum,
        minimumSample: 0,
        n: 20,
        hits: 10,
        misses: 10,
      },
      ...{ measured: percent, gross: percent, excluded: 0, voided: 0, sufficient: true, excused: false },
      ...{ status: low ? "failed" : "met", interval: null, desk: null, counted: null },
    };
  });
}

describe("the portfolio", () => {
  test("shows every engagement to marketplace staff, worst first", async () => {
    const { data } = await ask(world, staff, PORTFOLIO);
    const rows = data.portfolio.engagements;
    expect(rows.map((row: { buyer: string }) => row.buyer)).toEqual(["Poor Parts", "Fine Foods"]);
    expect(rows[0]).toMatchObject({
      status: "failed",
      need: "level_failed",
      creditAtRisk: { amountMinor: "48000" },
    });
    expect(rows[1]).toMatchObject({
      status: "met",
      need: "attestation_lapses",
      creditAtRisk: { amountMinor: "0" },
    });
    expect(rows[0].trend).toHaveLength(13);
    expect(rows[0].trend.at(-1)).toEqual({ period: "2026-11", percent: "60.00" });
  });

  test("is read page by page, with figures of all of it and of what the filters leave", async () => {
    const rest = `total belowTarget matching previousPage nextPage urgentCount urgent(first: 1) { buyer }
      facets { name value label n } engagements { engagementId }`;
    const first = await ask(world, staff, `{ portfolio(first: 1) { ${rest} } }`);
    expect(first.data.portfolio).toMatchObject({
      ...{ total: 2, belowTarget: 1, matching: 2, previousPage: null, nextPage: engagements[1] },
      ...{
        urgentCount: 2,
        urgent: [{ buyer: "Poor Parts" }],
        engagements: [{ engagementId: engagements[1] }],
      },
    });
    expect(first.data.portfolio.facets).toContainEqual({
      ...{ name: "module", value: "bookkeeping", label: MODULE.name, n: 2 },
    });
    const after = await ask(
      world,
      staff,
      `{ portfolio(first: 1, after: "${engagements[1]}") { ${rest} } }`,
    );
    expect(after.data.portfolio).toMatchObject({
      ...{ previousPage: engagements[0], nextPage: null, engagements: [{ engagementId: engagements[0] }] },
    });
    const found = await ask(world, staff, `{ portfolio(first: 1, search: "fine berlin") { ${rest} } }`);
    expect(found.data.portfolio).toMatchObject({
      total: 2,
      matching: 1,
      previousPage: null,
      nextPage: null,
    });
    const met = await ask(world, staff, `{ portfolio(standing: "met") { ${rest} } }`);
    expect(met.data.portfolio.engagements).toEqual([{ engagementId: engagements[0] }]);
  });

  test.each([
    ["a buyer", (): Viewer | null => buyers[0] ?? null],
    ["a provider", (): Viewer | null => provider],
    ["a visitor", (): Viewer | null => null],
  ] as const)("is refused to %s", async (_who, viewer) => {
    const { data, errors } = await ask(world, viewer(), PORTFOLIO);
    expect(data?.portfolio ?? null).toBeNull();
    expect(errors).toHaveLength(1);
  });

  test("takes a fixed number of statements apart from each engagement's own work", async () => {
    expect(await statementsFor(staff)).toBeLessThanOrEqual(10);
  });
});

describe("a home", () => {
  test("shows a buyer its own engagement and nobody else's", async () => {
    const [fine, , other] = buyers;
    const { data } = await ask(world, fine ?? null, HOME);
    expect(data.home.engagements).toEqual([
      { engagementId: engagements[0], buyer: "Fine Foods", provider: "Berlin Books" },
    ]);
    const stranger = await ask(world, other ?? null, HOME);
    expect(stranger.data.home).toEqual({ todos: [], engagements: [] });
  });

  test("names the provider's attestations that end soon, and not those of a renewed kind", async () => {
    const renewed = MODULE.attestations[0]?.kind ?? "";
    await addAttestation(world, {
      organizationId: provider.organizationId,
      kind: renewed,
      validFrom: "2026-12-01",
      validTo: "2028-01-01",
    });
    const { data } = await ask(world, provider, HOME);
    const ending = data.home.todos.filter((todo: { kind: string }) => todo.kind === "attestation_ends");
    expect(ending).toHaveLength(MODULE.attestations.length - 1);
  });

  test("tells the first of each kind and how many there are", async () => {
    const asked = "{ home { todos(each: 2) { kind ofKind } } }";
    const { data } = await ask(world, provider, asked);
    const ending = data.home.todos.filter((todo: { kind: string }) => todo.kind === "attestation_ends");
    expect(ending).toEqual([
      { kind: "attestation_ends", ofKind: MODULE.attestations.length - 1 },
      { kind: "attestation_ends", ofKind: MODULE.attestations.length - 1 },
    ]);
  });

  test.each([
    ["draft", "buyer", ["contract_to_offer"]],
    ["draft", "provider", []],
    ["offered", "buyer", []],
    ["offered", "provider", ["contract_to_sign"]],
    ["countersigned", "buyer", ["contract_to_sign"]],
    ["countersigned", "provider", []],
    ["withdrawn", "buyer", []],
  ] as const)("asks for a contract that is %s from the %s: %j", async (state, side, expected) => {
    const sow = await contract(state);
    const { data } = await ask(world, (side === "buyer" ? buyers[2] : provider) ?? null, HOME);
    const asked = data.home.todos.filter((todo: { subjectId: string }) => todo.subjectId === sow);
    expect(asked.map((todo: { kind: string }) => todo.kind)).toEqual(expected);
  });
});

async function contract(state: string): Promise<string> {
  const { rows } = await world.owner.query(
    `insert into statement_of_work (organization_id, provider_id, module_code, title, state, current_version)
     values ($1, $2, 'bookkeeping', 'Books', $3, 1) returning id`,
    [buyers[2]?.organizationId, provider.organizationId, state],
  );
  return rows[0].id;
}

/** Counts the statements of one reading by counting the calls of the transaction. */
async function statementsFor(viewer: Viewer): Promise<number> {
  return world.db.readOrg(viewer, async (tx) => {
    let count = 0;
    const counting = new Proxy(tx, {
      get(target, name, receiver) {
        const value = Reflect.get(target, name, receiver);
        if (name !== "$queryRaw") return value;
        return (...args: unknown[]) => {
          count += 1;
          return (value as (...all: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    await engagementStandings(counting, { viewer, now: world.clock.now() });
    return count;
  });
}
