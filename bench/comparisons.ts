import assert from "node:assert/strict";
import pg from "pg";
import { PUBLIC_DOCUMENTS } from "../graphql/public-documents.ts";
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

const MODULE = "it_support";
const COUNTRY = "PL";
/**
 * As many organisations as there are requests under way: writers of one wait for each other, in ours and
 * the floor.
 */
const WRITERS = 10;
const keyOf = (n: number) => `erk_bench_0123456789abcdef${n}`;

const GET = { method: "GET" } as const;

/** What is compared; the numbers of the goals are those of the product's speed plan. */
export async function comparisons(p: {
  floor: number;
  ours: number;
  owner: string;
  startFloor: (name: string, argument: string) => Promise<{ port: number }>;
}): Promise<Comparison[]> {
  const keyIds = await makeKeys(p.owner);
  const path = `/catalogue?module=${MODULE}&country=${COUNTRY}`;
  const page: Target = { ...GET, port: p.ours, path };
  const bare = await p.startFloor("remix", String((await send(page)).length));
  return [...catalogueReads(p), ...pages(page, bare), write(p, keyIds)];
}

/** The catalogue through the API against the same rows from a plain server. */
function catalogueReads(p: { floor: number; ours: number }): Comparison[] {
  const own = { "sec-fetch-site": "same-origin" };
  const asked = { first: 20, sort: "PRICE" };
  const list = { query: PUBLIC_DOCUMENTS.listings, variables: { ...asked, filter: { module: MODULE } } };
  const search = {
    query: PUBLIC_DOCUMENTS.search,
    variables: { ...asked, filter: { module: MODULE, country: COUNTRY } },
  };
  return [
    {
      name: "list",
      goal: "at least 0.45 now, 1.5 later",
      ours: () => graphql(p.ours, list, own),
      floor: () => ({ ...GET, port: p.floor, path: `/list?module=${MODULE}` }),
      same: (a, b) => sameListings(a, JSON.parse(b)),
    },
    {
      name: "search",
      goal: "at least 0.6 now, 2.5 later",
      ours: () => graphql(p.ours, search, own),
      floor: () => ({ ...GET, port: p.floor, path: `/search?module=${MODULE}&country=${COUNTRY}` }),
      same: (a, b) => {
        const plain = JSON.parse(b);
        sameListings(a, plain.rows);
        const { totalCount, facets } = JSON.parse(a).data.listings;
        assert.equal(totalCount, plain.total);
        const counted = facets.languages.map((one: { value: string; count: number }) => [
          one.value,
          one.count,
        ]);
        assert.deepEqual(Object.fromEntries(counted), plain.languages);
      },
    },
  ];
}

/** A page of the catalogue, asked again and asked for the first time, against a bare page as long. */
function pages(page: Target, bare: { port: number }): Comparison[] {
  let visits = 0;
  const unseen = (): Target => {
    visits += 1;
    return { ...page, path: `${page.path}&visit=${visits}` };
  };
  const floor = (): Target => ({ ...GET, port: bare.port, path: "/" });
  const same = (a: string, b: string) =>
    assert.ok(Math.abs(a.length - b.length) < a.length / 20, `${a.length} and ${b.length} bytes`);
  return [
    { name: "page", goal: "at least 0.7 now, 1.7 later", ours: () => page, floor, same },
    { name: "page-unseen", goal: "at least 0.7", ours: unseen, floor, same },
  ];
}

/** A whole command, with its permission, audit and key, against one bare statement; each writer in turn. */
function write(p: { floor: number; ours: number }, keyIds: readonly string[]): Comparison {
  const mutation = `mutation { createApiKey(input: { name: "bench", days: 30, scopes: ["work:read"] }) { __typename } }`;
  let turn = 0;
  const next = () => {
    turn = (turn + 1) % WRITERS;
    return turn;
  };
  return {
    name: "write",
    goal: "at least 0.25 now, 0.45 later",
    ours: () => graphql(p.ours, { query: mutation }, { authorization: `Bearer ${keyOf(next())}` }),
    floor: () => {
      const n = next();
      const headers = { authorization: hashApiKey(keyOf(n)) };
      return { ...GET, port: p.floor, path: `/write?id=${keyIds[n]}`, headers };
    },
    same: (a) => assert.match(a, /Success/),
  };
}

function graphql(port: number, operation: object, headers: Record<string, string>): Target {
  return {
    port,
    method: "POST",
    path: "/graphql",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(operation),
  };
}

function sameListings(ours: string, floor: { listingId: string }[]): void {
  assert.deepEqual(
    idsOf(ours),
    floor.map((one) => one.listingId),
  );
}

function idsOf(text: string): string[] {
  const { data, errors } = JSON.parse(text);
  if (errors) throw new Error(JSON.stringify(errors).slice(0, 500));
  return data.listings.edges.map((edge: { node: { listingId: string } }) => edge.node.listingId);
}

/** One API key of one member in each organisation, so that a write carries a session of its own. */
async function makeKeys(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const ids: string[] = [];
  for (let n = 0; n < WRITERS; n += 1) {
    const { rows } = await client.query(
      `with o as (insert into organization (kind, slug, name, country, zone, currency)
         values ('buyer', 'bench-buyer-' || $2, 'Bench Buyer', 'PL', 'Europe/Warsaw', 'USD') returning id),
       u as (insert into person (email, name, password_hash)
         values ('bench' || $2 || '@example.test', 'Bench', 'none') returning id),
       m as (insert into membership (organization_id, user_id, role) select o.id, u.id, 'owner' from o, u)
       insert into api_key (organization_id, user_id, name, prefix, secret_hash)
       select o.id, u.id, 'bench', 'erk_bench', $1 from o, u returning id`,
      [hashApiKey(keyOf(n)), String(n)],
    );
    ids.push(rows[0].id);
  }
  await client.end();
  return ids;
}
