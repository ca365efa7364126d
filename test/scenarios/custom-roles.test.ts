import { afterAll, beforeAll, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { hashApiKey, openKeyDoor } from "../../server/identity/api-keys.ts";
import { changeRole } from "../../server/identity/people/change-role.ts";
import { removeCustomRole, saveCustomRole } from "../../server/identity/people/custom-roles.ts";
import { inviteMember } from "../../server/identity/people/invite-member.ts";
import { removeMember } from "../../server/identity/people/leave.ts";
import { viewerOf } from "../../server/identity/viewer-of-membership.ts";
import { ask } from "../factories/ask.ts";
import { jar } from "../factories/identity.ts";
import { invitations } from "../factories/invited.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const FACTS = { requestId: "r", address: "192.0.2.1", userAgent: "vitest" };
let world: World;
let owner: Viewer;
let stranger: Viewer;
beforeAll(async () => {
  world = await openWorld();
  owner = await member(world, { name: "Halden", kind: "buyer", role: "owner" });
  stranger = await member(world, { name: "Tern", kind: "buyer", role: "owner" });
});
afterAll(() => world.close());

const join = () =>
  colleague(world, {
    ...{ organizationId: owner.organizationId, organizationName: "Halden", kind: "buyer", role: "member" },
  });
const placeOf = async (viewer: Viewer): Promise<string> =>
  (await world.row("select id from membership where user_id = $1", [viewer.userId])).id;
const now = async (viewer: Viewer): Promise<Viewer> => {
  const { userId, organizationId } = viewer;
  const found = await viewerOf({
    open: world.db.open,
    ...{ userId, organizationId, via: "session", facts: FACTS },
    stepUpAt: Number.MAX_SAFE_INTEGER,
  });
  if (!found) throw new Error("No longer a member.");
  return found;
};
const save = (by: Viewer, name: string, permissions: string[], id: string | null = null) =>
  saveCustomRole(world.caller(by), { id, name, permissions });
const rows = async () =>
  (await world.owner.query("select name, permissions, removed_at from custom_role order by id")).rows;
const INVOICES = "{ invoices(first: 1) { edges { node { number } } } }";

test("a role is given, changed for all who hold it from their next request on, and taken", async () => {
  const clerk = await join();
  expect((await ask(world, await now(clerk), INVOICES)).errors).toHaveLength(1);
  const { id } = await save(owner, "Invoice clerk", ["invoice:read"]);
  await changeRole(world.caller(owner), { membershipId: await placeOf(clerk), role: id });
  expect(await now(clerk)).toMatchObject({ role: "member", customRole: { name: "Invoice clerk" } });
  expect((await ask(world, await now(clerk), INVOICES)).errors).toEqual([]);
  const { data } = await ask(world, await now(clerk), "{ viewer { roleName permissions } }");
  expect(data.viewer).toEqual({
    roleName: "Invoice clerk",
    permissions: ["catalogue:read", "invoice:read", "organization:read"],
  });
  await save(owner, "Clerk", [], id);
  expect((await ask(world, await now(clerk), INVOICES)).errors).toHaveLength(1);
  await expect(removeCustomRole(world.caller(owner), { id })).rejects.toMatchObject({ code: "role_held" });
  await changeRole(world.caller(owner), { membershipId: await placeOf(clerk), role: "member" });
  await removeCustomRole(world.caller(owner), { id });
  await expect(
    changeRole(world.caller(owner), { membershipId: await placeOf(clerk), role: id }),
  ).rejects.toMatchObject({ code: "invalid_input" });
});

test("a key presumed to stand for a role carries what the role carries now", async () => {
  const clerk = await join();
  const { id } = await save(owner, "Keyed", ["invoice:read"]);
  await changeRole(world.caller(owner), { membershipId: await placeOf(clerk), role: id });
  const key = `erk_${"c".repeat(43)}`;
  await world.owner.query(
    "insert into api_key (organization_id, user_id, name, prefix, secret_hash) values ($1, $2, 'k', 'erk', $3)",
    [clerk.organizationId, clerk.userId, hashApiKey(key)],
  );
  const door = openKeyDoor({ open: world.db.open, clock: world.clock });
  const asKey = () =>
    door(
      { header: `Bearer ${key}`, facts: FACTS },
      async (viewer) => (await ask(world, viewer, INVOICES)).errors,
    );
  expect(await asKey()).toEqual([]);
  await save(owner, "Keyed", [], id);
  expect(await asKey()).toHaveLength(1);
});

test("an invitation to it gives it", async () => {
  const inviting = invitations(world);
  const { id } = await save(owner, "Reader of statements", ["statement:read"]);
  const secret = await inviting.invite(owner, "reader@halden.example", id);
  await expect(removeCustomRole(world.caller(owner), { id })).rejects.toMatchObject({ code: "role_held" });
  const answer = await inviting.accept(secret);
  if (answer.outcome !== "joined") throw new Error(answer.outcome);
  const viewer = await inviting.sessions.viewer(jar(...answer.cookies), FACTS);
  expect(viewer?.customRole).toEqual({
    name: "Reader of statements",
    permissions: ["catalogue:read", "statement:read", "organization:read"],
  });
  await inviting.close();
});

test("who manages people by such a role governs nobody who may do more", async () => {
  const manager = await join();
  const { id } = await save(owner, "People manager", ["member:manage", "work:read"]);
  await changeRole(world.caller(owner), { membershipId: await placeOf(manager), role: id });
  const by = await now(manager);
  const before = (await world.owner.query("select id, role, ended_at from membership order by id")).rows;
  const place = await placeOf(owner);
  for (const deed of [
    () => removeMember(world.caller(by), { membershipId: place }),
    () => changeRole(world.caller(by), { membershipId: place, role: id }),
    () => inviteMember(world.caller(by), { email: "x@halden.example", role: "finance" }),
    () => inviteMember(world.caller(by), { email: "x@halden.example", role: "owner" }),
    async () =>
      changeRole(world.caller(by), { membershipId: await placeOf(manager), role: "operations_lead" }),
    () => save(by, "Mine", ["work:read"]),
  ])
    await expect(deed()).rejects.toMatchObject({ code: "not_allowed" });
  expect((await world.owner.query("select id, role, ended_at from membership order by id")).rows).toEqual(
    before,
  );
  await inviteMember(world.caller(by), { email: "x@halden.example", role: id });
});

test("is refused with a taken name, beyond what may be given, and to another organisation", async () => {
  const { id } = await save(owner, "Taken", []);
  const before = await rows();
  const foreign = (await save(stranger, "Theirs", [])).id;
  for (const [deed, code] of [
    [() => save(owner, "TAKEN", []), "invalid_input"],
    [() => save(owner, "Finance", []), "invalid_input"],
    [() => save(owner, "New", ["ownership:transfer"]), "invalid_input"],
    [() => save(owner, "New", ["ledger:read"]), "invalid_input"],
    [() => save(stranger, "Stolen", [], id), "not_found"],
    [() => removeCustomRole(world.caller(stranger), { id }), "not_found"],
    [
      async () =>
        changeRole(world.caller(owner), { membershipId: await placeOf(await join()), role: foreign }),
      "invalid_input",
    ],
  ] as const)
    await expect(deed()).rejects.toMatchObject({ code });
  expect((await rows()).filter((row) => row.name !== "Theirs")).toEqual(before);
});

test("the database itself refuses a role of another organisation's, and one beside a role of the kind's", async () => {
  const { id: foreign } = await save(stranger, "Beyond", []);
  const one = await join();
  for (const [role, custom] of [
    ["member", foreign],
    ["finance", (await save(owner, "Beside", [])).id],
  ])
    await expect(
      world.owner.query("update membership set role = $1, custom_role_id = $2 where user_id = $3", [
        role,
        custom,
        one.userId,
      ]),
    ).rejects.toThrow(/membership_custom_role/);
});
