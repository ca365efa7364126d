import { sideOf } from "../../../domain/billing/approval.ts";
import {
  answerRunInput,
  prepareRunInput,
  RunAnswered,
  type RunState,
  readWages,
  type Wage,
} from "../../../domain/billing/client-money/payroll-run.ts";
import { refuseSamePerson } from "../../../domain/identity/segregation.ts";
import { NotAllowed, NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import type { Tx } from "../../db.ts";
import { newIds, sealedFields } from "../../sealed-fields.ts";
import { payingEngagement } from "./request-funding.ts";

/**
 * The provider prepares a run: who is paid how much, onto which account. It never changes afterwards.
 * Permission payroll_run:prepare; throws NotFound, NotAllowed, PaysNobody, InvalidInput.
 */
export const preparePayrollRun = command({
  name: "payroll_run.prepare",
  permission: "payroll_run:prepare",
  run: async (
    deed: Deed,
    asked: { engagementId: string; title: string; wages: string },
  ): Promise<{ runId: string }> => {
    const { engagementId, title, wages: typed } = parseInput(prepareRunInput, asked);
    const engagement = await payingEngagement(deed, engagementId, "provider");
    const { organizationId, providerId } = engagement;
    const { wages, total } = readWages(typed, engagement.terms.currency);
    const { id } = await deed.tx.payrollRun.create({
      data: {
        ...{ organizationId, providerId, engagementId, title, state: "prepared" },
        ...{ currency: total.currency, totalMinor: total.amountMinor, payeeCount: wages.length },
        ...{ preparedById: deed.viewer.userId, preparedBy: deed.viewer.name, preparedAt: toDate(deed.now) },
      },
      select: { id: true },
    });
    await deed.tx.payrollPayment.createMany({
      data: (await sealedWages(deed.tx, organizationId, wages)).map((wage) => ({
        ...{ organizationId, providerId, runId: id, ...wage, currency: total.currency },
        ...{ state: "waiting", changedAt: toDate(deed.now) },
      })),
    });
    deed.about("payroll_run", id, { payees: wages.length, totalMinor: String(total.amountMinor) });
    return { runId: id };
  },
});

/**
 * The wages with ids and their accounts sealed for them, under the key of the buyer whose people they are.
 */
async function sealedWages(tx: Tx, owner: string, wages: readonly Wage[]) {
  const ids = await newIds(tx, wages.length);
  const fields = await sealedFields(tx);
  const sealed = wages.map(async (wage, at) => {
    const id = ids[at] ?? "";
    const account = await fields.sealFor("payroll_payment.account", { id, owner }, wage.account);
    return { ...wage, id, account, accountIndex: fields.index("payroll_payment.account", wage.account) };
  });
  return Promise.all(sealed);
}

/**
 * The buyer approves a run, which is released as soon as cleared funds cover it, or rejects it with a reason.
 * Permission payroll_run:approve, which no role that prepares has; somebody with a place on both sides is
 * refused as well. Throws NotFound, NotAllowed, InvalidInput, SamePerson, RunAnswered.
 */
export const answerPayrollRun = command({
  name: "payroll_run.answer",
  permission: "payroll_run:approve",
  run: async (
    deed: Deed,
    asked: { runId: string; approve: boolean; reason?: string | undefined },
  ): Promise<{ runId: string }> => {
    const { runId, approve, reason } = parseInput(answerRunInput, asked);
    const [run] = await deed.tx.$queryRaw<
      { state: RunState; organizationId: string; providerId: string; preparedById: string }[]
    >`
      select state, prepared_by_id as "preparedById", organization_id as "organizationId", provider_id as "providerId"
      from payroll_run where id = ${runId}::uuid for update`;
    const side = run && sideOf(deed.viewer, run);
    if (!run || !side) throw new NotFound("payroll run");
    if (side !== "buyer") throw new NotAllowed();
    if (approve) refuseSamePerson("pay_run", { first: run.preparedById, second: deed.viewer.userId });
    if (run.state !== "prepared") throw new RunAnswered(run.state);
    await deed.tx.payrollRun.update({
      where: { id: runId },
      data: {
        ...{ state: approve ? "approved" : "rejected", reason: approve ? null : (reason ?? null) },
        ...{ answeredBy: deed.viewer.name, answeredAt: toDate(deed.now) },
      },
    });
    if (approve)
      await deed.enqueue(
        "payroll_run.release",
        { runId, organizationId: run.organizationId },
        `payroll_run:${runId}`,
      );
    deed.about("payroll_run", runId, { approve });
    return { runId };
  },
});
