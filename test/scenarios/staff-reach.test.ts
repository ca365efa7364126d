import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { openLive } from "../../server/delivery/live-stream.ts";
import {
  approveStaffAccess,
  askStaffAccess,
  assignStaff,
  endStaffAccess,
  endStaffAssignment,
} from "../../server/identity/staff/access.ts";
import { mayReadDocuments } from "../../server/identity/staff/reach.read.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const REASON = "The provider asked for help with a rejected invoice.";
let world: World;
let near: Contracted;
let far: Contracted;
let admin: Viewer;
let manager: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: new Date().toISOString() });
  near = await contracted(world);
  far = await contracted(world);
  admin = await member(world, { name: "Market", kind: "marketplace", role: "admin" });
  manager = await person("account_manager");
});
afterAll(() => world.close());

/** Somebody of the marketplace who looks after nobody yet. */
async function person(role: "account_manager" | "vetting_officer" | "admin" | "auditor"): Promise<Viewer> {
  const { organizationId, organizationName } = admin;
  const one = await colleague(world, { organizationId, organizationName, kind: "marketplace", role });
  await world.owner.query("delete from staff_assignment where user_id = $1", [one.userId]);
  return one;
}
const placeOf = async (viewer: Viewer): Promise<string> =>
  (await world.row("select id from membership where user_id = $1", [viewer.userId])).id;
const assign = async (who: Viewer, organizationId: string) =>
  assignStaff(world.caller(admin), { membershipId: await placeOf(who), organizationId });
const seen = async (viewer: Viewer): Promise<string[]> => {
  const { data } = await ask(
    world,
    viewer,
    "{ engagements(first: 50) { edges { node { engagementId: id } } } }",
  );
  return data.engagements.edges
    .map((one: { node: { engagementId: string } }) => one.node.engagementId)
    .sort();
};
const both = () => [near.engagementId, far.engagementId].sort();
const askFor = (who: Viewer, more: object = {}) =>
  askStaffAccess(world.caller(who), {
    ...{ organizationId: near.buyer.organizationId, reason: REASON, hours: 2, documents: false },
    ...more,
  });
const documentsOf = (who: Viewer, deal: Contracted) =>
  world.db.readOrg(who, (tx) =>
    mayReadDocuments(tx, who, {
      organizationId: deal.buyer.organizationId,
      providerId: deal.provider.organizationId,
    }),
  );

describe("somebody of the marketplace", () => {
  test.each(["account_manager", "vetting_officer"] as const)(
    "as %s reads nothing of anybody without an assignment, by no table at all",
    async (role) => {
      const one = await person(role);
      expect(await seen(one)).toEqual([]);
      const { rows } = await world.owner.query(
        `select table_name as name from information_schema.role_table_grants g join pg_class c on c.relname = table_name
         where grantee = 'app_staff' and privilege_type = 'SELECT' and exists (select 1 from pg_attribute a
           where a.attrelid = c.oid and a.attname = 'organization_id')
           and table_name <> all ($1) order by 1`,
        [OPEN_TO_STAFF],
      );
      expect(rows.length).toBeGreaterThan(60);
      for (const { name } of rows) {
        const found = await world.db
          .readOrg(one, (tx) =>
            tx.$queryRawUnsafe<{ n: number }[]>(
              `select count(*)::int as n from ${name} where organization_id <> app.org_id()`,
            ),
          )
          .catch((error: Error) => {
            // Wages, and what is marked by columns, are refused to staff altogether.
            if (/permission denied/.test(error.message)) return [{ n: 0 }];
            throw error;
          });
        expect(found, name).toEqual([{ n: 0 }]);
      }
    },
  );

  test.each(["admin", "auditor"] as const)("as %s reads every organisation by role", async (role) => {
    expect(await seen(await person(role))).toEqual(both());
  });

  test("reads both sides of a deal of whom they look after, and no longer when that ends", async () => {
    const one = await person("account_manager");
    const { id } = await assign(one, near.buyer.organizationId);
    expect(await seen(one)).toEqual([near.engagementId]);
    expect(await documentsOf(one, near)).toBe(true);
    expect(await documentsOf(one, far)).toBe(false);
    expect(await assign(one, near.buyer.organizationId)).toEqual({ id });
    await endStaffAssignment(world.caller(admin), { id });
    expect(await seen(one)).toEqual([]);
    await expect(endStaffAssignment(world.caller(admin), { id })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("writes nothing beyond their reach, with SQL of their own", async () => {
    const one = await person("account_manager");
    await assign(one, near.provider.organizationId);
    const changed = (id: string) =>
      world.db.withOrg(
        one,
        (tx) => tx.$executeRaw`update statement set state = state where engagement_id = ${id}::uuid`,
      );
    expect(await changed(far.engagementId)).toBe(0);
    await expect(
      world.db.withOrg(
        one,
        (tx) => tx.$executeRaw`insert into calendar_version
          select (jsonb_populate_record(c, jsonb_build_object('id', uuidv7(), 'organization_id',
            ${far.buyer.organizationId}::text, 'provider_id', ${far.provider.organizationId}::text))).*
          from calendar_version c limit 1`,
      ),
    ).rejects.toThrow(/row-level security/);
  });

  test("hears of changes within their reach alone", async () => {
    const live = openLive({
      ...{ url: world.urls.user, db: world.db, logger: world.logger, beatMs: 60_000 },
      stands: async () => true,
    });
    await live.ready;
    const one = await person("account_manager");
    await assign(one, near.buyer.organizationId);
    const stream = await live.open({ viewer: one, cookie: null, lastEventId: null });
    for (const deal of [far, near])
      await world.owner.query("update engagement set title = title || '.' where id = $1", [
        deal.engagementId,
      ]);
    await world.owner.query("select app.tell_live('work', $1, $2, $3)", [
      far.buyer.organizationId,
      far.provider.organizationId,
      far.engagementId,
    ]);
    await world.owner.query("select app.tell_live('work', $1, $2, $3)", [
      near.buyer.organizationId,
      near.provider.organizationId,
      near.engagementId,
    ]);
    const body = stream.body?.getReader();
    let text = "";
    while (body && !text.includes(near.engagementId)) {
      const part = await body.read();
      if (part.done) break;
      text += new TextDecoder().decode(part.value);
    }
    expect(text).not.toContain(far.engagementId);
    await body?.cancel();
    await live.close();
  });
});

describe("a reasoned access", () => {
  test("opens an organisation for its hours, is shown to it with the reason, and carries no documents", async () => {
    const { id } = await askFor(manager);
    expect(await seen(manager)).toEqual([near.engagementId]);
    expect(await documentsOf(manager, near)).toBe(false);
    const SHOWN = "{ staffAccesses { accessId reason userName state documents } }";
    const shown = await ask(world, near.buyer, SHOWN);
    expect(shown.data.staffAccesses).toEqual([
      { accessId: id, reason: REASON, userName: manager.name, state: "open", documents: false },
    ]);
    expect((await ask(world, far.buyer, SHOWN)).data.staffAccesses).toEqual([]);
    await expect(askFor(manager)).rejects.toMatchObject({ code: "access_stands" });
    await world.owner.query(
      `update staff_access set opened_at = now() - interval '3 hours', expires_at = now() - interval '1 second'
       where id = $1`,
      [id],
    );
    expect(await seen(manager)).toEqual([]);
    const audit = await world.row("select data from audit_event where action = 'staff_access.ask' limit 1");
    expect(audit.data).toMatchObject({ reason: REASON, organizationId: near.buyer.organizationId });
  });

  test("to documents opens when a second person approves, who is not the one who asked", async () => {
    const one = await person("vetting_officer");
    const { id } = await askFor(one, { documents: true });
    expect([await seen(one), await documentsOf(one, near)]).toEqual([[], false]);
    await expect(
      approveStaffAccess(world.caller({ ...admin, userId: one.userId }), { id }),
    ).rejects.toMatchObject({ code: "not_allowed" });
    await expect(approveStaffAccess(world.caller(manager), { id })).rejects.toMatchObject({
      code: "not_allowed",
    });
    expect(await documentsOf(one, near)).toBe(false);
    await approveStaffAccess(world.caller(admin), { id });
    expect([await seen(one), await documentsOf(one, near)]).toEqual([[near.engagementId], true]);
    await endStaffAccess(world.caller(one), { id });
    expect([await seen(one), await documentsOf(one, near)]).toEqual([[], false]);
    await expect(
      world.owner.query("update staff_access set approved_by_id = user_id where id = $1", [id]),
    ).rejects.toThrow(/staff_access_second_person/);
  });

  test.each([
    [{ reason: "because" }, "invalid_input"],
    [{ reason: "x".repeat(501) }, "invalid_input"],
    [{ hours: 0 }, "invalid_input"],
    [{ hours: 25 }, "invalid_input"],
    [{ organizationId: "x" }, "invalid_input"],
    [{ organizationId: "0199c0de-0000-7000-8000-000000000000" }, "not_found"],
  ])("is refused as %j, and nobody is let in", async (more, code) => {
    const one = await person("account_manager");
    const count = async () => (await world.row("select count(*)::int as n from staff_access")).n;
    const before = await count();
    await expect(askFor(one, more)).rejects.toMatchObject({ code });
    expect(await count()).toBe(before);
    expect(await seen(one)).toEqual([]);
  });

  test("is no buyer's or provider's to ask for, to approve or to end", async () => {
    const { id } = await askFor(await person("account_manager"), { documents: true });
    for (const viewer of [near.buyer, near.provider])
      for (const deed of [
        () => askFor(viewer),
        () => approveStaffAccess(world.caller(viewer), { id }),
        () => endStaffAccess(world.caller(viewer), { id }),
        () =>
          assignStaff(world.caller(viewer), { membershipId: id, organizationId: viewer.organizationId }),
      ])
        await expect(deed()).rejects.toMatchObject({
          code: expect.stringMatching(/not_allowed|not_found/),
        });
    expect(
      (await world.row("select opened_at, ended_at from staff_access where id = $1", [id])).opened_at,
    ).toBeNull();
  });
});

test("every table of a tenant's that staff may read is bound to their reach", async () => {
  const { rows } = await world.owner.query(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and has_table_privilege('app_staff', c.oid, 'select')
      and not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'staff_reach'
        and not p.polpermissive) order by 1`);
  expect(rows.map((row) => row.name)).toEqual([...OPEN_TO_STAFF].sort());
});

/** Who is who, what is published, the marketplace's own books and its own people's own rows. */
const OPEN_TO_STAFF = [
  "api_key",
  "api_key_call",
  "attestation",
  "billing_run_part",
  "custom_role",
  "idempotency_key",
  "invitation",
  "ledger_account",
  "listing",
  "listing_card",
  "mail_message",
  "mail_preference",
  "membership",
  "notice_hours",
  "ownership_offer",
  "posting",
  "session",
  "staff_access",
  "staff_assignment",
  "warning_notice",
];
