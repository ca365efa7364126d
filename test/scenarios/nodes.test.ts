import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OrganizationKind, Role, Viewer } from "../../domain/identity/viewer.ts";
import { ask } from "../factories/ask.ts";
import { toldStory } from "../factories/told-story.ts";
import { openWorld, type World } from "../world.ts";

const NOW = Temporal.Instant.from("2026-11-21T20:00:00Z");
const KINDS = {
  Listing:
    "select l.id from listing l join organization o on o.id = l.organization_id where o.slug = 'quaylink-it'",
  StatementOfWork: "select id from statement_of_work where organization_id = $1 and state = 'active'",
  Engagement: "select id from engagement where organization_id = $1",
  WorkItem: "select id from work_item where organization_id = $1",
  Statement: "select id from statement where organization_id = $1",
  Invoice: "select id from invoice where organization_id = $1",
  Payout: "select id from payout where organization_id = $1",
} as const;
type Kind = keyof typeof KINDS;

let world: World;
const ids = {} as Record<Kind, string>;
const people = {} as Record<"buyer" | "provider" | "stranger" | "staff", Viewer>;

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  await toldStory(world, NOW);
  people.buyer = await demoViewer("halden-foods", "owner");
  people.provider = await demoViewer("quaylink-it", "owner");
  people.stranger = await demoViewer("ledgerwell", "owner");
  people.staff = await demoViewer("northern-accounts", "account_manager");
  for (const [kind, sql] of Object.entries(KINDS)) {
    const values = sql.includes("$1") ? [people.buyer.organizationId] : [];
    const { rows } = await world.owner.query(`${sql} order by 1 limit 1`, values);
    ids[kind as Kind] = rows[0].id;
  }
});
afterAll(() => world.close());

async function demoViewer(slug: string, role: Role): Promise<Viewer> {
  const { rows } = await world.owner.query(
    `select o.id, o.kind, m.user_id from organization o join membership m on m.organization_id = o.id
     where o.slug = $1 and m.role = $2`,
    [slug, role],
  );
  const kind = rows[0].kind as OrganizationKind;
  return world.viewer({ organizationId: rows[0].id, userId: rows[0].user_id, kind, role });
}

const node = async (viewer: Viewer | null, id: string) => {
  const { data } = await ask(world, viewer, "query N($id: ID!) { node(id: $id) { __typename id } }", {
    id,
  });
  return (data as { node: { __typename: string; id: string } | null }).node;
};

describe("node(id:)", () => {
  test.each(Object.keys(KINDS) as Kind[])("finds a %s for its parties and for staff", async (kind) => {
    const expected = { __typename: kind, id: ids[kind] };
    expect(await node(people.buyer, ids[kind])).toEqual(kind === "Payout" ? null : expected);
    expect(await node(people.provider, ids[kind])).toEqual(expected);
    expect(await node(people.staff, ids[kind])).toEqual(expected);
  });

  test.each(Object.keys(KINDS) as Kind[])(
    "gives a stranger for a foreign %s what a missing one gets",
    async (kind) => {
      const missing = await node(people.stranger, "01a00000-0000-7000-8000-000000000000");
      const published = { __typename: kind, id: ids[kind] };
      expect(missing).toBeNull();
      expect(await node(people.stranger, ids[kind])).toEqual(kind === "Listing" ? published : null);
      expect(await node(null, ids[kind])).toEqual(kind === "Listing" ? published : null);
    },
  );

  test.each(["", "x", "1", "' or 1=1 --", "01a00000-0000-7000-8000-00000000000"])(
    "answers null for %j",
    async (id) => {
      expect(await node(people.buyer, id)).toBeNull();
    },
  );

  test("answers several in the order asked for", async () => {
    const asked = [ids.Invoice, "nothing", ids.Engagement];
    const { data } = await ask(
      world,
      people.buyer,
      "query N($ids: [ID!]!) { nodes(ids: $ids) { __typename } }",
      {
        ids: asked,
      },
    );
    expect((data as { nodes: unknown }).nodes).toEqual([
      { __typename: "Invoice" },
      null,
      { __typename: "Engagement" },
    ]);
  });
});
