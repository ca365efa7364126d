import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "../factories/ask.ts";
import { TERMS } from "../factories/probe-billing-lines.ts";
import {
  type Cast,
  fingerprint,
  foreignTo,
  KINDS,
  NOW,
  probeCast,
  WHO,
  type Who,
} from "../factories/probe-cast.ts";
import { probeDocument, rootFields } from "../factories/probe-documents.ts";
import {
  DEPTHS,
  type Ids,
  MUTATIONS,
  none,
  QUERIES,
  staff,
  type Variables,
} from "../factories/probe-lines.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let cast: Cast;
let terms: unknown;
let probes = 0;

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  cast = await probeCast(world);
  await world.stripe();
  const offer = await world.owner.query("select id from listing where published_at is not null limit 1");
  const draft = await ask(
    world,
    cast.viewers["buyer owner"],
    "query($id: ID!) { orderDraft(listingId: $id) { edit } }",
    {
      id: offer.rows[0].id,
    },
  );
  terms = draft.data.orderDraft.edit;
});
afterAll(async () => {
  expect(probes).toBeGreaterThan(1_500);
  await world.close();
});

const known = new Map<string | null, Set<string>>();
async function secretsFrom(organizationId: string | null): Promise<Set<string>> {
  const secrets = known.get(organizationId) ?? (await foreignTo(world, organizationId));
  known.set(organizationId, secrets);
  return secrets;
}

const isStaff = (who: Who) => staff.some((one) => one === who);
/** The deal that this person has no part in. */
const foreign = (who: Who): Ids => (/^(buyer|provider)/.test(who) ? cast.far : cast.near).ids;
const madeUp = () => Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, randomUUID()])) as Ids;

async function probe(p: {
  root: "query" | "mutation";
  field: string;
  who: Who;
  with: Variables;
  ids: Ids;
  depth?: number;
}) {
  probes += 1;
  const values: Record<string, unknown> = p.with(p.ids);
  if (values.terms === TERMS) values.terms = terms;
  const variables = p.root === "query" ? values : { input: values };
  const document = probeDocument(p.root, p.field, p.depth ?? DEPTHS[p.field] ?? 3);
  const answer = await ask(world, cast.viewers[p.who], document, variables);
  return {
    ...answer,
    text: Object.values(p.ids).reduce((text, id) => text.replaceAll(id, "ID"), JSON.stringify(answer)),
  };
}

test("every root field of the schema has its line", () => {
  expect(Object.keys(QUERIES).sort()).toEqual(rootFields.query.sort());
  expect(Object.keys(MUTATIONS).sort()).toEqual(rootFields.mutation.sort());
});

describe("a query", () => {
  test.each(Object.entries(QUERIES))(
    "%s answers a foreign id as it answers one that never was",
    async (field, line) => {
      for (const who of WHO.filter((one) => !isStaff(one) || /isting/.test(field))) {
        const p = { root: "query", field, who, with: line.with } as const;
        const [theirs, nothing] = [
          await probe({ ...p, ids: foreign(who) }),
          await probe({ ...p, ids: madeUp() }),
        ];
        expect(theirs.text, who).toBe(nothing.text);
        expect(
          theirs.errors.filter((one) => /went wrong|too much/.test(one)),
          who,
        ).toEqual([]);
      }
    },
  );

  test.each(Object.entries(QUERIES))(
    "%s tells nobody of a deal they have no part in",
    async (field, line) => {
      for (const who of WHO.filter((one) => !isStaff(one))) {
        const viewer = cast.viewers[who];
        const secrets = await secretsFrom(viewer?.organizationId ?? null);
        for (const [given, ids] of [
          ["near", cast.near.ids],
          ["far", cast.far.ids],
        ] as const) {
          const asked = new Set(Object.values(ids));
          const { text, data } = await probe({
            root: "query",
            field,
            who,
            with: withoutCursor(line.with),
            ids,
          });
          const told = tokens(JSON.stringify(data)).filter(
            (token) => secrets.has(token) && !asked.has(token),
          );
          expect(told, `${who}, ${given}`).toEqual([]);
          expect(
            [...secrets].filter((secret) => secret.includes(" ") && text.includes(secret)),
            who,
          ).toEqual([]);
        }
      }
    },
  );

  test.each(Object.entries(QUERIES))(
    "%s is answered to those roles alone whose work it is",
    async (field, line) => {
      const answered: Who[] = [];
      for (const who of WHO) {
        const { errors } = await probe({
          root: "query",
          field,
          who,
          with: withoutCursor(line.with),
          ids: cast.near.ids,
        });
        if (errors.length === 0) answered.push(who);
      }
      expect(answered).toEqual(WHO.filter((who) => line.for.includes(who)));
    },
  );
});

describe("a mutation", () => {
  test.each(Object.entries(MUTATIONS))(
    "%s refuses foreign ids and other roles, and changes nothing",
    async (field, line) => {
      const before = await fingerprint(world);
      for (const who of WHO) {
        const p = { root: "mutation", field, who, with: line.with, depth: 2 } as const;
        if (!line.for.includes(who)) {
          const own = await probe({ ...p, ids: who.startsWith("other") ? foreign(who) : cast.near.ids });
          expect(own.text, who).not.toContain("Success");
          expect(own.text, who).toMatch(/not allowed|Sign in first|NotAllowed|NotFound|role/i);
        } else if (!isStaff(who) && namesAnId(line.with)) {
          const [theirs, nothing] = [
            await probe({ ...p, ids: foreign(who) }),
            await probe({ ...p, ids: madeUp() }),
          ];
          expect(theirs.text, who).toBe(nothing.text);
          expect(theirs.text, who).toMatch(/NotFound|NotAllowed/);
        }
      }
      expect(await fingerprint(world)).toBe(before);
    },
  );
});

test("the probes see a hole: a row that is handed over is told", async () => {
  const secrets = await secretsFrom(cast.viewers["other buyer owner"]?.organizationId ?? null);
  for (const id of [
    cast.near.ids.engagement,
    cast.far.ids.statement,
    cast.near.ids.workItem,
    cast.far.ids.payout,
  ])
    expect(secrets.has(id)).toBe(true);
  const { data } = await probe({
    root: "query",
    field: "engagements",
    who: "buyer owner",
    with: none,
    ids: cast.near.ids,
  });
  expect(tokens(JSON.stringify(data)).filter((token) => secrets.has(token)).length).toBeGreaterThan(1);
});

const namesAnId = (variables: Variables) => {
  const ids = madeUp();
  return Object.values(ids).some((id) => JSON.stringify(variables(ids)).includes(id));
};
const withoutCursor =
  (variables: Variables): Variables =>
  (ids) => ({ ...variables(ids), after: undefined });

function tokens(text: string): string[] {
  return text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w.+-]+@[\w.-]+\w/g) ?? [];
}
