import { type GraphQLObjectType, isRequiredArgument, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PERMISSIONS } from "../../domain/identity/permission-list.ts";
import { type Permission, permissionsOfRole, rolesOf } from "../../domain/identity/permissions.ts";
import type { OrganizationKind, Role, Viewer } from "../../domain/identity/viewer.ts";
import { beyondScopes, readersOf } from "../../graphql/key-reads.ts";
import { schema } from "../../graphql/schema.ts";
import { anyValue } from "../factories/any-value.ts";
import { ask } from "../factories/ask.ts";
import { colleague, member } from "../factories/people.ts";
import { probeDocument, rootFields } from "../factories/probe-documents.ts";
import { keyOf, post, webOf } from "../factories/web.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
const viewers = new Map<string, Viewer>();
const KINDS = ["buyer", "provider", "marketplace"] as const;

beforeAll(async () => {
  world = await openWorld();
  for (const kind of KINDS)
    for (const role of rolesOf(kind))
      viewers.set(`${kind} ${role}`, await member(world, { name: `${kind} ${role}`, kind, role }));
});
afterAll(() => world.close());

type Root = "query" | "mutation";
const FIELDS = (["query", "mutation"] as const).flatMap((root) =>
  rootFields[root].map((name) => ({ root, name, permission: permissionOf(root, name) })),
);

function rootType(root: Root): GraphQLObjectType {
  return (root === "query" ? schema.getQueryType() : schema.getMutationType()) as GraphQLObjectType;
}

function permissionOf(root: Root, name: string): Permission | undefined {
  const options = rootType(root).getFields()[name]?.extensions.pothosOptions as {
    authScopes?: { may?: string };
  };
  return PERMISSIONS.find((one) => one === options.authScopes?.may);
}

/** Somebody whose role carries the permission. */
function holderOf(permission: Permission): { viewer: Viewer; kind: OrganizationKind; role: Role } {
  for (const kind of KINDS)
    for (const role of rolesOf(kind))
      if (permissionsOfRole(kind, role).includes(permission))
        return { viewer: viewers.get(`${kind} ${role}`) as Viewer, kind, role };
  throw new Error(`Nobody may ${permission}.`);
}

function variablesOf(root: Root, name: string): Record<string, unknown> {
  const args = rootType(root).getFields()[name]?.args ?? [];
  return Object.fromEntries(args.filter(isRequiredArgument).map((arg) => [arg.name, anyValue(arg.type)]));
}

const asKey = (viewer: Viewer, scopes: readonly Permission[]): Viewer => ({
  ...viewer,
  via: "api_key",
  scopes,
});
const send = (viewer: Viewer, { root, name }: { root: Root; name: string }) =>
  ask(world, viewer, probeDocument(root, name, 0), variablesOf(root, name));
const isRefused = (answer: Awaited<ReturnType<typeof send>>, name: string) =>
  answer.data?.[name]?.__typename === "NotAllowed" ||
  answer.errors.some((one) => /does not allow|was not given/i.test(one));

/** Everything that a deed could leave behind. */
async function written(): Promise<unknown> {
  const { rows } = await world.owner.query(
    `select (select count(*) from audit_event) as audit, (select count(*) from idempotency_key) as retry,
       (select count(*) from api_key) as keys, (select count(*) from graphile_worker.jobs) as jobs,
       (select count(*) from mail_message) as mails`,
  );
  return rows[0];
}

describe("a key without the scope", () => {
  const guarded = FIELDS.filter((field) => field.permission !== undefined);

  test("is most of what the schema has", () => {
    expect(guarded.length).toBeGreaterThan(200);
  });

  test.each(guarded)(
    "of $root $name is refused, though its member may and all else was given",
    async (field) => {
      const permission = field.permission as Permission;
      const { viewer, kind, role } = holderOf(permission);
      const others = permissionsOfRole(kind, role).filter((one) => one !== permission);
      const before = await written();
      const answer = await send(asKey(viewer, others), field);
      expect(isRefused(answer, field.name), JSON.stringify(answer)).toBe(true);
      expect(await written()).toEqual(before);
    },
  );

  test("of anything at all is answered by what is public or says nothing of anybody, and by nothing else", async () => {
    const answered: string[] = [];
    for (const field of FIELDS) {
      const kinds = await Promise.all(
        ["buyer owner", "provider owner", "marketplace admin"].map((who) =>
          send(asKey(viewers.get(who) as Viewer, []), field),
        ),
      );
      if (kinds.some((answer) => !isRefused(answer, field.name))) answered.push(field.name);
    }
    expect(answered.sort()).toEqual(
      [
        ...["attestationKinds", "compareListings", "listing", "listings", "provider"],
        ...["serviceModule", "serviceModules", "viewer"],
        ...["holidayCountries", "publicHolidays"],
        ...["mayRunBilling", "mayRunReconciliation", "maySetPayoutSchedules", "maySetUpPayouts"],
      ].sort(),
    );
  });
});

describe("what a key reaches through something else", () => {
  test("asks the permission of what it reaches", () => {
    const through = FIELDS.filter(({ root }) => root === "query").flatMap(({ name, permission }) => {
      const others = readersOf(parse(probeDocument("query", name, 3))).filter(
        ({ anyOf }) => permission && !anyOf.has(permission),
      );
      return others.map(({ type }) => `${name} → ${type}`);
    });
    expect(through).toContain("engagement → StatementOfWork");
  });

  test.each(FIELDS.filter(({ root, permission }) => root === "query" && permission))(
    "from $name is refused as a whole where the key was not given it",
    ({ name, permission }) => {
      const document = parse(probeDocument("query", name, 3));
      const { viewer } = holderOf(permission as Permission);
      const reader = asKey(viewer, [permission as Permission]);
      const beyond = readersOf(document).filter(({ anyOf }) => !anyOf.has(permission as Permission));
      const refusal = beyondScopes(reader, document);
      expect(refusal !== null).toBe(beyond.length > 0);
      for (const { type } of beyond) expect(refusal?.message).toContain(type);
      expect(
        beyondScopes(
          {
            ...reader,
            scopes: PERMISSIONS.filter(() => true),
            organizationKind: "marketplace",
            role: "system",
          },
          document,
        ),
      ).toBeNull();
    },
  );

  test("is not asked of a session, nor of a key that may do all its member may", () => {
    const document = parse("{ statements { edges { node { id } } } }");
    const session = viewers.get("buyer owner") as Viewer;
    expect(beyondScopes(session, document)).toBeNull();
    expect(beyondScopes({ ...session, via: "api_key" }, document)).toBeNull();
    expect(beyondScopes(asKey(session, ["work:read"]), document)?.message).toMatch(/statement:read/i);
    expect(beyondScopes(null, document)).toBeNull();
  });

  test("by a fragment, a node or an alias is found as well", () => {
    const key = asKey(viewers.get("buyer owner") as Viewer, ["work:read"]);
    for (const text of [
      '{ node(id: "x") { ... on Invoice { id } } }',
      '{ node(id: "x") { ...I } } fragment I on Invoice { id }',
      '{ x: nodes(ids: ["x"]) { id ... on Statement { id } } }',
      "{ invoices { edges { cursor } } }",
      "{ invoices { pageInfo { hasNextPage } } }",
    ])
      expect(beyondScopes(key, parse(text)), text).not.toBeNull();
    expect(beyondScopes(key, parse('{ node(id: "x") { ... on WorkItem { id } } }'))).toBeNull();
  });
});

describe("a key over HTTP", () => {
  const READ = { query: "{ people { edges { node { name } } } }" };
  const MAKE = {
    query: `mutation { createApiKey(input: { name: "x", days: 1, scopes: ["work:read"] }) { __typename } }`,
  };

  test("loses at once what its member loses, whatever it was given", async () => {
    const owner = await member(world, { name: "Falling", kind: "buyer", role: "owner" });
    await colleague(world, { ...owner, kind: "buyer", role: "owner" });
    const { http } = webOf(world);
    const key = await keyOf(world, owner, { scopes: ["organization:read", "invoice:read"] });
    const invoices = async () =>
      (await post(http, { query: "{ invoices { edges { cursor } } }" }, key)).json();
    expect((await invoices()).errors).toBeUndefined();
    await world.owner.query("update membership set role = 'member' where user_id = $1", [owner.userId]);
    expect((await invoices()).errors[0].extensions.code).toBe("not_allowed");
    expect((await (await post(http, READ, key)).json()).errors).toBeUndefined();
    await world.owner.query("update membership set ended_at = now() where user_id = $1", [owner.userId]);
    expect((await post(http, READ, key)).status).toBe(401);
  });

  test("does what it was given and nothing else, also where Yoga answers", async () => {
    const owner = await member(world, { name: "Scoped", kind: "buyer", role: "owner" });
    const { http } = webOf(world);
    const key = await keyOf(world, owner, { scopes: ["organization:read"] });
    for (const accept of ["application/json", "application/graphql-response+json"]) {
      const ask = async (body: object) => (await post(http, body, { ...key, accept })).json();
      expect((await ask(READ)).errors).toBeUndefined();
      const before = await written();
      expect((await ask(MAKE)).data.createApiKey.__typename).toBe("NotAllowed");
      const nested = await ask({ query: '{ node(id: "x") { ... on Invoice { id } } }' });
      expect(nested.errors[0].extensions.code).toBe("not_allowed");
      expect(nested.errors[0].message).toMatch(/was not given/);
      expect(await written()).toEqual(before);
    }
  });

  test("reads nobody's mailbox: it may hold links that work once", async () => {
    const owner = await member(world, { name: "Mailed", kind: "buyer", role: "owner" });
    const { http } = webOf(world);
    const key = await keyOf(world, owner);
    const answer = await (await post(http, { query: "{ mailMessages { edges { cursor } } }" }, key)).json();
    expect(answer.errors[0].extensions.code).toBe("not_allowed");
    const own = await ask(world, owner, "{ mailMessages { edges { cursor } } }");
    expect(own.errors).toEqual([]);
  });
});
