import { onboardingInput } from "../../domain/billing/billing.input.ts";
import { StripeOutOfReach, StripeSaidNo } from "../../domain/billing/errors.ts";
import { may } from "../../domain/identity/permissions.ts";
import { NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { type Caller, command, type Deed } from "../command.ts";
import type { RecipientAccount } from "../ports/stripe/accounts.ts";
import { StripeRefused, StripeUnknownOutcome } from "../ports/stripe/errors.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { runOperation } from "./stripe-operation.ts";

type Request = { returnUrl: string; refreshUrl: string };

/**
 * Opens the provider's account for transfers, once, and answers the address of the page on which Stripe
 * asks for the rest. The address works once and for minutes, so every call makes a new one. Permission
 * payout:set_up; throws NotAllowed, InvalidInput, StripeOutOfReach, StripeSaidNo.
 */
export async function setUpPayouts(
  caller: Caller,
  { stripe, ...addresses }: Request & { stripe: StripePort },
): Promise<{ onboardingUrl: string }> {
  if (!may(caller.viewer, "payout:set_up") || caller.viewer.organizationKind !== "provider")
    throw new NotAllowed("Only the provider's owner or finance sets up payouts.");
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
 * once it can receive transfers. Answers null where none was opened. Permission payout:set_up.
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
    const account = await stripe.retrieveRecipientAccount(known.accountId);
    await keepAccount(caller, account);
    return { transfersStatus: account.transfersStatus };
  });
}

async function accountFor(caller: Caller, stripe: StripePort): Promise<string> {
  const { viewer, db } = caller;
  const { organizationId } = viewer;
  const facts = await db.withOrg(viewer, async (tx) => ({
    known: await tx.stripeAccount.findUnique({ where: { organizationId } }),
    organization: await tx.organization.findUnique({ where: { id: organizationId } }),
  }));
  if (facts.known) return facts.known.accountId;
  if (!facts.organization) throw new NotFound("organisation");
  const { name, country } = facts.organization;
  // Whoever presses first gives the address; the operation is the organisation's and has one key.
  const account = await runOperation<RecipientAccount>(caller, {
    kind: "account.create",
    subjectId: organizationId,
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
  await keepAccount(caller, account);
  return account.id;
}

/** Keeps what Stripe says of the account; the first account of an organisation stays its account. */
const keepAccount = command({
  name: "payout_account.keep",
  permission: "payout:set_up",
  run: async (deed: Deed, account: RecipientAccount): Promise<null> => {
    const { organizationId } = deed.viewer;
    const blockers = JSON.stringify(account.requirements.map((one) => one.description));
    await deed.tx.$executeRaw`
      insert into stripe_account (organization_id, account_id, transfers_status, blockers, checked_at)
      values (${organizationId}::uuid, ${account.id}, ${account.transfersStatus}, ${blockers}::jsonb,
              ${toDate(deed.now)})
      on conflict (organization_id) do update set transfers_status = excluded.transfers_status,
        blockers = excluded.blockers, checked_at = excluded.checked_at
      where stripe_account.account_id = excluded.account_id`;
    deed.about("payout_account", organizationId, { transfersStatus: account.transfersStatus });
    if (account.transfersStatus === "active")
      await deed.enqueue("payouts.releasable", { organizationId }, `payouts.releasable:${organizationId}`);
    return null;
  },
});

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
