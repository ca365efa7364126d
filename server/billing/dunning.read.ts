import type { DunningState } from "../../domain/billing/dunning.ts";
import type { AttemptState } from "../../domain/billing/payment-attempt.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../db.ts";
import { buyersOwn } from "../party-scope.ts";
import { keyset, type PageOf } from "./keyset.ts";

/** An invoice that fell due unpaid, for the people who collect. */
export type CaseRow = {
  id: string;
  invoiceId: string;
  number: string;
  buyerName: string;
  /** Of the buyer: days are counted in its calendar. */
  zone: string;
  currency: string;
  totalMinor: bigint;
  dueOn: Date;
  policyId: string;
  position: number;
  state: DunningState;
  stepOn: Date;
  nextOn: Date | null;
  /** The step that is taken then; null after the last. */
  nextState: DunningState | null;
  heldUntil: Date | null;
  heldBecause: string | null;
  heldByName: string | null;
  closedAt: Date | null;
  closedBecause: string | null;
  attemptState: AttemptState | null;
  declineCode: string | null;
  declineMessage: string | null;
  writeOffAskedAt: Date | null;
  writeOffReason: string | null;
};

const FROM = Prisma.sql`dunning_case c`;

/** Cases of dunning: open ones first, then those that fell due last. For staff. */
export function listCases(tx: Tx, viewer: Viewer, page: PageOf): Promise<CaseRow[]> {
  const by = Prisma.sql`(c.closed_at is null)::int, c.step_on, c.id`;
  return casesWhere(
    tx,
    viewer,
    keyset({ by, from: FROM, id: Prisma.sql`c.id`, scope: buyersOwn(viewer, "c"), page }),
  );
}

/** The case of an invoice; null where it never fell due unpaid, or is out of sight. */
export async function caseOfInvoice(tx: Tx, viewer: Viewer, invoiceId: string): Promise<CaseRow | null> {
  const where = Prisma.sql`c.invoice_id = ${invoiceId}::uuid`;
  const [row] = await casesWhere(tx, viewer, { where, order: Prisma.empty });
  return row ?? null;
}

function casesWhere(
  tx: Tx,
  viewer: Viewer,
  p: { where: Prisma.Sql; order: Prisma.Sql },
): Promise<CaseRow[]> {
  return tx.$queryRaw<CaseRow[]>`
    select c.id, i.id as "invoiceId", i.number, o.name as "buyerName", o.zone, i.currency,
      i.total_minor as "totalMinor", i.due_on as "dueOn", c.policy_id as "policyId", c.position, c.state,
      c.step_on as "stepOn", c.next_on as "nextOn", n.state as "nextState", c.held_until as "heldUntil",
      c.held_because as "heldBecause", c.held_by_name as "heldByName", c.closed_at as "closedAt",
      c.closed_because as "closedBecause", a.state as "attemptState", a.decline_code as "declineCode",
      a.decline_message as "declineMessage", w.asked_at as "writeOffAskedAt", w.reason as "writeOffReason"
    from ${FROM} join invoice i on i.id = c.invoice_id join organization o on o.id = c.organization_id
    left join lateral (select state, decline_code, decline_message from payment_attempt
      where invoice_id = i.id order by started_at desc, id desc limit 1) a on true
    left join dunning_policy_step n on n.policy_id = c.policy_id and n.position = c.position + 1
      and c.next_on is not null
    left join invoice_write_off w on w.invoice_id = i.id and w.overtaken_at is null
    where ${buyersOwn(viewer, "c")} and ${p.where} ${p.order}`;
}

export type AttemptRow = {
  state: AttemptState;
  declineCode: string | null;
  declineMessage: string | null;
  startedAt: Date;
};

/** The latest attempt to collect an invoice; null where there was none, or the viewer may not see it. */
export async function latestAttempt(tx: Tx, invoiceId: string): Promise<AttemptRow | null> {
  return tx.paymentAttempt.findFirst({
    where: { invoiceId },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    select: { state: true, declineCode: true, declineMessage: true, startedAt: true },
  }) as Promise<AttemptRow | null>;
}
