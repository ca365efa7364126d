import { afterAll, beforeAll, expect, test } from "vitest";
import { recomputeMonth } from "../../domain/billing/rating/rated-bundle.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { settleLast } from "../../server/billing/credits/settle-last.ts";
import { draftStatementOf } from "../../server/billing/draft-statement.ts";
import { enqueue } from "../../server/command.ts";
import type { Contracted } from "../factories/contracted.ts";
import { balancesOf, expectBooksAgree, openInvoiceOf, told } from "../factories/credit-story.ts";
import { frozenMonth, payOnHostedPage, workedContract } from "../factories/money-story.ts";
import { canBePaidOut, invoiceOf } from "../factories/stripe-story.ts";
import { unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let made = 0;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Both sides have agreed on a correction of October; the job that takes it into billing runs. */
async function agreed(story: Contracted, netMinor: number): Promise<void> {
  made += 1;
  const { organizationId } = story.buyer;
  const { id } = await world.row(
    `insert into correction (organization_id, provider_id, engagement_id, period_close_id, period,
       number, reason, rule_version, calendar_version, levels, verdicts, price, currency, net_minor,
       commission_minor, prev_hash, hash, state, created_at, created_by_name)
     select $1, $2, $3, id, period, $4, 'A late event', '1', 1, '[]', '[]', '{}', 'USD', $5::bigint,
       $5::bigint / 10, 'p', $6, 'accepted', now(), 'A' from period_close
     where engagement_id = $3 returning id`,
    [organizationId, story.provider.organizationId, story.engagementId, made, netMinor, `h${made}`],
  );
  await world.workDb.withOrg(systemViewer(organizationId, "test"), (tx) =>
    enqueue(tx, { task: "correction.accepted", payload: { correctionId: id, organizationId } }),
  );
  await world.drainJobs();
}

const notesOf = async (story: Contracted) => {
  const { rows } = await world.owner.query(
    `select state, net_minor, pre_payment_minor, refund_minor, balance_minor, asked_by_id from credit_note
     where engagement_id = $1 order by asked_at, number`,
    [story.engagementId],
  );
  return rows;
};

async function ended(p: { termMonths?: number } = {}) {
  const story = await workedContract(world, { termMonths: p.termMonths ?? 1 });
  await world.owner.query(
    `update engagement set ends_on = (date '2026-10-01' + make_interval(months => $2)
       - interval '1 day')::date where id = $1`,
    [story.engagementId, p.termMonths ?? 1],
  );
  await canBePaidOut(world, story);
  return openInvoiceOf(world, story);
}

test("agreed after the last statement, on an open invoice it comes off what is due", async () => {
  const { story } = await ended();
  await agreed(story, -5000);
  expect(await notesOf(story)).toEqual([
    {
      ...{ state: "settled", net_minor: "5000", pre_payment_minor: "5000" },
      ...{ refund_minor: "0", balance_minor: "0", asked_by_id: null },
    },
  ]);
  expect((await balancesOf(world, story)).receivable).toBe("373400");
  await expectBooksAgree(world);
});

test("on a paid one it is refunded, once, and a second correction takes what is left", async () => {
  const { story, hostedUrl } = await ended();
  await payOnHostedPage(hostedUrl);
  await told(world);
  await agreed(story, -5000);
  await agreed(story, -3000);
  expect((await notesOf(story)).map((note) => [note.net_minor, note.refund_minor])).toEqual([
    ["5000", "5000"],
    ["3000", "3000"],
  ]);
  expect(await balancesOf(world, story)).toEqual({ provider_receivable: "7200" });
  await expectBooksAgree(world);
});

test("more than the invoices have room for credits them in full and leaves the rest open", async () => {
  const { story } = await ended();
  await agreed(story, -400_000);
  expect((await notesOf(story)).map((note) => note.net_minor)).toEqual(["378400"]);
});

const closingsOf = async (story: Contracted) => {
  const { rows } = await world.owner.query(
    `select s.id, s.closing, s.state, s.net_minor, s.commission_minor, s.provider_minor, s.carried_minor,
       i.state as invoice, i.total_minor, s.bundle, s.bundle_hash,
       (select count(*)::int from statement_adjustment a where a.statement_id = s.id) as settled
     from statement s left join invoice i on i.statement_id = s.id
     where s.engagement_id = $1 and s.closing > 0 order by s.closing`,
    [story.engagementId],
  );
  return rows;
};

test("by which the buyer owes more, it is a closing statement with its own invoice, paid and paid out", async () => {
  const { story } = await ended();
  await agreed(story, 5000);
  const [one, ...more] = await closingsOf(story);
  expect(more).toEqual([]);
  expect(one).toMatchObject({
    ...{ closing: 1, state: "invoiced", invoice: "open", settled: 1, carried_minor: "0" },
    ...{ net_minor: "5000", commission_minor: "500", provider_minor: "4500", total_minor: "5000" },
  });
  expect(recomputeMonth(one.bundle)).toMatchObject({ netMinor: "5000", bundleHash: one.bundle_hash });
  expect((await balancesOf(world, story)).receivable).toBe("383400");
  const invoice = await invoiceOf(world, one.id);
  await payOnHostedPage(invoice.hosted_url);
  await told(world);
  const { rows } = await world.owner.query("select state, amount_minor from payout where invoice_id = $1", [
    invoice.id,
  ]);
  expect(rows).toEqual([{ state: "sent", amount_minor: "4500" }]);
  expect(await notesOf(story)).toEqual([]);
  await expectBooksAgree(world);
});

test("twice owed makes two closing statements, and asking again makes no third", async () => {
  const { story } = await ended();
  await agreed(story, 5000);
  await agreed(story, 700);
  const { organizationId } = story.buyer;
  const again = () =>
    settleLast(
      { db: world.workDb, clock: world.clock, viewer: systemViewer(organizationId, "again") },
      { engagementId: story.engagementId },
    );
  expect(await Promise.all([again(), again()])).toEqual([{ leftMinor: "0" }, { leftMinor: "0" }]);
  await world.drainJobs();
  expect((await closingsOf(story)).map((one) => [one.closing, one.net_minor, one.invoice])).toEqual([
    [1, "5000", "open"],
    [2, "700", "open"],
  ]);
  await expectBooksAgree(world);
});

test("a credit that no invoice had room for comes off what the buyer owes later, and off nothing twice", async () => {
  const { story } = await ended();
  await agreed(story, -400_000);
  expect((await notesOf(story)).map((note) => note.net_minor)).toEqual(["378400"]);
  await agreed(story, 30_000);
  expect((await closingsOf(story)).map((one) => [one.net_minor, one.settled])).toEqual([["8400", 2]]);
  await agreed(story, -400);
  expect((await notesOf(story)).map((note) => note.net_minor)).toEqual(["378400", "400"]);
  await expectBooksAgree(world);
});

test("agreed in time for the last statement, what it could not take is settled after it", async () => {
  const story = await workedContract(world, { termMonths: 1 });
  await world.owner.query("update engagement set ends_on = '2026-10-31' where id = $1", [
    story.engagementId,
  ]);
  await frozenMonth(world, story, { period: "2026-10" });
  await agreed(story, -400_000);
  await agreed(story, 10_000);
  expect(await closingsOf(story)).toEqual([]);
  const { rows } = await world.owner.query("select id from period_close where engagement_id = $1", [
    story.engagementId,
  ]);
  const viewer = systemViewer(story.buyer.organizationId, "test");
  const deps = { db: world.workDb, clock: world.clock, viewer };
  await draftStatementOf(deps, { periodCloseId: rows[0].id });
  await world.drainJobs();
  expect(await closingsOf(story)).toEqual([]);
  await agreed(story, 20_000);
  expect((await closingsOf(story)).map((one) => one.net_minor)).toEqual(["8400"]);
});

test("while a later month is still to come it waits for that month's statement", async () => {
  const { story } = await ended({ termMonths: 12 });
  await agreed(story, -5000);
  await agreed(story, 2000);
  expect(await notesOf(story)).toEqual([]);
  expect(await closingsOf(story)).toEqual([]);
});

test("the database keeps a closing statement free of fees and credits", async () => {
  const { story } = await ended();
  await agreed(story, 5000);
  await unchangedBy(world, () =>
    expect(
      world.owner.query("update statement set closing = 2 where engagement_id = $1 and closing = 0", [
        story.engagementId,
      ]),
    ).rejects.toThrow("statement_closing_settles"),
  );
});
