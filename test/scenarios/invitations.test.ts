import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { digest } from "../../server/identity/lucia-adapter.ts";
import { passwordMatches } from "../../server/identity/password.ts";
import { readInvitation } from "../../server/identity/people/accept-invitation.ts";
import { resendInvitation, revokeInvitation } from "../../server/identity/people/change-invitation.ts";
import { inviteMember } from "../../server/identity/people/invite-member.ts";
import { ask } from "../factories/ask.ts";
import { jar } from "../factories/identity.ts";
import { invitations, PASSWORD, secretOf } from "../factories/invited.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const NOW = "2026-11-21T09:00:00Z";
let world: World;
let inviting: ReturnType<typeof invitations>;
let owner: Viewer;
let stranger: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: NOW });
  inviting = invitations(world);
  owner = await member(world, { name: "Halden", kind: "buyer", role: "owner" });
  stranger = await member(world, { name: "Stranger", kind: "provider", role: "owner" });
});
afterAll(async () => {
  await inviting.close();
  await world.close();
});

/** Rows that an accepted invitation would add to. */
const people = async () =>
  world.row(
    "select (select count(*) from person)::int as persons, (select count(*) from membership)::int as places",
  );
const idOf = async (email: string): Promise<string> =>
  (await world.row("select id from invitation where email = $1 order by id desc limit 1", [email])).id;

describe("an invitation", () => {
  test("is mailed, opens an account with a place, and stores the link as a digest alone", async () => {
    const email = "anna@halden.example";
    const secret = await inviting.invite(owner, "Anna@Halden.example ", "finance");
    const row = await world.row("select * from invitation where email = $1", [email]);
    expect(row.secret_hash).toBe(digest(secret));
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(await readInvitation(inviting.deps, secret, inviting.facts())).toMatchObject({
      organization: "Halden",
      roleName: "Finance",
      email,
      hasAccount: false,
    });
    const answer = await inviting.accept(secret, { name: "Anna Nowak" });
    if (answer.outcome !== "joined") throw new Error(answer.outcome);
    const viewer = await inviting.sessions.viewer(jar(...answer.cookies), inviting.facts());
    expect(viewer).toMatchObject({
      ...{ name: "Anna Nowak", email, role: "finance", organizationId: owner.organizationId },
    });
    const person = await world.row("select password_hash from person where email = $1", [email]);
    expect(await passwordMatches({ stored: person.password_hash, password: PASSWORD })).toBe(true);
    const audit = await world.row(
      "select actor_name, data from audit_event where action = 'invitation.accept' order by seq desc limit 1",
    );
    expect(audit).toMatchObject({ actor_name: "Anna Nowak", data: { role: "finance" } });
  });

  test("without a mail server is put into the mailbox of whoever invited, and is nobody else's", async () => {
    await inviting.invite(owner, "kept@halden.example", "finance");
    const MAIL = "{ mailMessages { edges { node { to text } } } }";
    const read = async (viewer: Viewer) => JSON.stringify((await ask(world, viewer, MAIL)).data);
    expect(await read(owner)).toContain("kept@halden.example");
    const other = await colleague(world, { ...facts(owner), role: "owner" });
    expect(await read(other)).not.toContain("kept@halden.example");
    expect(await read(stranger)).not.toContain("kept@halden.example");
  });

  test("mailed by the worker twice has one link and one mail", async () => {
    const secret = await inviting.invite(owner, "twice@halden.example", "finance");
    const { mailInvitation } = await import("../../server/identity/people/mail-invitation.job.ts");
    const { mailboxOnly } = await import("../../server/ports/mail/port.ts");
    const deps = { db: world.workDb, clock: world.clock, mail: mailboxOnly, publicUrl: "http://x.test" };
    await mailInvitation(deps, {
      ...{ invitationId: await idOf("twice@halden.example"), organizationId: owner.organizationId },
      sending: 1,
    });
    await world.drainJobs();
    expect(await secretOf(world, "twice@halden.example")).toBe(secret);
    const { n } = await world.row(
      "select count(*)::int as n from mail_message where to_address = 'twice@halden.example'",
    );
    expect(n).toBe(1);
  });
});

const facts = (viewer: Viewer) => ({
  organizationId: viewer.organizationId,
  organizationName: viewer.organizationName,
  kind: viewer.organizationKind,
});

describe("a link gets the same answer", () => {
  async function expectUnknown(secret: string) {
    const before = await people();
    expect(await readInvitation(inviting.deps, secret, inviting.facts())).toBeNull();
    expect(await inviting.accept(secret)).toEqual({ outcome: "unknown" });
    expect(await people()).toEqual(before);
  }

  test("used, revoked, run out, sent again, or invented", async () => {
    const used = await inviting.invite(owner, "used@halden.example", "finance");
    expect((await inviting.accept(used)).outcome).toBe("joined");
    await expectUnknown(used);

    const revoked = await inviting.invite(owner, "revoked@halden.example", "finance");
    await revokeInvitation(world.caller(owner), { id: await idOf("revoked@halden.example") });
    await expectUnknown(revoked);

    const old = await inviting.invite(owner, "old@halden.example", "finance");
    await resendInvitation(world.caller(owner), { id: await idOf("old@halden.example") });
    await world.drainJobs();
    await expectUnknown(old);

    const late = await inviting.invite(owner, "late@halden.example", "finance");
    world.clock.moveTo(Temporal.Instant.from(NOW).add({ hours: 7 * 24 }));
    await expectUnknown(late);
    world.clock.moveTo(Temporal.Instant.from(NOW));
    expect((await inviting.accept(late)).outcome).toBe("joined");

    for (const invented of ["", "x", "A".repeat(43), `${"é".repeat(43)}`]) await expectUnknown(invented);
  });

  test("and of two who use it at once one joins", async () => {
    const secret = await inviting.invite(owner, "race@halden.example", "finance");
    const answers = await Promise.all([inviting.accept(secret), inviting.accept(secret)]);
    expect(answers.map((one) => one.outcome).sort()).toEqual(["joined", "unknown"]);
  });
});

describe("somebody who has an account", () => {
  test("signs in first, joins as themselves, and keeps their password and name", async () => {
    const secret = await inviting.invite(owner, stranger.email, "finance");
    const before = await people();
    expect((await inviting.accept(secret)).outcome).toBe("sign_in");
    const wrong = await member(world, { name: "Wrong", kind: "buyer", role: "owner" });
    expect((await inviting.accept(secret, { viewer: wrong })).outcome).toBe("other_person");
    const { persons } = await people();
    expect((await people()).places).toBe(before.places + 1);
    expect((await inviting.accept(secret, { viewer: stranger })).outcome).toBe("joined");
    expect(await people()).toEqual({ persons, places: before.places + 2 });
    const row = await world.row("select name, password_hash from person where id = $1", [stranger.userId]);
    expect(row).toEqual({ name: stranger.name, password_hash: "none" });
  });

  test("who left is taken back by a new invitation, in its role", async () => {
    const gone = await colleague(world, { ...facts(owner), role: "operations_lead" });
    await world.owner.query("update membership set ended_at = now() where user_id = $1", [gone.userId]);
    const secret = await inviting.invite(owner, gone.email, "finance");
    expect((await inviting.accept(secret, { viewer: gone })).outcome).toBe("joined");
    expect(
      await world.row("select role, ended_at from membership where user_id = $1", [gone.userId]),
    ).toEqual({ role: "finance", ended_at: null });
  });
});

describe("a new person", () => {
  test.each([
    [{ name: " " }, "name"],
    [{ name: "x".repeat(121) }, "name"],
    [{ password: "too short" }, "password"],
    [{ password: "x".repeat(201) }, "password"],
    [{ password: "passwordpassword" }, "password"],
  ])("is refused for %j, and may try again", async (given, field) => {
    const email = `${field}-${Object.values(given)[0]?.length}@halden.example`;
    const secret = await inviting.invite(owner, email, "finance");
    const before = await people();
    const answer = await inviting.accept(secret, given);
    expect(answer).toMatchObject({ outcome: "invalid", issues: [{ field }] });
    expect(await people()).toEqual(before);
    expect((await inviting.accept(secret)).outcome).toBe("joined");
  });

  test("who tries links from one address is told to wait", async () => {
    const from = { requestId: "r", address: "203.0.113.9", userAgent: "vitest" };
    const secret = await inviting.invite(owner, "throttled@halden.example", "finance");
    for (let n = 0; n < 30; n += 1) await readInvitation(inviting.deps, "A".repeat(43), from);
    expect(await readInvitation(inviting.deps, secret, from)).toBeNull();
    expect(await readInvitation(inviting.deps, secret, inviting.facts())).not.toBeNull();
  });
});

describe("inviting is refused", () => {
  const counted = async () => (await world.row("select count(*)::int as n from invitation")).n;

  test.each([
    ["no-address", "finance", "email"],
    [`${"x".repeat(250)}@halden.example`, "finance", "email"],
    ["fine@halden.example", "delivery_manager", "role"],
    ["fine@halden.example", "system", "role"],
    ["fine@halden.example", "0199c0de-0000-7000-8000-000000000000", "role"],
    ["fine@halden.example", "", "role"],
  ])("for %s as %s", async (email, role, field) => {
    const before = await counted();
    await expect(inviteMember(world.caller(owner), { email, role })).rejects.toMatchObject({
      issues: [{ field }],
    });
    expect(await counted()).toBe(before);
  });

  test("for a member, for an address that waits, and beyond what a day allows", async () => {
    await inviteMember(world.caller(owner), { email: "waits@halden.example", role: "finance" });
    const before = await counted();
    const invite = (by: Viewer, email: string) =>
      inviteMember(world.caller(by), { email, role: "finance" });
    await expect(invite(owner, owner.email)).rejects.toMatchObject({ code: "already_member" });
    await expect(invite(owner, "WAITS@halden.example")).rejects.toMatchObject({ code: "already_invited" });
    expect(await counted()).toBe(before);
    const busy = await member(world, { name: "Busy", kind: "buyer", role: "owner" });
    await world.owner.query(
      `insert into invitation (organization_id, email, role, role_name, invited_by_id, invited_by_name, created_at,
         sent_at, expires_at) select $1, n || '@x.example', 'finance', 'Finance', $2, 'B', $3, $3, $3
       from generate_series(1, 50) n`,
      [busy.organizationId, busy.userId, NOW],
    );
    await expect(invite(busy, "one-more@x.example")).rejects.toMatchObject({
      code: "too_many_invitations",
    });
    expect(await counted()).toBe(before + 50);
  });

  test("to a role without the right, and another organisation's invitation is unknown", async () => {
    const finance = await colleague(world, { ...facts(owner), role: "finance" });
    const before = await counted();
    await expect(
      inviteMember(world.caller(finance), { email: "x@halden.example", role: "finance" }),
    ).rejects.toMatchObject({ code: "not_allowed" });
    const id = await idOf("waits@halden.example");
    for (const one of [id, "0199c0de-0000-7000-8000-000000000000", "nonsense"])
      for (const deed of [resendInvitation, revokeInvitation])
        await expect(deed(world.caller(stranger), { id: one })).rejects.toMatchObject({
          code: "not_found",
        });
    expect(await counted()).toBe(before);
    expect((await world.row("select sendings from invitation where id = $1", [id])).sendings).toBe(1);
  });
});
