import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { RETENTION_KINDS } from "../../domain/records/retention-kinds.ts";
import { recomputeVerdict } from "../../domain/service-levels/recompute.ts";
import { verifyChains } from "../../server/audit/verify-chains.ts";
import { confirmImport } from "../../server/delivery/confirm-import.ts";
import { replayDelivery } from "../../server/delivery/inbound-connections.ts";
import { mapImport } from "../../server/delivery/map-import.ts";
import { liftLegalHold, placeLegalHold } from "../../server/records/legal-holds.ts";
import { setRetentionRule, withdrawRetentionRule } from "../../server/records/retention-rules.ts";
import { runRetention } from "../../server/records/run-retention.job.ts";
import { agedRecords } from "../factories/aged-records.ts";
import { ask } from "../factories/ask.ts";
import { closedMonth } from "../factories/closed-month.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { importLog } from "../factories/imported.ts";
import { colleague, member } from "../factories/people.ts";
import { serviceDeskExport, toCsv } from "../factories/service-desk-export.ts";
import { refusedUnchanged, unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const REASON = "The labour court asked for these records.";

let world: World;
let admin: Viewer;
let one: Contracted;
let held: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-21T03:00:00Z" });
  admin = await member(world, { name: "Market", kind: "marketplace", role: "admin" });
  one = await contracted(world, { terms: { startsOn: "2016-02-01" } });
  await importLog(world, one, Buffer.from(toCsv(serviceDeskExport({ rows: 300 }))));
  await closedMonth(world, one, "2016-02");
  await world.owner.query("update engagement set ends_on = '2016-08-31' where id = $1", [one.engagementId]);
  held = await colleague(world, {
    ...{ organizationId: one.buyer.organizationId, organizationName: "Buyer 1" },
    ...{ kind: "buyer", role: "member" },
  });
  await agedRecords(world, one.engagementId, one.buyer);
  await agedRecords(world, one.engagementId, held);
}, 120_000);
afterAll(() => world.close());

const run = (atOnce = 7) => runRetention({ db: world.workDb, clock: world.clock }, { atOnce });
const afterDays = (days: number) => world.clock.moveTo(world.clock.now().add({ hours: days * 24 }));

type Counted = { kind: string; gone: number; held: { because: string; count: number }[] };
const ROWS = "kind gone held { because count }";
async function dryRun(rule?: Record<string, string>): Promise<Counted[]> {
  const asked = `query($rule: TryRetentionRuleInput) { retentionDryRun(rule: $rule) {
    refused issues { field } findings { ${ROWS} } } }`;
  const { retentionDryRun } = (await ask(world, admin, asked, rule ? { rule } : {})).data;
  return rule ? retentionDryRun : retentionDryRun.findings;
}
async function lastRun(): Promise<{ finishedAt: string; parts: Counted[] }> {
  const { data } = await ask(world, admin, `{ retention { runs { day finishedAt parts { ${ROWS} } } } }`);
  return data.retention.runs[0];
}
const byKind = (rows: readonly Counted[]) => new Map(rows.map((row) => [row.kind, row]));

/** Every frozen figure with what its bundle gives today, rebuilt as the tool rebuilds it. */
async function rebuilt(): Promise<unknown[]> {
  const { rows } = await world.owner.query(
    `select bundle, bundle_hash from verdict union all select bundle, bundle_hash from frozen_figure`,
  );
  return rows
    .map((row) => ({ hash: row.bundle_hash, result: recomputeVerdict(row.bundle) }))
    .sort((left, right) => left.hash.localeCompare(right.hash));
}
async function faults() {
  const found = [];
  for await (const chain of verifyChains(world.workDb, new Map())) if (chain.fault) found.push(chain);
  return found;
}

const RULE = {
  ...{ kind: "import_file", days: "120", moment: "recorded" },
  ...{ ground: "Article 6(1)(b) of the GDPR", startsOn: "2026-11-22" },
};
const set = (viewer: Viewer, more: object = {}) =>
  setRetentionRule(world.caller(viewer), { ...RULE, ...more });

describe("a rule", () => {
  test("is there for every kind, within what the database allows, and the database knows no other", async () => {
    const { rules } = (await ask(world, admin, "{ retention { rules { kind days state } } }")).data
      .retention;
    expect(rules.map((rule: Counted) => rule.kind).sort()).toEqual(
      RETENTION_KINDS.map((known) => known.kind).sort(),
    );
    const put = (kind: string, days: number, moment: string) =>
      world.owner.query(
        `insert into retention_rule (kind, record_class, days, moment, ground, starts_on, set_by_name, set_at)
         values ($1, 'x', $2, $3, 'a ground in words', '2001-01-01', 'x', now())`,
        [kind, days, moment],
      );
    await unchangedBy(world, async () => {
      for (const { kind, leastDays, moments } of RETENTION_KINDS) {
        for (const moment of moments) {
          await expect(put(kind, leastDays - 1, moment)).rejects.toThrow(/retention_rule_bounds/);
          await world.owner.query("begin");
          await put(kind, leastDays, moment);
          await world.owner.query("rollback");
        }
        await expect(put(kind, leastDays, "someday")).rejects.toThrow(/retention_rule_bounds/);
      }
      await expect(put("invoice", 4000, "recorded")).rejects.toThrow(/retention_rule_bounds/);
    });
  });

  test("is refused to everybody but administrators with a fresh proof, and at its field", async () => {
    await refusedUnchanged(world, () => set(one.buyer), { code: "not_allowed" });
    await refusedUnchanged(world, () => set({ ...admin, role: "auditor" }), { code: "not_allowed" });
    await refusedUnchanged(world, () => set({ ...admin, stepUpAt: null }), { code: "step_up_needed" });
    for (const [more, field] of [
      [{ kind: "invoice" }, "kind"],
      [{ days: "6" }, "days"],
      [{ days: "long" }, "days"],
      [{ moment: "ended" }, "moment"],
      [{ ground: "so" }, "ground"],
      [{ startsOn: "2026-11-21" }, "startsOn"],
      [{ days: "80", startsOn: "2026-11-27" }, "startsOn"],
    ] as const)
      await refusedUnchanged(world, () => set(admin, more), { code: "invalid_input", field });
    const tried = { kind: "session", days: "0", moment: "ended" };
    expect(await dryRun(tried)).toMatchObject({ findings: [], issues: [{ field: "days" }] });
  });

  test("waits for its day, can be taken back before it and not after, and is changed by nobody", async () => {
    const { id } = await set(admin);
    await refusedUnchanged(world, () => set(admin, { days: "200" }), { field: "kind" });
    const withdraw = (ruleId: string) => withdrawRetentionRule(world.caller(admin), { id: ruleId });
    await withdraw(id);
    await refusedUnchanged(world, () => withdraw(id), { code: "not_found" });
    await refusedUnchanged(world, () => withdraw(crypto.randomUUID()), { code: "not_found" });
    const first = await world.row("select id from retention_rule where kind = 'session'");
    await refusedUnchanged(world, () => withdraw(first.id), { code: "invalid_input" });
    for (const sql of ["update retention_rule set days = 400", "delete from retention_rule"])
      await expect(world.owner.query(sql)).rejects.toThrow(/stays what it is|append-only/);
  });
});

describe("a night's run", () => {
  test("takes what the dry run said and nothing that is held; figures and chains hold", async () => {
    const hold = await placeLegalHold(world.caller(admin), {
      ...{ subject: held.email, reason: REASON, until: null },
    });
    const figures = await rebuilt();
    expect(figures.length).toBeGreaterThan(10);
    const said = await dryRun();
    await run();
    const done = await lastRun();
    expect(done.finishedAt).not.toBeNull();
    expect(byKind(done.parts)).toEqual(byKind(said));
    const counts = byKind(done.parts);
    for (const kind of ["sign_in_event", "session", "mailed_link", "api_key_call", "mail_words"])
      expect(counts.get(kind), kind).toEqual({
        ...{ kind, gone: 1, held: [{ because: "legal_hold", count: 1 }] },
      });
    for (const kind of ["invitation", "import_file", "delivery_body"])
      expect(counts.get(kind), kind).toEqual({ kind, gone: 2, held: [] });
    const work = counts.get("work_words");
    expect(work?.gone).toBeGreaterThan(5);
    expect(work?.held.map(({ because }) => because)).toContain("open_month");
    expect(await rebuilt()).toEqual(figures);
    expect(await faults()).toEqual([]);
    await liftLegalHold(world.caller(admin), { id: hold.id, because: "The court has what it wanted." });
  });

  test("left the young ones, the frozen months' measures, and an audit row for each kind", async () => {
    for (const table of ["sign_in_event", "session", "mailed_link", "api_key_call"]) {
      const { n } = await world.row(`select count(*)::int as n from ${table} t where t::text like '%old%'`);
      expect(n, table).toBe(1);
      const young = await world.row(
        `select count(*)::int as n from ${table} t where t::text like '%young%'`,
      );
      expect(young.n, table).toBe(2);
    }
    const told = await world.owner.query(
      `select distinct e.reason, e.actor, e.data ? 'title' as titled from work_item_event e
       join work_item w on w.id = e.work_item_id where w.title = 'Gone'`,
    );
    expect(told.rows).toEqual([{ reason: "", actor: "Gone", titled: false }]);
    const { rows } = await world.owner.query(
      `select data ->> 'kind' as kind, (data ->> 'gone')::int as gone from audit_event
       where action = 'retention_run.finish_kind' and organization_id = $1 order by 1`,
      [admin.organizationId],
    );
    const { parts } = await lastRun();
    expect(rows).toEqual(parts.map(({ kind, gone }) => ({ kind, gone })));
  });

  test("is told to whoever comes for a file or a delivery that went, and leaves nothing waiting for it", async () => {
    const caller = world.caller(one.provider);
    const gone = { code: "record_gone" };
    const { id: importId } = await world.row(
      "select id from import_batch where content is null and file_hash = 'h'",
    );
    await refusedUnchanged(world, () => mapImport(caller, { importId, mapping: {} }), gone);
    await world.owner.query("update import_batch set state = 'checked' where id = $1", [importId]);
    await refusedUnchanged(world, () => confirmImport(caller, { importId }), gone);
    const { id: deliveryId } = await world.row("select id from inbound_delivery where body = ''");
    await refusedUnchanged(world, () => replayDelivery(caller, { deliveryId }), gone);
  });

  test("is done once a night, and the next one finds what a lifted hold let go", async () => {
    await unchangedBy(world, () => run());
    afterDays(1);
    // Two workers at once, one of which was killed in the middle of a kind last time.
    const now = world.clock.now().toString();
    await world.owner.query("select app.begin_retention($1)", [now]);
    const begun = "select id from retention_run_part where kind = 'session' and finished_at is null";
    await world.owner.query("select app.retention_step($1, 1, $2)", [(await world.row(begun)).id, now]);
    await Promise.all([run(), run(1)]);
    const { parts, finishedAt } = await lastRun();
    expect(finishedAt).not.toBeNull();
    const counts = byKind(parts);
    for (const kind of ["sign_in_event", "session", "mailed_link", "api_key_call", "mail_words"])
      expect(counts.get(kind), kind).toEqual({ kind, gone: 1, held: [] });
    const { n } = await world.row(
      `select count(*)::int as n from audit_event where action = 'retention_run.finish_kind'`,
    );
    expect(n).toBe(2 * RETENTION_KINDS.length);
  });

  test("keeps the work of a contract about which something is contested", async () => {
    const { id } = await world.row(
      `insert into contest (organization_id, provider_id, engagement_id, period, subject, effect, work_item_ids,
         level_ids, reason, side, claimed_by_name, claimed_at, answer_by, state)
       select organization_id, provider_id, id, '2016-02', 'verdict', 'exclude', array[(select w.id from work_item w
         where w.engagement_id = $1 limit 1)], '{resolve}', 'why', 'buyer', 'x', now(),
         now() + interval '9 days', 'disputed' from engagement where id = $1 returning id`,
      [one.engagementId],
    );
    const work = byKind(await dryRun()).get("work_words");
    expect(work).toMatchObject({ gone: 0, held: [{ because: "open_dispute" }] });
    await world.owner.query("update contest set state = 'withdrawn' where id = $1", [id]);
  });

  test("takes the trail's words after its years, where no contract is open; the chains hold", async () => {
    const two = await contracted(world);
    afterDays(365 * 12);
    expect(
      byKind(await dryRun())
        .get("audit_words")
        ?.held.map(({ because }) => because),
    ).toEqual(["open_contract"]);
    await run(500);
    const named = async ({ organizationId }: Viewer) =>
      (
        await world.owner.query(
          "select distinct salt is null as gone from audit_event where organization_id = $1",
          [organizationId],
        )
      ).rows.map((row) => row.gone);
    expect(await named(one.buyer)).toEqual([true]);
    expect(await named(two.buyer)).toEqual([false]);
    expect(await faults()).toEqual([]);
  });
});

test("the database lets only the worker run it, and only by the rules there are", async () => {
  const asked = (db: World["db"], call: string) => db.open.$queryRawUnsafe(`select ${call}::text`);
  await unchangedBy(world, async () => {
    for (const call of [
      "app.begin_retention(now())",
      "app.retention_step(uuidv7(), 9, now())",
      "app.retention_preview('session', 'ended', now(), current_date)",
    ])
      await expect(asked(world.db, call)).rejects.toThrow(/permission denied/);
    await expect(asked(world.workDb, "app.retention_step(uuidv7(), 9, now())")).resolves.toBeDefined();
    await expect(
      world.workDb.open.$executeRaw`insert into retention_run_part (run_id, rule_id, kind, before)
        select r.id, x.id, 'session', now() from retention_run r, retention_rule x limit 1`,
    ).rejects.toThrow(/permission denied/);
  });
});
