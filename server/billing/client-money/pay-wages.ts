import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { wagePaid, wageReturned } from "../../../domain/ledger/client-money-recipes.ts";
import { money } from "../../../domain/shared/money.ts";
import { toDate } from "../../clock.ts";
import type { Prisma, Tx } from "../../db.ts";
import { enqueueAt } from "../../enqueue-at.ts";
import { postFact } from "../../ledger/post-entry.ts";
import type { PaymentStanding } from "../../ports/funding-rail/port.ts";
import { sealedFields } from "../../sealed-fields.ts";
import type { RailDeps } from "./follow-funding.ts";
import { releaseRun } from "./release-run.ts";

type Asked = { runId: string; organizationId: string };
type Payment = Prisma.PayrollPaymentGetPayload<{ include: { run: true } }>;

/**
 * Releases an approved run if its funds are cleared, then pays each wage with the payment's own id as the key
 * and follows it: a lost answer is asked for again under the same key, and nobody is paid twice. Ends when
 * every wage is paid or has come back.
 */
export async function payWages(deps: RailDeps, p: Asked): Promise<void> {
  const viewer = systemViewer(p.organizationId, `payroll_run:${p.runId}`);
  const { released } = await releaseRun({ db: deps.db, clock: deps.clock, viewer }, { runId: p.runId });
  if (!released) return;
  const inOrg = <T>(work: (tx: Tx) => Promise<T>) => deps.db.withOrg(viewer, work);
  const open = await inOrg((tx) => openPayments(tx, p.runId));
  for (const payment of open) {
    const amount = money(payment.amountMinor, payment.currency);
    const { id: key, account, payee } = payment;
    const { railId } = await deps.rail.pay({ key, amount, account, payee });
    const standing = await deps.rail.payment(railId);
    await inOrg((tx) => move(tx, { deps, payment, railId, standing }));
  }
  await inOrg((tx) => settleOrLookAgain(tx, { ...p, deps }));
}

/** What is still to be paid, with the accounts in plain for the rail. */
async function openPayments(tx: Tx, runId: string): Promise<Payment[]> {
  const payments = await tx.payrollPayment.findMany({
    where: { runId, state: { in: ["waiting", "sent"] } },
    include: { run: true },
    orderBy: { id: "asc" },
  });
  const { open } = await sealedFields(tx);
  return Promise.all(
    payments.map(async (one) => ({
      ...one,
      account: await open("payroll_payment.account", one.id, one.account),
    })),
  );
}

/** Books what became of one wage, forward only. */
async function move(
  tx: Tx,
  p: { deps: RailDeps; payment: Payment; railId: string; standing: PaymentStanding },
): Promise<void> {
  const { payment, standing, railId } = p;
  const at = p.deps.clock.now();
  const moved = await tx.payrollPayment.updateMany({
    where: { id: payment.id, state: { in: ["waiting", "sent"] } },
    data: { state: standing.state, railId, reason: standing.reason, changedAt: toDate(at) },
  });
  if (moved.count === 0 || standing.state === "sent") return;
  const fact = {
    ...{
      paymentId: payment.id,
      buyerId: payment.organizationId,
      engagementId: payment.run.engagementId,
      at,
    },
    amount: money(payment.amountMinor, payment.currency),
  };
  await postFact(tx, wagePaid(fact));
  if (standing.state === "returned") await postFact(tx, wageReturned(fact));
  const { amountMinor: increment } = payment;
  await tx.payrollRun.update({
    where: { id: payment.runId },
    data: standing.state === "paid" ? { paidMinor: { increment } } : { returnedMinor: { increment } },
  });
}

async function settleOrLookAgain(tx: Tx, p: Asked & { deps: RailDeps }): Promise<void> {
  const { runId, organizationId } = p;
  const open = await tx.payrollPayment.count({ where: { runId, state: { in: ["waiting", "sent"] } } });
  if (open === 0) {
    await tx.payrollRun.updateMany({ where: { id: runId, state: "released" }, data: { state: "settled" } });
    return;
  }
  const now = p.deps.clock.now();
  await enqueueAt(tx, {
    task: "payroll_run.release",
    payload: { runId, organizationId },
    key: `payroll_run:${runId}`,
    ...{ now, at: now.add({ minutes: 2 }) },
  });
}
