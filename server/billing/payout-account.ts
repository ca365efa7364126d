import { onboardingInput } from "../../domain/billing/billing.input.ts";
import { StripeOutOfReach, StripeSaidNo } from "../../domain/billing/errors.ts";
import { may } from "../../domain/identity/permissions.ts";
import { provedLately, StepUpNeeded } from "../../domain/identity/step-up.ts";
import { NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import type { Caller } from "../command.ts";
import type { RecipientAccount } from "../ports/stripe/accounts.ts";
import { StripeRefused, StripeUnknownOutcome } from "../ports/stripe/errors.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { keepAccount } from "./provider-account/keep-account.ts";
import { keepBankPayout } from "./provider-account/keep-bank-payout.ts";
import { runOperation } from "./stripe-operation.ts";

type Request = { returnUrl: string; refreshUrl: string };

/**
 * Opens the provider's account for transfers, once, and another where Stripe closed it, and answers the
 * address of the page on which Stripe asks for the rest. The address works once and for minutes, so every
 * call makes a new one. Permission payout:set_up and a fresh proof; throws NotAllowed, StepUpNeeded,
 * InvalidInput, StripeOutOfReach, StripeSaidNo.
 */
export async function setUpPayouts(
  caller: Caller,
  { stripe, ...addresses }: Request & { stripe: StripePort },
): Promise<{ onboardingUrl: string }> {
  if (!may(caller.viewer, "payout:set_up") || caller.viewer.organizationKind !== "provider")
    throw new NotAllowed("Only the provider's owner or finance sets up payouts.");
  // Whoever holds the address may name another bank account there.
  if (!provedLately(caller.viewer, caller.clock.now())) throw new StepUpNeeded();
  parseInput(onboardingInput, addresses);
  return readably(async () => {
    const accountId = await accountFor(caller, stripe);
    const idempotencyKey = `account.link:${accountId}:${crypto.randomUUID()}`;
    return {
      onboardingUrl: await stripe.createOnboardingLink({ accountId, ...addresses, idempotencyKey }),
    };
  });
}

/**
 * Asks Stripe how the provider's account stands and keeps the answer; held payouts are looked at again
 * once it can receive transfers. Its latest payouts to the bank are looked at too. Answers null where no
 * account was opened. Permission payout:set_up.
 */
export async function refreshPayoutAccount(
  caller: Caller,
  { stripe }: { stripe: StripePort },
): Promise<{ transfersStatus: string } | null> {
  if (!may(caller.viewer, "payout:set_up")) throw new NotAllowed();
  const { organizationId } = caller.viewer;
  const known = await caller.db.withOrg(caller.viewer, (tx) =>
    tx.stripeAccount.findUnique({ where: { organizationId } }),
  );
  if (!known) return null;
  return readably(async () => {
    const askedAt = caller.clock.now();
    const account = await stripe.retrieveRecipientAccount(known.accountId);
    await keepAccount(caller, { account, askedAt, byPerson: true });
    if (!account.isClosed)
      for (const payout of await stripe.listBankPayouts(account.id))
        await keepBankPayout(caller, { accountId: account.id, payout });
    return { transfersStatus: account.transfersStatus };
  });
}

async function accountFor(caller: Caller, stripe: StripePort): Promise<string> {
  const { viewer, db } = caller;
  const { organizationId } = viewer;
  const facts = await db.withOrg(viewer, async (tx) => ({
    known: await tx.stripeAccount.findUnique({ where: { organizationId } }),
    organization: await tx.organization.findUnique({ where: { id: organizationId } }),
    closed: await tx.closedAccount.findFirst({ where: { organizationId }, orderBy: { id: "desc" } }),
  }));
  if (facts.known && !facts.known.closedAt) return facts.known.accountId;
  if (!facts.organization) throw new NotFound("organisation");
  const { name, country } = facts.organization;
  const askedAt = caller.clock.now();
  // Whoever presses first gives the address; the operation is the organisation's and has one key, and one
  // more for every account that was closed.
  const account = await runOperation<RecipientAccount>(caller, {
    kind: "account.create",
    subjectId: facts.closed?.id ?? organizationId,
    organizationId,
    providerId: organizationId,
    request: { name, country, email: viewer.email },
    send: (idempotencyKey) =>
      stripe.createRecipientAccount({
        organisationId: organizationId,
        displayName: name,
        contactEmail: viewer.email,
        country,
        idempotencyKey,
      }),
    lookUp: async () => null,
  });
  await keepAccount(caller, { account, askedAt });
  return account.id;
}

/** A person waits for the answer: what went wrong becomes a sentence, and pressing again is safe. */
async function readably<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StripeUnknownOutcome) throw new StripeOutOfReach();
    if (error instanceof StripeRefused) throw new StripeSaidNo(error.message);
    throw error;
  }
}
