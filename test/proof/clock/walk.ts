import { Temporal } from "temporal-polyfill";
import { refreshPayoutAccount } from "../../../server/billing/payout-account.ts";
import { receiveStripeEvent } from "../../../server/billing/receive-stripe-event.ts";
import { drawing } from "../../../stripe-stand-in/seeded-faults.ts";
import type { StoredEvent } from "../../../stripe-stand-in/tables.ts";
import type { Contracted } from "../../factories/contracted.ts";
import { approvedByBoth, frozenMonth, signed, workedContract } from "../../factories/money-story.ts";
import { member } from "../../factories/people.ts";
import { canBePaidOut } from "../../factories/stripe-story.ts";
import type { Ground } from "../ground.ts";
import { WEBHOOK_SECRET } from "../keys.ts";
import { faultsOf, type Verdict, verdict } from "../truth.ts";
import { type BankDeed, banksAct, pay } from "./bank.ts";
import { CLIENTS, type Client, TURNS, type Turn } from "./plan.ts";
import { stepsOf } from "./steps.ts";

/** A client at work; `account` is the saved bank account that it pays from, once it has one. */
export type Party = Client & { story: Contracted; closed: number; account: string | null };

/** A walk through time: one clock for the product and the stand-in, moved step by step. */
export type Walk = {
  ground: Ground;
  first: Temporal.PlainDate;
  parties: Party[];
  turns: Turn[];
  draw: (below: number) => number;
  /** No process of ours runs before this instant. */
  offUntil: Temporal.Instant;
  delivered: number;
  /** Events on their way: which, and from when. */
  onTheWay: { event: StoredEvent; from: number }[];
  lastReconciled: string;
  payouts: string[];
  /** Invoices whose payment was begun, and what the buyers' banks are going to do about some. */
  begun: Set<string>;
  bank: BankDeed[];
  banksUntil: Temporal.Instant;
  counts: { steps: number; webhooks: number; reconciliations: number; closed: number; takenBack: number };
};

export type WalkOutcome = {
  verdict: Verdict;
  faults: string[];
  counts: Walk["counts"];
  breaks: string[];
  dues: string[];
};

/** Walks so many months and judges the end; people have two more months to pay what is still open. */
export async function walkThrough(p: {
  ground: Ground;
  start: string;
  months: number;
}): Promise<WalkOutcome> {
  const walk = await begun(p);
  const end = walk.first.add({ months: p.months });
  for (const at of stepsOf({ start: p.start, months: p.months + 2 })) {
    walk.ground.clock.moveTo(at);
    walk.counts.steps += 1;
    await takeTurns(walk, at);
    for (const party of walk.parties) await closeWhatIsOver(walk, party, { at, end });
    await peopleAct(walk, at);
    await banksAct(walk, at);
    if (Temporal.Instant.compare(at, walk.offUntil) >= 0) await processesWork(walk, at);
  }
  const judged = await verdict(walk.ground);
  const gaps = walk.parties.flatMap((party) =>
    party.closed === p.months ? [] : [`${party.zone} ${party.closed}`],
  );
  return {
    verdict: judged,
    faults: [...faultsOf(judged), ...gaps.map((gap) => `lost: months of ${gap}`)],
    counts: walk.counts,
    breaks: [...(await breaksOf(walk)), ...(await unsettled(walk))],
    dues: await wronglyDue(walk),
  };
}

async function begun(p: { ground: Ground; start: string; months: number }): Promise<Walk> {
  const { ground } = p;
  const first = Temporal.PlainDate.from(p.start);
  ground.clock.moveTo(first.toZonedDateTime("UTC").toInstant());
  await member(ground.world, { name: "Engine Room", kind: "marketplace", role: "account_manager" });
  const parties: Party[] = [];
  for (const client of CLIENTS) {
    const { currency, zone, monthlyFeeMinor } = client;
    const terms = { currency, zone, monthlyFeeMinor, startsOn: p.start, termMonths: p.months + 2 };
    const story = await workedContract(ground.world, terms);
    await canBePaidOut(ground.world, story);
    parties.push({ ...client, story, closed: 0, account: null });
  }
  return {
    ...{ ground, first, parties, turns: [...TURNS], draw: drawing(26), payouts: [] },
    ...{ begun: new Set<string>(), bank: [] },
    banksUntil: first
      .add({ months: p.months + 2 })
      .subtract({ days: 10 })
      .toZonedDateTime("UTC")
      .toInstant(),
    ...{ offUntil: ground.clock.now(), delivered: 0, onTheWay: [], lastReconciled: "" },
    counts: { steps: 0, webhooks: 0, reconciliations: 0, closed: 0, takenBack: 0 },
  };
}

/** Whatever of the plan is due. A clock that goes back stays back for as long as the next steps allow. */
async function takeTurns(walk: Walk, at: Temporal.Instant): Promise<void> {
  const day = at.toZonedDateTimeISO("UTC").toPlainDate();
  for (const turn of [...walk.turns]) {
    const on = walk.first.add({ months: turn.month }).add({ days: turn.day });
    if (Temporal.PlainDate.compare(day, on) < 0) continue;
    walk.turns.splice(walk.turns.indexOf(turn), 1);
    await take(walk, turn, at);
  }
}

async function take(walk: Walk, turn: Turn, at: Temporal.Instant): Promise<void> {
  const { ground, parties } = walk;
  const { controls } = ground.standIn;
  const accountOf = async (client: number) => {
    const provider = parties[client]?.story.provider.organizationId;
    const sql = "select account_id from stripe_account where organization_id = $1";
    return (await ground.row(sql, [provider])).account_id as string;
  };
  if (turn.is === "off") walk.offUntil = at.add({ hours: turn.hours });
  else if (turn.is === "again") {
    ground.clock.moveTo(at.subtract({ hours: turn.hours }));
    await processesWork(walk, at.subtract({ hours: turn.hours }));
    ground.clock.moveTo(at);
  } else if (turn.is === "lost") {
    controls.fault({ kind: "reply_lost", times: 2, match: { method: "POST", path: turn.path } });
  } else if (turn.is === "fault") controls.fault(turn.fault);
  else if (turn.is === "bank_payout")
    walk.payouts.push(controls.payOut({ currency: turn.currency }).payoutId);
  else if (turn.is === "bank_payout_failed")
    controls.money({ money: "payout_failed", id: walk.payouts.at(-1) ?? "" });
  else {
    controls.money({ money: turn.is, id: await accountOf(turn.client) });
    const provider = parties[turn.client]?.story.provider;
    if (turn.is === "capability_granted" && provider)
      await refreshPayoutAccount(ground.world.caller(provider), { stripe: ground.port });
  }
}

/** A month is closed once it is over where the contract lives, and not an hour before. */
async function closeWhatIsOver(
  walk: Walk,
  party: Party,
  { at, end }: { at: Temporal.Instant; end: Temporal.PlainDate },
): Promise<void> {
  const today = at.toZonedDateTimeISO(party.zone).toPlainDate();
  for (;;) {
    const over = walk.first.add({ months: party.closed + 1 });
    if (Temporal.PlainDate.compare(over, end) > 0 || Temporal.PlainDate.compare(today, over) < 0) return;
    const period = walk.first.add({ months: party.closed }).toPlainYearMonth().toString();
    const periodCloseId = await frozenMonth(walk.ground.world, party.story, { period });
    const payload = { periodCloseId, organizationId: party.story.buyer.organizationId };
    await walk.ground.owner.query("select graphile_worker.add_job('period.closed', $1)", [
      JSON.stringify(payload),
    ]);
    party.closed += 1;
    walk.counts.closed += 1;
  }
}

async function peopleAct(walk: Walk, at: Temporal.Instant): Promise<void> {
  const { ground, parties } = walk;
  const { rows } = await ground.owner.query<{
    id: string;
    state: string;
    period: string;
    engagementId: string;
    invoiceId: string | null;
    hostedUrl: string | null;
  }>(
    `select s.id, s.state, s.period, s.engagement_id as "engagementId", i.id as "invoiceId",
       i.hosted_url as "hostedUrl"
     from statement s left join invoice i on i.statement_id = s.id and i.state = 'open'
     where s.state = 'awaiting_approval' or i.id is not null`,
  );
  for (const { id, state, period, engagementId, invoiceId, hostedUrl } of rows) {
    const party = parties.find((one) => one.story.engagementId === engagementId);
    if (!party) continue;
    const start = Temporal.PlainYearMonth.from(period).toPlainDate({ day: 1 });
    const over = start.add({ months: 1 });
    const month = walk.first.until(start, { largestUnit: "month" }).months;
    const days = over.until(at.toZonedDateTimeISO(party.zone).toPlainDate(), { largestUnit: "day" }).days;
    if (state === "awaiting_approval" && days >= party.approvesAfterDays)
      await approvedByBoth(ground.world, party.story, id);
    else if (invoiceId && hostedUrl && days >= party.paysAfterDays)
      await pay(walk, { party, month, invoiceId, hostedUrl }, at);
  }
}

/**
 * Web and worker: events come in, some late, twice or in another order; jobs run; at night the books are
 * compared.
 */
async function processesWork(walk: Walk, at: Temporal.Instant): Promise<void> {
  const { ground } = walk;
  await deliverEvents(walk, at);
  await ground.owner.query(
    "update graphile_worker._private_jobs set run_at = now(), attempts = 0 where attempts > 0",
  );
  await hourly(walk);
  const waits = await ground.row("select 1 as one from graphile_worker._private_jobs limit 1");
  if (waits) {
    await ground.drainJobs();
    await restAfterLoss(walk, at);
  }
  const day = at.toZonedDateTimeISO("UTC").toPlainDate().toString();
  if (day === walk.lastReconciled) return;
  walk.lastReconciled = day;
  walk.counts.reconciliations += 1;
  for (const task of NIGHTLY) await ground.tasks[task]?.({});
}

/** What the queue's own clock asks for, in the product every hour and every night. */
const HOURLY = ["collecting:hourly", "payouts:due", "billing_runs:take_up"];
const NIGHTLY = ["billing_runs:nightly", "reconciliation:daily", "payout_accounts:daily"];

async function hourly({ ground }: Walk): Promise<void> {
  for (const task of HOURLY) await ground.tasks[task]?.({});
}

/** Where an answer was lost nobody asks again for 25 hours: the key is forgotten by then. */
async function restAfterLoss(walk: Walk, at: Temporal.Instant): Promise<void> {
  const lost = await walk.ground.row(
    "select 1 as one from stripe_operation where state = 'unknown' limit 1",
  );
  if (lost) walk.offUntil = at.add({ hours: 25 });
}

async function deliverEvents(walk: Walk, at: Temporal.Instant): Promise<void> {
  const { ground, draw } = walk;
  for (const event of ground.standIn.controls.events(walk.delivered)) {
    walk.delivered += 1;
    const hours = draw(3) === 0 ? draw(72) : 0;
    const from = at.epochMilliseconds + hours * 3_600_000;
    walk.onTheWay.push({ event, from });
    if (draw(4) === 0) walk.onTheWay.push({ event, from: from + draw(48) * 3_600_000 });
  }
  const due = walk.onTheWay.filter((one) => one.from <= at.epochMilliseconds);
  walk.onTheWay = walk.onTheWay.filter((one) => one.from > at.epochMilliseconds);
  for (const { event } of due.sort(() => draw(3) - 1)) {
    const body = JSON.stringify(event);
    const signature = signed(ground.world, { body, secret: WEBHOOK_SECRET });
    walk.counts.webhooks += 1;
    await receiveStripeEvent(
      { db: ground.db, clock: ground.clock, stripe: ground.port },
      { body, signature },
    );
  }
}

/** The disagreements that reconciliation found and did not see vanish. */
async function breaksOf({ ground }: Walk): Promise<string[]> {
  const { rows } = await ground.owner.query<{ kind: string; says: string }>(
    "select kind, says from recon_break where gone_at is null and closed_at is null order by kind",
  );
  return rows.map(({ kind, says }) => `${kind}: ${says}`);
}

/** Requests to Stripe of which we never learnt what they did. */
async function unsettled({ ground }: Walk): Promise<string[]> {
  const { rows } = await ground.owner.query<{ kind: string; state: string; error: string | null }>(
    `select kind, state, last_error as error from stripe_operation
     where state not in ('done', 'refused') order by kind`,
  );
  return rows.map(({ kind, state, error }) => `a request ${kind} stays ${state}: ${error}`);
}

/** Case 37: an invoice is due by the calendar of the contract's zone, not by UTC. */
async function wronglyDue({ ground }: Walk): Promise<string[]> {
  const { rows } = await ground.owner.query<{ number: string }>(
    `select i.number from invoice i join statement s on s.id = i.statement_id
       join engagement e on e.id = s.engagement_id
     where i.due_on <> (i.issued_at at time zone e.zone)::date + 14`,
  );
  return rows.map(({ number }) => number);
}
