import { type ResendState, resendMachine } from "../../../domain/billing/client-money/wage-resend.ts";
import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { wagePaid, wageReturned, wageSentAgain } from "../../../domain/ledger/client-money-recipes.ts";
import { money } from "../../../domain/shared/money.ts";
import { next } from "../../../domain/shared/state-machine.ts";
import { toDate } from "../../clock.ts";
import type { Prisma, Tx } from "../../db.ts";
import { enqueueAt } from "../../enqueue-at.ts";
import { postFact } from "../../ledger/post-entry.ts";
import type { PaymentStanding } from "../../ports/funding-rail/port.ts";
import { sealedFields } from "../../sealed-fields.ts";
import type { RailDeps } from "./follow-funding.ts";

type Asked = { resendId: string; organizationId: string };
type Row = Prisma.WageResendGetPayload<{ include: { payment: { include: { run: true } } } }>;
type Resend = Row & { state: ResendState };

/**
 * Sends an approved wage to its corrected account and follows it, with the new try's own id as the key: a
 * lost answer is asked for again under it, and nobody is paid twice. The books have it on its way before
 * the rail is asked. Safe to call at any point.
 */
export async function sendWageAgain(deps: RailDeps, p: Asked): Promise<void> {
  const viewer = systemViewer(p.organizationId, `wage.resend:${p.resendId}`);
  const inOrg = <T>(work: (tx: Tx) => Promise<T>) => deps.db.withOrg(viewer, work);
  const sent = await inOrg(async (tx) => {
    const resend = await begin(tx, { ...p, deps });
    const { open } = await sealedFields(tx);
    return resend && { ...resend, account: await open("wage_resend.account", resend.id, resend.account) };
  });
  if (sent?.state !== "sent") return;
  const { id: key, account, payment } = sent;
  const amount = money(payment.amountMinor, payment.currency);
  const { railId } = await deps.rail.pay({ key, amount, account, payee: payment.payee });
  const standing = await deps.rail.payment(railId);
  await inOrg((tx) => follow(tx, { ...p, deps, railId, standing }));
}

async function locked(tx: Tx, id: string): Promise<Resend | null> {
  await tx.$queryRaw`select id from wage_resend where id = ${id}::uuid for update`;
  const include = { payment: { include: { run: true } } } as const;
  return tx.wageResend.findUnique({ where: { id }, include }) as Promise<Resend | null>;
}

/** An approved one leaves what is owed to people and is on its way. */
async function begin(tx: Tx, p: Asked & { deps: RailDeps }): Promise<Resend | null> {
  const resend = await locked(tx, p.resendId);
  if (resend?.state !== "approved") return resend;
  await postFact(tx, wageSentAgain(factOf(resend, p.deps)));
  await change(tx, { ...p, state: next(resendMachine, resend.state, "send") });
  const { amountMinor: decrement, runId } = resend.payment;
  await tx.payrollRun.update({ where: { id: runId }, data: { returnedMinor: { decrement } } });
  return { ...resend, state: "sent" };
}

/** Books what became of it, forward only, or looks again in a while. */
async function follow(
  tx: Tx,
  p: Asked & { deps: RailDeps; railId: string; standing: PaymentStanding },
): Promise<void> {
  const resend = await locked(tx, p.resendId);
  if (resend?.state !== "sent") return;
  const { railId, standing } = p;
  if (standing.state === "sent") {
    await change(tx, { ...p, state: "sent", railId });
    const now = p.deps.clock.now();
    const { resendId, organizationId } = p;
    return enqueueAt(tx, {
      task: "wage.resend",
      payload: { resendId, organizationId },
      key: `wage.resend:${resendId}`,
      ...{ now, at: now.add({ minutes: 2 }) },
    });
  }
  const isPaid = standing.state === "paid";
  const state = next(resendMachine, resend.state, isPaid ? "pay" : "return");
  await change(tx, { ...p, state, railId, reason: standing.reason });
  const fact = factOf(resend, p.deps);
  await postFact(tx, wagePaid(fact));
  if (!isPaid) await postFact(tx, wageReturned(fact));
  const { amountMinor: increment, runId } = resend.payment;
  const data = isPaid ? { paidMinor: { increment } } : { returnedMinor: { increment } };
  await tx.payrollRun.update({ where: { id: runId }, data });
}

function factOf({ id, payment }: Resend, { clock }: RailDeps) {
  const { organizationId, amountMinor, currency, run } = payment;
  const client = { buyerId: organizationId, engagementId: run.engagementId };
  return { ...client, paymentId: id, amount: money(amountMinor, currency), at: clock.now() };
}

async function change(
  tx: Tx,
  p: { resendId: string; deps: RailDeps; state: ResendState; railId?: string; reason?: string | null },
): Promise<void> {
  const { state, railId, reason } = p;
  const changedAt = toDate(p.deps.clock.now());
  await tx.wageResend.update({
    where: { id: p.resendId },
    data: { state, changedAt, ...(railId ? { railId } : {}), ...(reason ? { reason } : {}) },
  });
}
