import { z } from "zod";
import { StripeOutOfReach, StripeSaidNo } from "../../domain/billing/errors.ts";
import { NotAllowed, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { type Caller, command, type Deed } from "../command.ts";
import { StripeRefused, StripeUnknownOutcome } from "../ports/stripe/errors.ts";
import type { BankAddress } from "../ports/stripe/payment-methods.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { ensureStripeCustomer } from "./stripe-customer.ts";

const input = z.object({ currency: z.enum(["EUR", "USD"], "Bank transfers arrive in EUR or USD.") });

/**
 * The buyer pays by bank transfer: asks Stripe for the account under which its transfers arrive, and keeps
 * it. Asking again gives the same account and changes nothing. Permission payment_method:manage, buyers
 * only; throws NotAllowed, InvalidInput, StripeOutOfReach, StripeSaidNo.
 */
export async function chooseBankTransfer(
  caller: Caller,
  p: { stripe: StripePort; currency: string },
): Promise<null> {
  const { currency } = parseInput(input, p);
  const { db, clock, viewer } = caller;
  const { organizationId } = viewer;
  await mayPayByTransfer(caller, { currency });
  try {
    const customerId = await ensureStripeCustomer({ db, clock, stripe: p.stripe }, { organizationId });
    const bankAddress = await p.stripe.bankAddress({
      ...{ customerId, currency },
      // The account is the customer's own for ever, so one key for it can do no harm.
      idempotencyKey: `bank_address:${organizationId}:${currency}`,
    });
    return await keepBankAddress(caller, { currency, bankAddress });
  } catch (error) {
    if (error instanceof StripeUnknownOutcome) throw new StripeOutOfReach();
    if (error instanceof StripeRefused) throw new StripeSaidNo(error.message);
    throw error;
  }
}

const mayPayByTransfer = command({
  name: "payment_method.ask_bank_address",
  permission: "payment_method:manage",
  run: async (deed: Deed, { currency }: { currency: string }): Promise<null> => {
    if (deed.viewer.organizationKind !== "buyer") throw new NotAllowed("Only a buyer saves ways to pay.");
    deed.about("organization", deed.viewer.organizationId, { currency });
    return null;
  },
});

const keepBankAddress = command({
  name: "payment_method.keep_bank_address",
  permission: "payment_method:manage",
  run: async (deed: Deed, p: { currency: string; bankAddress: BankAddress }): Promise<null> => {
    const { tx, viewer, now } = deed;
    const { organizationId } = viewer;
    await tx.$queryRaw`select id from payment_method where organization_id = ${organizationId}::uuid for update`;
    const others = await tx.paymentMethod.count({ where: { organizationId, isDefault: true } });
    await tx.$executeRaw`
      insert into payment_method (organization_id, kind, currency, brand, last4, bank_address, is_default,
        added_by_name, added_at)
      values (${organizationId}::uuid, 'bank_transfer', ${p.currency}, '', '',
        ${JSON.stringify(p.bankAddress)}::jsonb, ${others === 0}, ${viewer.name}, ${toDate(now)}::timestamptz)
      on conflict do nothing`;
    deed.about("organization", organizationId, { currency: p.currency });
    return null;
  },
});
