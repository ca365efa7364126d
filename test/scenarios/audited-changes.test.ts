import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { checkAuditChain } from "../../server/audit/audit-trail.read.ts";
import { changeRole } from "../../server/identity/people/change-role.ts";
import { ask } from "../factories/ask.ts";
import { type Browsers, openBrowsers, PASSWORD } from "../factories/browsers.ts";
import { colleague } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let at: Browsers;
beforeAll(async () => {
  world = await openWorld({ now: new Date().toISOString() });
  at = await openBrowsers(world);
});
afterAll(async () => {
  await at.close();
  await world.close();
});

const COLLEAGUE = { organizationName: "Changed", kind: "buyer", role: "member" } as const;
const dataOf = async (viewer: Viewer, action: string) => {
  const { data } = await world.row(
    "select data from audit_event where organization_id = $1 and action = $2 order by seq desc limit 1",
    [viewer.organizationId, action],
  );
  return data;
};
const membershipOf = async ({ userId }: Viewer) =>
  (await world.row("select id from membership where user_id = $1", [userId])).id as string;

/** Tables that a command may change and whose rows are noted by no trigger, each with why. */
const NOT_NOTED: Record<string, string> = {
  ...because("is moved by Engine Room's own work, whose steps are rows that stay", [
    ...[
      "bank_payout",
      "billing_run",
      "billing_run_part",
      "charge_dispute",
      "client_funding",
      "credit_note",
    ],
    ...["dispute_evidence", "import_batch", "inbound_delivery", "invoice", "invoice_write_off"],
    ...[
      "payment_attempt",
      "payment_setup",
      "payroll_payment",
      "payout",
      "payout_part",
      "recon_run",
      "refund",
    ],
    ...["journal_entry", "posting", "service_credit", "stripe_account", "stripe_customer"],
    ...["stripe_operation", "transfer_move"],
  ]),
  ...because("is a counter, a lock, a cache or a queue", [
    ...["credit_note_counter", "idempotency_key", "invoice_counter", "ledger_account"],
    ...["ledger_balance", "listing_card", "mail_message", "month_roll_up", "sign_in_throttle"],
    ...["stripe_event", "stripe_pace", "warning_notice", "known_device"],
  ]),
  ...because("is a secret that is used up, or stands behind one", [
    ...["inbound_secret", "mailed_link", "recovery_code", "session", "sign_in_challenge"],
  ]),
  ...because("keeps its course as events or steps of its own", ["sample", "sample_score", "work_item"]),
  dispute_file: "is only taken away, with the name of who did it",
  data_export: "is asked for, and then made and taken away by Engine Room's own work",
  retention_rule: "is set and withdrawn, by commands that say which and for how long",
  retention_run: "is begun and done by Engine Room's own work",
  retention_run_part: "is moved by Engine Room's own work; what it counted is in its audit row",
  legal_hold: "is placed and then lifted, by commands that say whom it is about and why",
  organization_erasure: "is asked for, approved, taken back or done; its own row says by whom and when",
  person_erasure: "is asked for, taken back or done; its own row says when",
  directory_group_member: "is added and taken away; the directory's deeds name who",
  sso_identity: "is made and taken away",
  attestation: "is written and read; no command changes one yet",
};
function because(reason: string, tables: readonly string[]): Record<string, string> {
  return Object.fromEntries(tables.map((table) => [table, reason]));
}

describe("what a command changed", () => {
  test("stands in its audit row, before and after, on the page and in both files", async () => {
    const owner = await at.person();
    const one = await colleague(world, { ...COLLEAGUE, organizationId: owner.organizationId });
    const membershipId = await membershipOf(one);
    const caller = world.caller({ ...owner, stepUpAt: Number.MAX_SAFE_INTEGER });
    await changeRole(caller, { membershipId, role: "finance" });
    const change = { of: "membership", id: membershipId, fields: { role: ["member", "finance"] } };
    expect((await dataOf(owner, "membership.change_role")).changes).toEqual([change]);
    const shown = await ask(
      world,
      owner,
      `{ auditEvents(first: 1) { edges { node { data } } }
        csv: auditFile(as: "csv") json: auditFile(as: "json") }`,
    );
    expect(shown.data.auditEvents.edges[0].node.data.changes).toEqual([change]);
    for (const file of [shown.data.csv, shown.data.json]) expect(file).toContain("finance");
    expect(JSON.parse(shown.data.json)[0].data.changes).toEqual([change]);
    const check = await world.db.readOrg(owner, (tx) => checkAuditChain(tx, owner));
    expect(check).toMatchObject({ firstBroken: null, headMatches: true });
  });

  test("is a digest where it is sensitive", async () => {
    const viewer = await at.person();
    const here = await at.signedIn(viewer);
    const next = "lanterns over quiet harbour";
    const before = await world.row("select password_hash from person where id = $1", [viewer.userId]);
    await at.changed(here, { kind: "change_password", current: PASSWORD, next });
    const [change] = (await dataOf(viewer, "password.change")).changes;
    expect(change.of).toBe("person");
    expect(change.fields.password_hash).toEqual([
      expect.stringMatching(/^sha256:[0-9a-f]{16}$/),
      expect.stringMatching(/^sha256:[0-9a-f]{16}$/),
    ]);
    expect(change.fields.password_hash[0]).not.toBe(change.fields.password_hash[1]);
    expect(JSON.stringify(change)).not.toContain(before.password_hash.slice(0, 20));
  });

  test("is noted for its own deed alone: a refused one leaves nothing behind, and it is given once", async () => {
    const owner = await at.person();
    const caller = world.caller({ ...owner, stepUpAt: Number.MAX_SAFE_INTEGER });
    const membershipId = await membershipOf(owner);
    // The last owner can't step down; what was tried before the refusal is undone with it.
    await expect(changeRole(caller, { membershipId, role: "member" })).rejects.toThrow();
    await world.db.withOrg(owner, async (tx) => {
      await tx.$executeRaw`update organization set city = 'Turku' where id = ${owner.organizationId}::uuid`;
      const noted = () => tx.$queryRaw<{ noted: object }[]>`select app.noted_changes() as noted`;
      const [first] = await noted();
      const [second] = await noted();
      expect(first?.noted).toMatchObject({
        changes: [{ of: "organization", fields: { city: ["", "Turku"] } }],
      });
      expect(second?.noted).toEqual({});
    });
  });

  test("of hundreds of rows is the first forty, and says that there are more", async () => {
    const owner = await at.person();
    for (let n = 0; n < 45; n += 1)
      await colleague(world, { ...COLLEAGUE, organizationId: owner.organizationId });
    await world.owner.query("begin");
    await world.owner.query("update membership set role = 'finance' where organization_id = $1", [
      owner.organizationId,
    ]);
    const { noted } = await world.row("select app.noted_changes() as noted");
    await world.owner.query("rollback");
    expect(noted.changes).toHaveLength(41);
    expect(noted.changes[40]).toEqual({ more: true });
  });
});

describe("the list of what is noted", () => {
  test("names every table that a command may change, or it stands here with a reason", async () => {
    const { rows } = await world.owner.query<{ name: string; noted: boolean }>(
      `select c.relname as name, exists (select 1 from pg_trigger t where t.tgrelid = c.oid
         and t.tgname = 'note_change') as noted
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
         and (has_any_column_privilege('app_user', c.oid, 'update') or
           has_any_column_privilege('app_worker', c.oid, 'update') or
           has_any_column_privilege('app_staff', c.oid, 'update')) order by 1`,
    );
    const quiet = rows.filter((row) => !row.noted).map((row) => row.name);
    expect(quiet.filter((name) => !(name in NOT_NOTED))).toEqual([]);
    const changeable = new Set(quiet);
    expect(Object.keys(NOT_NOTED).filter((name) => !changeable.has(name))).toEqual([]);
  });

  test("names columns that there are, and none of a secret without a digest", async () => {
    const { rows } = await world.owner.query<{ name: string; columns: string[]; args: string }>(
      `select c.relname as name, encode(t.tgargs, 'escape') as args,
         array(select attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0) as columns
       from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = 'note_change'`,
    );
    expect(rows.length).toBeGreaterThan(35);
    const named = rows.flatMap(({ name, columns, args }) =>
      args
        .split("\\000")
        .filter(Boolean)
        .map((arg) => ({ name: `${name}.${arg}`, column: arg.replace("!", ""), columns })),
    );
    expect(
      named.filter(({ column, columns }) => !columns.includes(column)).map(({ name }) => name),
    ).toEqual([]);
    const sensitive = /secret|password|account|bic|holder|totp.*secret/;
    const open = named.filter(({ name }) => sensitive.test(name) && !name.endsWith("!"));
    expect(open.map(({ name }) => name)).toEqual([]);
  });
});
