import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import type { Clock } from "../../clock.ts";
import type { Database } from "../../db.ts";
import { StripeRefused } from "../../ports/stripe/errors.ts";
import type { StripePort } from "../../ports/stripe/port.ts";
import { keepAccount } from "./keep-account.ts";
import { keepBankPayout } from "./keep-bank-payout.ts";

type Deps = { db: Database; clock: Clock; stripe: StripePort };

/**
 * Asks Stripe how a provider's account stands and where its payouts to the bank are, and keeps the answers;
 * for the worker, daily and after a refusal. Nothing where the provider has no account.
 */
export async function lookAtAccount(deps: Deps, p: { organizationId: string }): Promise<void> {
  const caller = callerOf(deps, p.organizationId, "payout_account.look");
  const known = await deps.db.withOrg(caller.viewer, (tx) => tx.stripeAccount.findUnique({ where: p }));
  if (!known) return;
  const askedAt = deps.clock.now();
  await keepAccount(caller, {
    account: await deps.stripe.retrieveRecipientAccount(known.accountId),
    askedAt,
  });
  if (!known.closedAt)
    for (const payout of await deps.stripe.listBankPayouts(known.accountId))
      await keepBankPayout(caller, { accountId: known.accountId, payout });
}

/** What an event said of an account is only a hint: the account is asked for. Accounts not ours: nothing. */
export async function aboutAccount(deps: Deps, accountId: string): Promise<void> {
  const askedAt = deps.clock.now();
  const told = await ownerOf(deps, accountId);
  if (told?.isCurrent) await keepAccount(told.caller, { account: told.account, askedAt });
}

/** The same of a payout of a connected account to its bank; one of a former account is kept as well. */
export async function aboutBankPayout(
  deps: Deps,
  p: { accountId: string; stripePayoutId: string },
): Promise<void> {
  const { accountId, stripePayoutId: payoutId } = p;
  const told = await ownerOf(deps, accountId);
  if (!told) return;
  const payout = await deps.stripe.retrieveBankPayout({ accountId, payoutId });
  await keepBankPayout(told.caller, { accountId, payout });
}

/** Whose account it is: Stripe keeps the organisation we named, and our row has to name the account. */
async function ownerOf(deps: Deps, accountId: string) {
  const account = await deps.stripe.retrieveRecipientAccount(accountId).catch((error: unknown) => {
    if (error instanceof StripeRefused) return null;
    throw error;
  });
  if (!account?.organisationId) return null;
  const caller = callerOf(deps, account.organisationId, `account:${accountId}`);
  return deps.db.withOrg(caller.viewer, async (tx) => {
    const organizationId = account.organisationId ?? "";
    const current = await tx.stripeAccount.findUnique({ where: { organizationId } });
    const isCurrent = current?.accountId === accountId;
    if (!isCurrent && !(await tx.closedAccount.findUnique({ where: { accountId } }))) return null;
    return { account, caller, isCurrent };
  });
}

const callerOf = ({ db, clock }: Deps, organizationId: string, requestId: string) => ({
  db,
  clock,
  viewer: systemViewer(organizationId, requestId),
});

/** Asks for a look at every provider's account. */
export async function askForAccountLooks({ db }: Pick<Deps, "db">): Promise<void> {
  await db.open.$executeRaw`select app.enqueue_account_looks()::text`;
}
