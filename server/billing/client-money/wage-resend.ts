import { sideOf } from "../../../domain/billing/approval.ts";
import {
  answerResendInput,
  NotToSendAgain,
  proposeResendInput,
  type ResendState,
  resendMachine,
  SecondPersonNeeded,
} from "../../../domain/billing/client-money/wage-resend.ts";
import { NotAllowed, NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { next } from "../../../domain/shared/state-machine.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { newIds, sealedFields } from "../../sealed-fields.ts";

type Wage = {
  runId: string;
  organizationId: string;
  providerId: string;
  state: string;
  account: string;
  /** The new try that came back last; null where it is the wage itself that did. */
  resendId: string | null;
};

/**
 * The provider proposes another account for a wage that came back. Nothing moves before another person has
 * approved it. Permission payroll_run:prepare; throws NotFound, NotAllowed, InvalidInput, NotToSendAgain
 * where it did not come back, goes out again already, or names the very account that sent it back.
 */
export const proposeWageResend = command({
  name: "wage_resend.propose",
  permission: "payroll_run:prepare",
  run: async (
    deed: Deed,
    asked: { paymentId: string; account: string },
  ): Promise<{ runId: string; resendId: string }> => {
    const { paymentId, account } = parseInput(proposeResendInput, asked);
    const { tx, viewer, now } = deed;
    const [wage] = await tx.$queryRaw<Wage[]>`
      select run_id as "runId", organization_id as "organizationId", provider_id as "providerId", p.state,
        coalesce(r.account, p.account) as account, r.id as "resendId"
      from payroll_payment p left join lateral (select id, account from wage_resend
        where payment_id = p.id and state = 'returned' order by id desc limit 1) r on true
      where p.id = ${paymentId}::uuid for update of p`;
    const side = wage && sideOf(viewer, wage);
    if (!wage || !side) throw new NotFound("wage");
    if (side !== "provider") throw new NotAllowed();
    if (wage.state !== "returned") throw new NotToSendAgain("Only a wage that came back is sent again.");
    const fields = await sealedFields(tx);
    const before = await (wage.resendId
      ? fields.open("wage_resend.account", wage.resendId, wage.account)
      : fields.open("payroll_payment.account", paymentId, wage.account));
    if (before === account)
      throw new NotToSendAgain("This account sent the wage back. Enter the corrected one.");
    const { runId, organizationId, providerId } = wage;
    const [resendId = ""] = await newIds(tx, 1);
    const place = { id: resendId, owner: organizationId };
    const sealed = await fields.sealFor("wage_resend.account", place, account);
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      insert into wage_resend (id, organization_id, provider_id, run_id, payment_id, account, state,
        proposed_by_id, proposed_by_name, proposed_at, changed_at)
      values (${resendId}::uuid, ${organizationId}::uuid, ${providerId}::uuid, ${runId}::uuid,
        ${paymentId}::uuid, ${sealed}, 'proposed', ${viewer.userId}::uuid, ${viewer.name}, ${toDate(now)}::timestamptz,
        ${toDate(now)}::timestamptz)
      on conflict (payment_id) where state in ('proposed', 'approved', 'sent', 'paid') do nothing
      returning id`;
    if (!made) throw new NotToSendAgain("This wage is being sent again, or has arrived already.");
    deed.about("payroll_run", runId, { paymentId, resendId: made.id });
    return { runId, resendId: made.id };
  },
});

type Proposed = {
  state: ResendState;
  runId: string;
  organizationId: string;
  providerId: string;
  proposedById: string;
};

/**
 * The buyer approves the account, and the wage goes out to it; or rejects it with a reason, and another may
 * be proposed. Permission payroll_run:approve, and never the person who proposed it. Throws NotFound,
 * NotAllowed, InvalidInput, SecondPersonNeeded, TransitionRefused.
 */
export const answerWageResend = command({
  name: "wage_resend.answer",
  permission: "payroll_run:approve",
  run: async (
    deed: Deed,
    asked: { resendId: string; approve: boolean; reason?: string | undefined },
  ): Promise<{ runId: string }> => {
    const { resendId, approve, reason } = parseInput(answerResendInput, asked);
    const { tx, viewer, now } = deed;
    const [proposed] = await tx.$queryRaw<Proposed[]>`
      select state, run_id as "runId", organization_id as "organizationId", provider_id as "providerId",
        proposed_by_id as "proposedById" from wage_resend where id = ${resendId}::uuid for update`;
    const side = proposed && sideOf(viewer, proposed);
    if (!proposed || !side) throw new NotFound("wage");
    if (side !== "buyer") throw new NotAllowed();
    if (proposed.proposedById === viewer.userId) throw new SecondPersonNeeded();
    await tx.wageResend.update({
      where: { id: resendId },
      data: {
        state: next(resendMachine, proposed.state, approve ? "approve" : "reject"),
        reason: approve ? null : (reason ?? null),
        ...{ answeredById: viewer.userId, answeredByName: viewer.name, answeredAt: toDate(now) },
        changedAt: toDate(now),
      },
    });
    const { runId, organizationId } = proposed;
    if (approve) await deed.enqueue("wage.resend", { resendId, organizationId }, `wage.resend:${resendId}`);
    deed.about("payroll_run", runId, { resendId, approve, ...(approve ? {} : { reason }) });
    return { runId };
  },
});
