import { afterAll, beforeAll, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { enqueue } from "../../server/command.ts";
import type { Contracted } from "../factories/contracted.ts";
import { balancesOf, expectBooksAgree, openInvoiceOf, told } from "../factories/credit-story.ts";
import { payOnHostedPage, workedContract } from "../factories/money-story.ts";
import { canBePaidOut } from "../factories/stripe-story.ts";
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

test("while a later month is still to come it waits for that month's statement", async () => {
  const { story } = await ended({ termMonths: 12 });
  await agreed(story, -5000);
  expect(await notesOf(story)).toEqual([]);
});
