import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role, Viewer } from "../../domain/identity/viewer.ts";
import { openLive } from "../../server/delivery/live-stream.ts";
import { hashApiKey, openKeyDoor } from "../../server/identity/api-keys.ts";
import { changeRole } from "../../server/identity/people/change-role.ts";
import { leaveOrganization, removeMember } from "../../server/identity/people/leave.ts";
import {
  answerOwnership,
  offerOwnership,
  withdrawOwnership,
} from "../../server/identity/people/ownership.ts";
import { viewerOf } from "../../server/identity/viewer-of-membership.ts";
import { ask } from "../factories/ask.ts";
import { invitations } from "../factories/invited.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const FACTS = { requestId: "r", address: "192.0.2.1", userAgent: "vitest" };
let world: World;
let inviting: ReturnType<typeof invitations>;
let made = 0;

beforeAll(async () => {
  world = await openWorld({ now: new Date().toISOString() });
  inviting = invitations(world);
});
afterAll(async () => {
  await inviting.close();
  await world.close();
});

/** An organisation of its own for a test, and a way to add people to it. */
async function company(kind: "buyer" | "provider" | "marketplace" = "buyer") {
  made += 1;
  const head: Role = kind === "marketplace" ? "admin" : "owner";
  const owner = await member(world, { name: `Company ${made}`, kind, role: head });
  const facts = { organizationId: owner.organizationId, organizationName: `Company ${made}`, kind };
  return { owner, join: (role: Role) => colleague(world, { ...facts, role }) };
}
const placeOf = async (viewer: Viewer): Promise<string> =>
  (
    await world.row("select id from membership where user_id = $1 and organization_id = $2", [
      viewer.userId,
      viewer.organizationId,
    ])
  ).id;
const memberships = async (viewer: Viewer) =>
  (
    await world.owner.query(
      "select user_id, role, ended_at is null as present from membership where organization_id = $1 order by id",
      [viewer.organizationId],
    )
  ).rows;
const now = (viewer: Viewer) =>
  viewerOf({
    open: world.db.open,
    ...{ userId: viewer.userId, organizationId: viewer.organizationId, via: "session", facts: FACTS },
    stepUpAt: Number.MAX_SAFE_INTEGER,
  });
const signedIn = async (viewer: Viewer): Promise<string> => {
  const { userId, organizationId } = viewer;
  const lifetime = { idleMinutes: 60, absoluteHours: 24 };
  const cookie = await inviting.sessions.begin({ userId, organizationId, lifetime, facts: FACTS });
  return cookie.split(";")[0] ?? "";
};

describe("a member who is removed", () => {
  test("is refused at the next request, by session and key, and their open page ends", async () => {
    const { owner, join } = await company();
    const gone = await join("operations_lead");
    const cookie = await signedIn(gone);
    const header = `Bearer erk_${"k".repeat(43)}${made}`;
    await world.owner.query(
      "insert into api_key (organization_id, user_id, name, prefix, secret_hash) values ($1, $2, 'k', 'erk', $3)",
      [gone.organizationId, gone.userId, hashApiKey(header.slice(7))],
    );
    const door = openKeyDoor({ open: world.db.open, clock: world.clock });
    const asKey = () =>
      door({ header, facts: FACTS }, async (viewer) => {
        await ask(world, viewer, "{ organization { name } }");
        return viewer.role;
      });
    expect(await asKey()).toBe("operations_lead");
    const live = openLive({
      ...{ url: world.urls.user, db: world.db, logger: world.logger, beatMs: 60_000 },
      stands: (given) => inviting.sessions.stands(given),
    });
    await live.ready;
    const stream = await live.open({ viewer: gone, cookie, lastEventId: null });
    expect(live.size()).toBe(1);
    const began = performance.now();
    await removeMember(world.caller(owner), { membershipId: await placeOf(gone) });
    expect(await inviting.sessions.viewer(cookie, FACTS)).toBeNull();
    expect(await asKey()).toBeNull();
    const text = await new Response(stream.body).text();
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(text).toContain("event: ended");
    expect(live.size()).toBe(0);
    await live.close();
    const key = await world.row("select revoked_at from api_key where user_id = $1", [gone.userId]);
    expect(key.revoked_at).not.toBeNull();
  });

  test("keeps their place and session in another organisation", async () => {
    const one = await company();
    const two = await company();
    const both = await one.join("finance");
    await world.owner.query(
      "insert into membership (organization_id, user_id, role) values ($1, $2, 'finance')",
      [two.owner.organizationId, both.userId],
    );
    const there = { ...both, organizationId: two.owner.organizationId };
    const cookie = await signedIn(there);
    await removeMember(world.caller(one.owner), { membershipId: await placeOf(both) });
    expect(await inviting.sessions.viewer(cookie, FACTS)).toMatchObject({
      organizationId: two.owner.organizationId,
    });
  });

  test("is of another organisation, has left, or never was: the answer is one", async () => {
    const { owner, join } = await company();
    const stranger = await company();
    const left = await join("finance");
    await removeMember(world.caller(owner), { membershipId: await placeOf(left) });
    const before = await memberships(owner);
    for (const membershipId of [
      await placeOf(stranger.owner),
      await placeOf(left),
      crypto.randomUUID(),
      "x",
    ])
      for (const deed of [
        () => removeMember(world.caller(owner), { membershipId }),
        () => changeRole(world.caller(owner), { membershipId, role: "finance" }),
        () => offerOwnership(world.caller(owner), { membershipId, roleAfter: "owner" }),
      ])
        await expect(deed()).rejects.toMatchObject({ code: "not_found" });
    expect(await memberships(owner)).toEqual(before);
    expect((await memberships(stranger.owner))[0]).toMatchObject({ present: true });
  });
});

describe("a role", () => {
  test("that is changed is in force at the next request; a stricter one asks for a new sign-in", async () => {
    const { owner, join } = await company("provider");
    const one = await join("member");
    const cookie = await signedIn(one);
    await changeRole(world.caller(owner), { membershipId: await placeOf(one), role: "delivery_manager" });
    expect(await inviting.sessions.viewer(cookie, FACTS)).toMatchObject({ role: "delivery_manager" });
    await changeRole(world.caller(owner), { membershipId: await placeOf(one), role: "finance" });
    expect(await inviting.sessions.viewer(cookie, FACTS)).toBeNull();
    expect(await now(one)).toMatchObject({ role: "finance" });
  });

  test.each([
    ["delivery_manager", "invalid_input"],
    ["owner", "head_is_offered"],
    ["system", "invalid_input"],
    ["", "invalid_input"],
  ])("%s is not given to a buyer's member", async (role, code) => {
    const { owner, join } = await company();
    const one = await join("member");
    const before = await memberships(owner);
    await expect(
      changeRole(world.caller(owner), { membershipId: await placeOf(one), role }),
    ).rejects.toMatchObject({ code });
    expect(await memberships(owner)).toEqual(before);
  });

  test("of the marketplace is its administrators' to give, the administrator's too", async () => {
    const { owner: admin, join } = await company("marketplace");
    const one = await join("account_manager");
    await changeRole(world.caller(admin), { membershipId: await placeOf(one), role: "admin" });
    expect(await now(one)).toMatchObject({ role: "admin" });
    const second = await now(one);
    if (!second) throw new Error("The new administrator is there.");
    await removeMember(world.caller(second), { membershipId: await placeOf(admin) });
    expect(await now(admin)).toBeNull();
  });
});

describe("the last owner", () => {
  test("can neither leave, be demoted nor be removed", async () => {
    const { owner, join } = await company();
    await join("finance");
    const before = await memberships(owner);
    const membershipId = await placeOf(owner);
    for (const deed of [
      () => leaveOrganization(world.caller(owner), null),
      () => removeMember(world.caller(owner), { membershipId }),
      () => changeRole(world.caller(owner), { membershipId, role: "finance" }),
    ])
      await expect(deed()).rejects.toMatchObject({ code: "last_head" });
    expect(await memberships(owner)).toEqual(before);
  });

  test("stays where two owners leave at the same moment", async () => {
    const { owner, join } = await company();
    const second = await join("owner");
    const answers = await Promise.allSettled([
      leaveOrganization(world.caller(owner), null),
      leaveOrganization(world.caller(second), null),
    ]);
    expect(answers.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    const rows = await memberships(owner);
    expect(rows.filter((row) => row.present && row.role === "owner")).toHaveLength(1);
  });

  test("hands over: nothing changes until the other accepts, and then both at once", async () => {
    const { owner, join } = await company();
    const heir = await join("operations_lead");
    const bystander = await join("finance");
    const before = await memberships(owner);
    const offer = { membershipId: await placeOf(heir), roleAfter: "finance" };
    const { id } = await offerOwnership(world.caller(owner), offer);
    await expect(offerOwnership(world.caller(owner), offer)).rejects.toMatchObject({
      code: "offer_stands",
    });
    for (const viewer of [bystander, owner])
      await expect(answerOwnership(world.caller(viewer), { id, accept: true })).rejects.toMatchObject({
        code: "not_found",
      });
    expect(await memberships(owner)).toEqual(before);
    await answerOwnership(world.caller(heir), { id, accept: true });
    expect(await now(heir)).toMatchObject({ role: "owner" });
    expect(await now(owner)).toMatchObject({ role: "finance" });
    await expect(answerOwnership(world.caller(heir), { id, accept: true })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("may take the offer back, have it declined, or stay beside", async () => {
    const { owner, join } = await company();
    const heir = await join("operations_lead");
    const before = await memberships(owner);
    const offer = { membershipId: await placeOf(heir), roleAfter: "owner" };
    const first = await offerOwnership(world.caller(owner), offer);
    await withdrawOwnership(world.caller(owner), first);
    const second = await offerOwnership(world.caller(owner), offer);
    await answerOwnership(world.caller(heir), { ...second, accept: false });
    for (const { id } of [first, second])
      await expect(answerOwnership(world.caller(heir), { id, accept: true })).rejects.toMatchObject({
        code: "not_found",
      });
    expect(await memberships(owner)).toEqual(before);
    const third = await offerOwnership(world.caller(owner), offer);
    await answerOwnership(world.caller(heir), { ...third, accept: true });
    expect([(await now(owner))?.role, (await now(heir))?.role]).toEqual(["owner", "owner"]);
  });
});

describe("the people page's data", () => {
  const PEOPLE = `query($ended: Boolean, $search: String, $first: Int, $after: String) {
    people(ended: $ended, search: $search, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { name roleName lastActiveAt endedAt mayGovern isSelf } } } }`;

  test("pages through many people by name without a gap, and finds by part of a name or address", async () => {
    const { owner } = await company();
    await world.owner.query(
      `with p as (insert into person (email, name, password_hash)
         select 'many-' || n || '-' || $1 || '@x.example', 'Name ' || (n % 7), 'none' from generate_series(1, 120) n
         returning id)
       insert into membership (organization_id, user_id, role) select $1::uuid, id, 'member' from p`,
      [owner.organizationId],
    );
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await ask(world, owner, PEOPLE, { first: 50, after });
      names.push(...data.people.edges.map((one: { node: { name: string } }) => one.node.name));
      after = data.people.pageInfo.hasNextPage ? data.people.pageInfo.endCursor : null;
    } while (after);
    expect(names).toHaveLength(121);
    expect(names).toEqual([...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    const { data } = await ask(world, owner, PEOPLE, { search: "MANY-17-" });
    expect(data.people.edges).toHaveLength(1);
    expect((await ask(world, owner, PEOPLE, { search: "100%_" })).data.people.edges).toEqual([]);
  });

  test("shows last activity, who left, and whom the reader may govern", async () => {
    const { owner, join } = await company();
    const active = await join("finance");
    const gone = await join("member");
    await signedIn(active);
    await removeMember(world.caller(owner), { membershipId: await placeOf(gone) });
    const { data } = await ask(world, active, PEOPLE);
    const nodes = data.people.edges.map((one: { node: object }) => one.node);
    expect(nodes).toHaveLength(2);
    expect(nodes.find((one: { isSelf: boolean }) => one.isSelf)).toMatchObject({
      ...{ roleName: "Finance", mayGovern: false, lastActiveAt: expect.any(String) },
    });
    const left = await ask(world, owner, PEOPLE, { ended: true });
    expect(left.data.people.edges).toEqual([
      { node: expect.objectContaining({ roleName: "Member", endedAt: expect.any(String) }) },
    ]);
  });
});
