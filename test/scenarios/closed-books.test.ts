import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { house } from "../../domain/ledger/accounts.ts";
import { EntryContradicts, LockNotMoved, PeriodClosed } from "../../domain/ledger/errors.ts";
import type { JournalEntry } from "../../domain/ledger/journal-entry.ts";
import { money } from "../../domain/shared/money.ts";
import { InvalidInput, NotAllowed } from "../../domain/shared/refusals.ts";
import { closePeriod, reopenPeriod } from "../../server/ledger/move-period-lock.ts";
import { lockHistory } from "../../server/ledger/period-lock.read.ts";
import { postEntry, postFact } from "../../server/ledger/post-entry.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let admin: Viewer;
let manager: Viewer;

beforeAll(async () => {
  world = await openWorld();
  admin = await member(world, { name: "Books Market", kind: "marketplace", role: "admin" });
  const { organizationId, organizationName } = admin;
  manager = await colleague(world, {
    ...{ organizationId, organizationName },
    kind: "marketplace",
    role: "account_manager",
  });
});
afterAll(() => world.close());

const entryOn = (day: string, sourceId: string = crypto.randomUUID(), minor = 100n): JournalEntry => ({
  ...{ source: "test", sourceId, step: "made", memo: "A test entry" },
  effectiveAt: Temporal.Instant.from(`${day}T12:00:00Z`),
  legs: [
    { account: house("bank"), amount: money(minor, "EUR") },
    { account: house("fee_income"), amount: money(-minor, "EUR") },
  ],
});
const job = () => systemViewer(admin.organizationId, "test");
const post = (one: JournalEntry) => world.workDb.withOrg(job(), (tx) => postEntry(tx, one));
const books = () =>
  world.row(`select (select count(*) from journal_entry)::int as entries, (select count(*) from posting)::int as legs,
    (select sum(balance_minor) filter (where balance_minor > 0) from ledger_balance)::text as balance,
    (select seq from journal_book)::int as seq, (select hash from journal_book) as hash`);

describe("the chain of the books", () => {
  test("grows by one link an entry, each on the one before it", async () => {
    for (const day of ["2026-08-03", "2026-09-03", "2026-10-03"]) await post(entryOn(day));
    const { rows } = await world.owner.query("select * from journal_link order by seq");
    expect(rows.map((row) => Number(row.seq))).toEqual(rows.map((_row, index) => index + 1));
    for (const [index, row] of rows.entries())
      expect(row.prev_hash).toBe(rows[index - 1]?.hash ?? "0".repeat(64));
    expect((await books()).hash).toBe(rows.at(-1).hash);
    expect((await world.owner.query("select * from app.broken_journal_link()")).rows).toEqual([]);
  });

  test("holds under many writers with several entries each, without a deadlock", async () => {
    const writers = Array.from({ length: 20 }, (_, index) =>
      world.workDb.withOrg(job(), async (tx) => {
        const two = [entryOn("2026-11-02"), entryOn("2026-11-03")];
        for (const one of index % 2 ? two : two.reverse()) await postEntry(tx, one);
      }),
    );
    await Promise.all(writers);
    expect((await world.owner.query("select * from app.broken_journal_link()")).rows).toEqual([]);
  });

  test("shows a leg that the owner of the tables has changed", async () => {
    await world.owner.query("begin");
    await world.owner.query("alter table posting disable trigger append_only");
    await world.owner.query("update posting set amount_minor = amount_minor * 2");
    const { rows } = await world.owner.query("select seq::int, why from app.broken_journal_link()");
    await world.owner.query("rollback");
    expect(rows).toEqual([{ seq: 1, why: "changed" }]);
  });

  test("takes no link from a server role by hand", async () => {
    const forge = (sql: string) => world.workDb.withOrg(job(), (tx) => tx.$executeRawUnsafe(sql));
    await expect(forge("insert into journal_link select 'x', 1, uuidv7(), '', ''")).rejects.toThrow(
      /denied/,
    );
    await expect(forge("update journal_book set closed_through = null")).rejects.toThrow(/denied/);
    await expect(
      forge("select app.link_journal_entry((select id from journal_entry limit 1))"),
    ).rejects.toThrow(/unique/i);
  });
});

describe("closing the books", () => {
  test("is the administrator's alone, goes forward and not past yesterday", async () => {
    const close = (viewer: Viewer, through: string) =>
      closePeriod(world.caller(viewer), { through, reason: "Month end" });
    await expect(close(manager, "2026-09-30")).rejects.toThrow(NotAllowed);
    await expect(close(admin, "2026-11-21")).rejects.toThrow(LockNotMoved);
    await expect(close(admin, "soon")).rejects.toThrow(InvalidInput);
    expect(await close(admin, "2026-09-30")).toEqual({ closedThrough: "2026-09-30" });
    await expect(close(admin, "2026-08-31")).rejects.toThrow(LockNotMoved);
    const told = await world.db.withOrg(admin, (tx) => lockHistory(tx));
    expect(told).toMatchObject([{ action: "close", reason: "Month end", byName: admin.name }]);
  });

  test("refuses an entry of a closed day, by us and by the database, and nothing changes", async () => {
    const before = await books();
    await expect(post(entryOn("2026-09-30"))).rejects.toThrow(PeriodClosed);
    const raw = world.workDb.withOrg(job(), async (tx) => {
      const id = crypto.randomUUID();
      await tx.$executeRawUnsafe(`insert into journal_entry (id, source, source_id, step, memo, effective_at, legs_hash)
        values ('${id}', 'raw', '${id}', 'made', '', '2026-09-30T23:00:00Z', '')`);
      for (const [code, minor] of [
        ["bank", 5],
        ["fee_income", -5],
      ])
        await tx.$executeRawUnsafe(`insert into posting (entry_id, account_id, currency, amount_minor)
          select '${id}', id, 'EUR', ${minor} from ledger_account where code = '${code}'`);
    });
    await expect(raw).rejects.toThrow(/closed through 2026-09-30/);
    expect(await books()).toEqual(before);
    expect(await post(entryOn("2026-10-01"))).toBe(true);
  });

  test("an event that is in the books already is no new entry, and with other legs it is refused", async () => {
    const sourceId = "in the books";
    await post(entryOn("2026-10-02", sourceId));
    await closePeriod(world.caller(admin), { through: "2026-10-31", reason: "" });
    const before = await books();
    expect(await post(entryOn("2026-10-02", sourceId))).toBe(false);
    await expect(post(entryOn("2026-10-02", sourceId, 101n))).rejects.toThrow(EntryContradicts);
    expect(await books()).toEqual(before);
  });

  test("a fact from outside goes to the first open day and says so", async () => {
    const fact = entryOn("2026-10-30");
    expect(await world.workDb.withOrg(job(), (tx) => postFact(tx, fact))).toBe(true);
    expect(await world.workDb.withOrg(job(), (tx) => postFact(tx, fact))).toBe(false);
    const row = await world.row("select effective_at, memo from journal_entry where source_id = $1", [
      fact.sourceId,
    ]);
    expect(row.effective_at.toISOString()).toBe("2026-11-01T00:00:00.000Z");
    expect(row.memo).toContain("of 2026-10-30");
  });

  test("reopening needs a reason, goes back, and is kept", async () => {
    const reopen = (viewer: Viewer, reason: string, through: string | null = "2026-08-31") =>
      reopenPeriod(world.caller(viewer), { through, reason });
    await expect(reopen(manager, "A late invoice came in.")).rejects.toThrow(NotAllowed);
    await expect(reopen(admin, "oops")).rejects.toThrow(InvalidInput);
    await expect(reopen(admin, "A late invoice came in.", "2026-10-31")).rejects.toThrow(LockNotMoved);
    expect(await reopen(admin, "A late invoice came in.")).toEqual({ closedThrough: "2026-08-31" });
    expect(await post(entryOn("2026-09-30"))).toBe(true);
    await expect(post(entryOn("2026-08-31"))).rejects.toThrow(PeriodClosed);
    expect(await reopen(admin, "All of the year is looked at again.", null)).toEqual({
      closedThrough: null,
    });
    expect(await world.db.withOrg(admin, (tx) => lockHistory(tx))).toHaveLength(4);
    await expect(world.owner.query("delete from period_lock")).rejects.toThrow(/append-only/);
  });

  test("twenty postings and a closing at once: what is refused left nothing, what is posted came before", async () => {
    const posts = Array.from({ length: 20 }, () =>
      post(entryOn("2026-11-10", `race-${crypto.randomUUID()}`)).then(
        () => "posted",
        (error: Error) => error.message,
      ),
    );
    const [said] = await Promise.all([
      Promise.all(posts),
      closePeriod(world.caller(admin), { through: "2026-11-15", reason: "" }),
    ]);
    const posted = said.filter((one) => one === "posted");
    const refused = said.filter((one) => /closed through 2026-11-15/.test(one));
    expect(posted.length + refused.length).toBe(20);
    const row = await world.row(
      "select count(*)::int as n from journal_entry where source_id like 'race-%'",
    );
    expect(row.n).toBe(posted.length);
    await expect(post(entryOn("2026-11-15"))).rejects.toThrow(PeriodClosed);
  });
});
