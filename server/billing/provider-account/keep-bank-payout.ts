import { Temporal } from "temporal-polyfill";
import {
  type BankPayoutState,
  bankPayoutState,
  laterBankState,
} from "../../../domain/billing/bank-payout.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import type { BankPayout } from "../../ports/stripe/bank-payouts.ts";

/**
 * Keeps a payout of the provider's account to its bank as Stripe has it now. It only goes forward: one that
 * failed is never shown as paid again, whatever was asked for earlier and answered late. Nothing is booked:
 * the money is the provider's own since the transfer, and comes back to its own Stripe balance. Permission
 * payout:set_up.
 */
export const keepBankPayout = command({
  name: "bank_payout.keep",
  permission: "payout:set_up",
  run: async (deed: Deed, p: { accountId: string; payout: BankPayout }): Promise<null> => {
    const { tx, now } = deed;
    const { payout } = p;
    const told = bankPayoutState(payout.status);
    await insertFirst(deed, p, told);
    const [row] = await tx.$queryRaw<Row[]>`
      select id, state, paid_at as "paidAt" from bank_payout where stripe_payout_id = ${payout.id} for update`;
    if (!row) throw new Error(`The payout ${payout.id} is another organisation's.`);
    const state = laterBankState(row.state, told);
    if (state !== row.state)
      await tx.bankPayout.update({
        where: { id: row.id },
        data: {
          state,
          paidAt: state === "paid" ? toDate(now) : row.paidAt,
          arrivesAt: at(payout.arrivesEpochSeconds),
          ...failureOf(payout, { state, now }),
        },
      });
    deed.about("bank_payout", row.id, { state, stripePayoutId: payout.id });
    return null;
  },
});

type Row = { id: string; state: BankPayoutState; paidAt: Date | null };

function insertFirst(
  { tx, viewer, now }: Deed,
  { accountId, payout }: { accountId: string; payout: BankPayout },
  state: BankPayoutState,
): Promise<number> {
  const { failedAt = null, failureCode = null, failureMessage = null } = failureOf(payout, { state, now });
  return tx.$executeRaw`
    insert into bank_payout (organization_id, account_id, stripe_payout_id, state, currency, amount_minor,
      made_at, arrives_at, paid_at, failed_at, failure_code, failure_message)
    values (${viewer.organizationId}::uuid, ${accountId}, ${payout.id}, ${state}, ${payout.amount.currency},
      ${payout.amount.amountMinor}, ${at(payout.createdEpochSeconds)}, ${at(payout.arrivesEpochSeconds)},
      ${state === "paid" ? toDate(now) : null}, ${failedAt}, ${failureCode}, ${failureMessage})
    on conflict (stripe_payout_id) do nothing`;
}

function failureOf(
  { failureCode, failureMessage }: BankPayout,
  { state, now }: { state: BankPayoutState; now: Temporal.Instant },
) {
  return state === "failed" ? { failedAt: toDate(now), failureCode, failureMessage } : {};
}

const at = (seconds: number) => toDate(Temporal.Instant.fromEpochMilliseconds(seconds * 1000));
