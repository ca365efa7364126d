import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NOW, probeCast } from "../factories/probe-cast.ts";
import { rootFields } from "../factories/probe-documents.ts";
import { MUTATIONS, none, QUERIES } from "../factories/probe-lines.ts";
import { openProber, type Prober, tokens } from "../factories/prober.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let cast: Awaited<ReturnType<typeof probeCast>>;
let prober: Prober;

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  cast = await probeCast(world);
  await world.stripe();
  prober = await openProber(world, cast);
});
afterAll(async () => {
  expect(prober.probes()).toBeGreaterThan(1_500);
  await world.close();
});

test("every root field of the schema has its line", () => {
  expect(Object.keys(QUERIES).sort()).toEqual(rootFields.query.sort());
  expect(Object.keys(MUTATIONS).sort()).toEqual(rootFields.mutation.sort());
});

describe("a query", () => {
  test.each(Object.keys(QUERIES))(
    "%s answers a foreign id as it answers one that never was",
    async (field) => {
      expect(await prober.tellsIdsApart(field)).toEqual([]);
    },
  );

  test.each(Object.keys(QUERIES))("%s tells nobody of a deal they have no part in", async (field) => {
    expect(await prober.tellsOthers(field)).toEqual([]);
  });

  test.each(Object.keys(QUERIES))("%s is answered to those roles alone whose work it is", async (field) => {
    expect(await prober.answersOthers(field)).toEqual([]);
    expect(await prober.answersWithoutThePermission("query", field)).toEqual([]);
  });
});

describe("a mutation", () => {
  test.each(Object.keys(MUTATIONS))(
    "%s refuses foreign ids and other roles, and changes nothing",
    async (field) => {
      expect(await prober.letsOthersAct(field)).toEqual([]);
      expect(await prober.answersWithoutThePermission("mutation", field)).toEqual([]);
    },
  );
});

test("the probes see a hole: a row that is handed over is told", async () => {
  const secrets = await prober.secretsFrom(cast.viewers["other buyer owner"]?.organizationId ?? null);
  const { near, far } = cast;
  for (const id of [near.ids.engagement, far.ids.statement, near.ids.workItem, far.ids.payout])
    expect(secrets.has(id)).toBe(true);
  const { data } = await prober.probe({
    ...{ root: "query", field: "engagements", who: "buyer owner" },
    ...{ with: none, ids: near.ids },
  } as const);
  expect(tokens(JSON.stringify(data)).filter((token) => secrets.has(token)).length).toBeGreaterThan(1);
});
