import assert from "node:assert/strict";
import pg from "pg";
import { hashApiKey } from "../server/identity/api-keys.ts";
import { ask as send, type Target } from "./load.ts";

export type Comparison = {
  name: string;
  goal: string;
  ours: () => Target;
  floor: () => Target;
  /** Throws where the two answers do not say the same. */
  same: (ours: string, floor: string) => void;
};

const CARD = `listingId title summary provider { name city country } price { amountMinor currency } languages zone
  attestations { kind level validTo }`;
const MODULE = "it_support";
const COUNTRY = "PL";
const KEY = "erk_bench_0123456789abcdef";

/** What is compared; the numbers of the goals are those of the product's speed plan. */
export async function comparisons(p: {
  floor: number;
  ours: number;
  owner: string;
  startFloor: (name: string, argument: string) => Promise<{ port: number }>;
}): Promise<Comparison[]> {
  const keyId = await makeKey(p.owner);
  const path = `/catalogue?module=${MODULE}&country=${COUNTRY}`;
  const page: Target = { port: p.ours, method: "GET", path };
  let visits = 0;
  const unseen = (): Target => {
    visits += 1;
    return { ...page, path: `${path}&visit=${visits}` };
  };
  const bare = await p.startFloor("remix", String((await send(page)).length));
  const ask = (
    query: string,
    headers: Record<string, string> = { "sec-fetch-site": "same-origin" },
  ): Target => ({
    port: p.ours,
    method: "POST",
    path: "/graphql",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
  const floor = (path: string, headers = {}): Target => ({ port: p.floor, method: "GET", path, headers });
  const list = `{ listings(first: 20, sort: PRICE, filter: { module: "${MODULE}" }) { edges { node { ${CARD} } } } }`;
  const search = `{ listings(first: 20, sort: PRICE, filter: { module: "${MODULE}", country: "${COUNTRY}" }) {
    totalCount facets { countries { value count } modules { value count } currencies { value count }
    languages { value count } } edges { node { ${CARD} } } } }`;
  const write = () =>
    ask(`mutation { createApiKey(input: { name: "bench", days: 30 }) { __typename } }`, {
      authorization: `Bearer ${KEY}`,
    });
  return [
    {
      name: "list",
      goal: "at least 0.45 now, 1.5 later",
      ours: () => ask(list),
      floor: () => floor(`/list?module=${MODULE}`),
      same: (a, b) =>
        assert.deepEqual(
          idsOf(a),
          JSON.parse(b).map((one: { listingId: string }) => one.listingId),
        ),
    },
    {
      name: "search",
      goal: "at least 0.6 now, 2.5 later",
      ours: () => ask(search),
      floor: () => floor(`/search?module=${MODULE}&country=${COUNTRY}`),
      same: (a, b) => {
        const plain = JSON.parse(b);
        assert.deepEqual(
          idsOf(a),
          plain.rows.map((one: { listingId: string }) => one.listingId),
        );
        const { totalCount, facets } = JSON.parse(a).data.listings;
        assert.equal(totalCount, plain.total);
        const counted = facets.languages.map((one: { value: string; count: number }) => [
          one.value,
          one.count,
        ]);
        assert.deepEqual(Object.fromEntries(counted), plain.languages);
      },
    },
    {
      name: "page",
      goal: "at least 0.7 now, 1.7 later",
      ours: () => page,
      floor: () => ({ port: bare.port, method: "GET", path: "/" }),
      same: (a, b) =>
        assert.ok(Math.abs(a.length - b.length) < a.length / 20, `${a.length} and ${b.length} bytes`),
    },
    {
      name: "page-unseen",
      goal: "at least 0.7",
      ours: unseen,
      floor: () => ({ port: bare.port, method: "GET", path: "/" }),
      same: (a, b) =>
        assert.ok(Math.abs(a.length - b.length) < a.length / 20, `${a.length} and ${b.length} bytes`),
    },
    {
      name: "write",
      goal: "at least 0.25 now, 0.45 later",
      ours: write,
      floor: () => floor(`/write?id=${keyId}`, { authorization: hashApiKey(KEY) }),
      same: (a) => assert.match(a, /Success/),
    },
  ];
}

function idsOf(text: string): string[] {
  const { data, errors } = JSON.parse(text);
  if (errors) throw new Error(JSON.stringify(errors).slice(0, 500));
  return data.listings.edges.map((edge: { node: { listingId: string } }) => edge.node.listingId);
}

/** One API key of one member, so that a write carries a session of its own. */
async function makeKey(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query(
    `with o as (insert into organization (kind, slug, name, country, zone, currency)
       values ('buyer', 'bench-buyer', 'Bench Buyer', 'PL', 'Europe/Warsaw', 'USD') returning id),
     u as (insert into person (email, name, password_hash) values ('bench@example.test', 'Bench',
       'none') returning id),
     m as (insert into membership (organization_id, user_id, role) select o.id, u.id, 'owner' from o, u)
     insert into api_key (organization_id, user_id, name, prefix, secret_hash)
     select o.id, u.id, 'bench', 'erk_bench', $1 from o, u returning id`,
    [hashApiKey(KEY)],
  );
  await client.end();
  return rows[0].id;
}
