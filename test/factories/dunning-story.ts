import { Temporal } from "temporal-polyfill";
import { writeOffInvoice } from "../../server/billing/write-off-invoice.ts";
import type { World } from "../world.ts";
import { dun, openInvoice } from "./collecting-story.ts";
import { member } from "./people.ts";

type Opened = Awaited<ReturnType<typeof openInvoice>>;

/** The day by which an invoice is to be paid, as YYYY-MM-DD. */
export async function dueOn(world: World, { invoiceId }: Pick<Opened, "invoiceId">): Promise<string> {
  return (await world.row("select due_on::text as day from invoice where id = $1", [invoiceId])).day;
}

/** Noon of the day so many days after a due day, where the buyer is (Berlin). */
export function goTo(world: World, due: string, days: number): void {
  const noon = Temporal.PlainDate.from(due).add({ days }).toPlainDateTime({ hour: 12 });
  world.clock.moveTo(noon.toZonedDateTime("Europe/Berlin").toInstant());
}

/** Runs the clock once on each of the days after the due day, and what waits for the worker after them. */
export async function onDays(world: World, opened: Opened, days: readonly number[]): Promise<void> {
  const due = await dueOn(world, opened);
  for (const day of days) {
    goTo(world, due, day);
    await dun(world, opened);
  }
  await world.drainJobs();
}

/** Runs the clock once a day, from one day after the due day to another. */
export function everyDay(world: World, opened: Opened, from: number, to: number): Promise<void> {
  return onDays(
    world,
    opened,
    Array.from({ length: to - from + 1 }, (_, at) => from + at),
  );
}

/** The days on which the first policy takes a step, the suspension last. */
export const POLICY_DAYS = [0, 3, 5, 7, 14, 21] as const;

/** The steps that were taken, as "3 retry_1 charge": days after the due day, step, deed. */
export async function stepsOf(world: World, invoiceId: string): Promise<string[]> {
  const { rows } = await world.owner.query(
    `select s.state, s.action, s.taken_on - i.due_on as day from dunning_step s
     join dunning_case c on c.id = s.case_id join invoice i on i.id = c.invoice_id
     where c.invoice_id = $1 order by s.position`,
    [invoiceId],
  );
  return rows.map(({ state, action, day }) => `${day} ${state} ${action}`);
}

/** Stripe's id of a saved method. */
export async function stripeMethod(world: World, id: string): Promise<string> {
  return (await world.row("select stripe_payment_method_id as id from payment_method where id = $1", [id]))
    .id;
}

/** An item of work as the provider enters it. */
export const newWork = (world: World, engagementId: string) => ({
  engagementId,
  type: "posting_line",
  title: "A line",
  reference: "",
  openedAt: world.clock.now().toString(),
  fields: {},
  tags: [],
});

/** An invoice that was dunned until the buyer's new work was suspended. */
export async function suspendedFor(world: World): Promise<Opened> {
  const opened = await openInvoice(world);
  await onDays(world, opened, POLICY_DAYS);
  return opened;
}

export const WRITE_OFF_REASON = "The buyer is insolvent; the court has closed the case.";

/** Dunned to its suspension, given up by an administrator on the first day that may be, and booked. */
export async function writtenOff(world: World): Promise<Opened> {
  const opened = await suspendedFor(world);
  goTo(world, await dueOn(world, opened), 61);
  const admin = await member(world, {
    name: `Off ${opened.invoice.number}`,
    kind: "marketplace",
    role: "admin",
  });
  const { invoiceId } = opened;
  await writeOffInvoice(world.caller(admin), { invoiceId, reason: WRITE_OFF_REASON });
  await world.drainJobs();
  return opened;
}

/** What stands on the engagement's own accounts that must return to zero. */
export async function openSums(world: World, engagementId: string): Promise<Record<string, number>> {
  const { rows } = await world.owner.query(
    `select a.code, sum(p.amount_minor)::int as n from posting p join ledger_account a on a.id = p.account_id
     where a.engagement_id = $1 and a.code in ('receivable', 'provider_pending') group by a.code`,
    [engagementId],
  );
  return Object.fromEntries(rows.map((row) => [row.code, row.n]));
}

/** What an invoice's own entries have left on bad debt, in minor units. */
export async function badDebtOf(world: World, invoiceId: string): Promise<number> {
  const { n } = await world.row(
    `select coalesce(sum(p.amount_minor), 0)::int as n from posting p join ledger_account a on a.id = p.account_id
     join journal_entry e on e.id = p.entry_id where a.code = 'bad_debt' and e.source_id = $1`,
    [invoiceId],
  );
  return n;
}

export async function subjectsOf(world: World, organizationId: string): Promise<string[]> {
  const { rows } = await world.owner.query(
    "select subject from mail_message where organization_id = $1 and kind = 'collecting' order by created_at, id",
    [organizationId],
  );
  return rows.map((row) => row.subject.replace(/\S*\d{3,}\S*/, "N"));
}

/** The suspensions of a buyer, the first one first. */
export async function suspensionsOf(world: World, organizationId: string) {
  const { rows } = await world.owner.query(
    `select id, lifted_at is null as holds, lifted_by_name as by, lifted_because as why from work_suspension
     where organization_id = $1 order by since, id`,
    [organizationId],
  );
  return rows;
}
