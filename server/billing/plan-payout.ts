import type { Temporal } from "temporal-polyfill";
import { providerShares } from "../../domain/billing/objection.ts";
import type { PayoutSchedule } from "../../domain/billing/payout-schedule.ts";
import { splitPayout } from "../../domain/billing/split-payout.ts";
import { chargeStepMinor } from "../../domain/shared/currency.ts";
import { formatMoney } from "../../domain/shared/format-money.ts";
import { money } from "../../domain/shared/money.ts";
import { toDate } from "../clock.ts";
import type { Deed } from "../command.ts";
import type { Tx } from "../db.ts";
import { statePayoutFx } from "./exchange/state-fx-lines.ts";
import { openReceivables } from "./provider-receivable.read.ts";

export type PayoutToPlan = {
  id: string;
  organizationId: string;
  providerId: string;
  invoiceId: string;
  currency: string;
  amountMinor: bigint;
  statement: { id: string; engagementId: string; netMinor: bigint; providerMinor: bigint };
};

/**
 * Plans what of a payout goes out and what stays: contested parts, claw-backs, the reserve. An earlier plan
 * is dropped. Answers what is transferred; nothing is posted before that is out.
 */
export async function planPayout(
  deed: Deed,
  payout: PayoutToPlan,
  schedule: PayoutSchedule | null,
): Promise<bigint> {
  const { tx, now } = deed;
  await dropPlan(tx, { payoutId: payout.id, at: now });
  const objections = await standingObjections(tx, payout.statement.id);
  const stepMinor = chargeStepMinor(payout.currency);
  const shares = providerShares({
    ...payout.statement,
    stepMinor,
    contestedMinor: objections.map((one) => one.amountMinor),
  });
  const receivables = await openReceivables(tx, payout);
  const parts = splitPayout({
    amountMinor: payout.amountMinor,
    contested: objections.map(({ id }, index) => ({ key: id, amountMinor: shares[index] ?? 0n })),
    receivables: receivables.map(({ engagementId, amountMinor }) => ({ key: engagementId, amountMinor })),
    reserve: {
      ...{ bps: schedule?.reserveBps ?? 0, stepMinor },
      roomMinor: await reserveRoom(tx, payout, schedule),
    },
  });
  for (const { key, amountMinor } of parts.contested)
    await addPart(deed, payout, {
      ...{ kind: "contested", amountMinor, objectionId: key },
      reason: reasonOf(
        objections.find((one) => one.id === key),
        payout.currency,
      ),
    });
  for (const { key, amountMinor } of parts.netted)
    await addPart(deed, payout, {
      ...{ kind: "netted", amountMinor, receivableEngagementId: key },
      reason: "What was clawed back earlier and is still owed",
    });
  if (parts.reserveMinor > 0n && schedule)
    await addPart(deed, payout, {
      ...{ kind: "reserve", amountMinor: parts.reserveMinor },
      reason: `Reserve of ${schedule.reserveBps / 100} %, released after ${schedule.reserveDays} days`,
      releasesOn: reserveEnd(schedule, now),
    });
  return parts.transferMinor;
}

/** Marks what was planned for a payout that did not go out as dropped. */
export async function dropPlan(tx: Tx, p: { payoutId: string; at: Temporal.Instant }): Promise<void> {
  await tx.payoutPart.updateMany({
    where: { payoutId: p.payoutId, state: "planned" },
    data: { state: "dropped", endedAt: toDate(p.at), endedBecause: "The payout was planned anew" },
  });
}

type NewPart = {
  kind: "contested" | "reserve" | "netted";
  amountMinor: bigint;
  reason: string;
  objectionId?: string;
  receivableEngagementId?: string;
  releasesOn?: Date;
};

async function addPart(deed: Deed, payout: PayoutToPlan, part: NewPart): Promise<void> {
  const { organizationId, providerId, currency, id: payoutId, invoiceId } = payout;
  const { engagementId } = payout.statement;
  const of = { organizationId, providerId, currency, payoutId, engagementId };
  const { id } = await deed.tx.payoutPart.create({
    data: { ...of, ...part, state: "planned", plannedAt: toDate(deed.now) },
    select: { id: true },
  });
  if (part.kind !== "netted") return;
  const sum = { purpose: part.kind, payoutPartId: id, minor: part.amountMinor };
  await statePayoutFx(deed, { invoiceId, organizationId, providerId, currency, ...sum });
}

type Standing = { id: string; amountMinor: bigint; line: string | null; state: string };

/** What is contested still, or was granted and waits for its credit note; in the order it was put forward. */
function standingObjections(tx: Tx, statementId: string): Promise<Standing[]> {
  return tx.$queryRaw<Standing[]>`
    select o.id, coalesce(o.granted_minor, o.amount_minor) as "amountMinor", o.line, o.state
    from statement_objection o left join credit_note n on n.id = o.credit_note_id
    where o.statement_id = ${statementId}::uuid
      and (o.state = 'open' or o.state in ('conceded', 'upheld') and coalesce(n.state, 'asked') = 'asked')
    order by o.id`;
}

function reasonOf(one: Standing | undefined, currency: string): string {
  if (!one) return "Contested";
  const what = `${formatMoney(money(one.amountMinor, currency))} of ${one.line ?? "the month"}`;
  return one.state === "open" ? `The buyer contests ${what}` : `${what} is given back to the buyer`;
}

async function reserveRoom(tx: Tx, payout: PayoutToPlan, schedule: PayoutSchedule | null) {
  if (!schedule || schedule.reserveCapMinor === null) return null;
  const [held] = await tx.$queryRaw<{ minor: bigint }[]>`
    select coalesce(sum(amount_minor - taken_minor), 0)::bigint as minor from payout_part
    where provider_id = ${payout.providerId}::uuid and currency = ${payout.currency} and kind = 'reserve'
      and state in ('planned', 'held', 'sending', 'unknown')`;
  return schedule.reserveCapMinor - (held?.minor ?? 0n);
}

function reserveEnd({ zone, reserveDays }: PayoutSchedule, now: Temporal.Instant): Date {
  const day = now.toZonedDateTimeISO(zone).toPlainDate().add({ days: reserveDays });
  return new Date(`${day}T00:00:00Z`);
}
