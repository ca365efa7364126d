import { setTimeout as sleep } from "node:timers/promises";
import type { Contracted } from "../../factories/contracted.ts";
import {
  approvedByBoth,
  frozenMonth,
  payOnHostedPage,
  workedContract,
} from "../../factories/money-story.ts";
import { canBePaidOut } from "../../factories/stripe-story.ts";
import type { Ground } from "../ground.ts";

const CURRENCIES = [
  { currency: "EUR", zone: "Europe/Berlin", monthlyFeeMinor: "400000" },
  { currency: "USD", zone: "America/New_York", monthlyFeeMinor: "123457" },
  { currency: "JPY", zone: "Asia/Tokyo", monthlyFeeMinor: "98765" },
];

export type Cast = { stories: Contracted[]; nextMonth: number[] };

/** Contracts in three currencies whose providers can be paid out. */
export async function castOf(ground: Ground, contracts: number): Promise<Cast> {
  const stories: Contracted[] = [];
  for (let index = 0; index < contracts; index += 1) {
    const terms = CURRENCIES[index % CURRENCIES.length] ?? {};
    const story = await workedContract(ground.world, { ...terms, termMonths: 60, startsOn: "2021-01-01" });
    await canBePaidOut(ground.world, story);
    stories.push(story);
  }
  return { stories, nextMonth: stories.map(() => 0) };
}

/** Freezes the next month of a contract and leaves the rest to the worker: its statement, then the money. */
export async function freezeNext(ground: Ground, cast: Cast, index: number): Promise<void> {
  const story = cast.stories[index];
  const month = cast.nextMonth[index] ?? 0;
  if (!story) return;
  const period = `${2021 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
  const periodCloseId = await frozenMonth(ground.world, story, { period });
  const payload = { periodCloseId, organizationId: story.buyer.organizationId };
  await ground.owner.query("select graphile_worker.add_job('period.closed', $1)", [
    JSON.stringify(payload),
  ]);
  cast.nextMonth[index] = month + 1;
}

/**
 * What people do in the meantime: both sides approve what waits for them, and the buyer pays what is open.
 * Where the database is away they try again, as people do.
 */
export async function actAsPeople(ground: Ground, cast: Cast, paying: Set<string>): Promise<void> {
  const { rows } = await ground.owner.query<{ id: string; engagementId: string }>(
    `select id, engagement_id as "engagementId" from statement where state = 'awaiting_approval' limit 8`,
  );
  for (const { id, engagementId } of rows) {
    const story = cast.stories.find((one) => one.engagementId === engagementId);
    if (story) await approvedByBoth(ground.world, story, id);
  }
  const { rows: open } = await ground.owner.query<{ id: string; url: string }>(
    "select id, hosted_url as url from invoice where state = 'open' and hosted_url is not null",
  );
  for (const { id, url } of open) {
    if (paying.has(id)) continue;
    paying.add(id);
    await payOnHostedPage(url);
  }
}

/** How many statements have not come to their end. */
export async function unfinished(ground: Ground): Promise<number> {
  const row = await ground.row(
    `select count(*)::int as n from period_close c left join statement s on s.period_close_id = c.id
       left join invoice i on i.statement_id = s.id left join payout p on p.invoice_id = i.id
     where s.state is distinct from 'paid' or (s.provider_minor <> 0 and p.state is distinct from 'sent')`,
  );
  return row.n;
}

/**
 * Lets every lease of the queue run out and every pause end, as hours would: what a dead process held is
 * taken up by another, and so is what a living one is still at.
 */
export async function hoursPass(ground: Ground): Promise<void> {
  await ground.owner.query(
    `update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = now(), attempts = 0
     where locked_at is not null or attempts > 0`,
  );
  ground.standIn.controls.retryWebhooksNow();
}

/** Lets the pauses after failures end: what no process is at is tried again at once. */
export async function minutesPass(ground: Ground): Promise<void> {
  await ground.owner.query(
    `update graphile_worker._private_jobs set run_at = now(), attempts = 0
     where locked_at is null and attempts > 0`,
  );
  ground.standIn.controls.retryWebhooksNow();
}

/** Tries until it works: the database may be away for a moment. */
export async function stubbornly<T>(deed: () => Promise<T>, times = 200): Promise<T> {
  try {
    return await deed();
  } catch (error) {
    if (times <= 1) throw error;
    await sleep(50);
    return stubbornly(deed, times - 1);
  }
}
