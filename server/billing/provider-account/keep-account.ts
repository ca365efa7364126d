import { Temporal } from "temporal-polyfill";
import { plainWords } from "../../../domain/billing/account-standing.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import type { RecipientAccount } from "../../ports/stripe/accounts.ts";

/** What Stripe answered, and when it was asked: an answer that was asked for earlier is not the newer one. */
export type AccountTold = {
  account: RecipientAccount;
  askedAt: Temporal.Instant;
  /** A person asked: what was refused is tried again even where nothing changed. */
  byPerson?: true;
};

/**
 * Keeps what Stripe says of the provider's account. The first account of an organisation stays its account
 * until Stripe closes it; a closed one never opens again and is only followed by another. Held payouts are
 * looked at again once the account can receive transfers. Permission payout:set_up.
 */
export const keepAccount = command({
  name: "payout_account.keep",
  permission: "payout:set_up",
  run: async (deed: Deed, { account, askedAt, byPerson }: AccountTold): Promise<null> => {
    const { organizationId } = deed.viewer;
    const { transfersStatus, isClosed } = account;
    const [was] = await deed.tx.$queryRaw<{ status: string }[]>`
      select transfers_status as status from stripe_account
      where organization_id = ${organizationId}::uuid for update`;
    await write(deed, { account, askedAt });
    if (isClosed)
      await deed.tx.$executeRaw`
        insert into closed_account (organization_id, account_id, closed_at)
        select organization_id, account_id, ${toDate(askedAt)} from stripe_account
        where organization_id = ${organizationId}::uuid and account_id = ${account.id}
        on conflict (account_id) do nothing`;
    deed.about("payout_account", organizationId, { transfersStatus, isClosed });
    // A transfer that is refused for another reason must not be sent again by every look.
    if (transfersStatus === "active" && (byPerson || was?.status !== "active"))
      await deed.enqueue("payouts.releasable", { organizationId }, `payouts.releasable:${organizationId}`);
    return null;
  },
});

async function write(deed: Deed, { account, askedAt }: AccountTold): Promise<void> {
  const { organizationId } = deed.viewer;
  const at = toDate(askedAt);
  const { transfersStatus, requirements, resolution, isClosed } = account;
  const blockers = JSON.stringify([...new Set(requirements.map((one) => plainWords(one.description)))]);
  const dueAt = account.dueAt ? toDate(Temporal.Instant.from(account.dueAt)) : null;
  const asked = JSON.stringify(requirements);
  await deed.tx.$executeRaw`
    insert into stripe_account as a (organization_id, account_id, transfers_status, blockers, requirements,
      due_at, resolution, closed_at, checked_at)
    values (${organizationId}::uuid, ${account.id}, ${transfersStatus}, ${blockers}::jsonb,
            ${asked}::jsonb, ${dueAt}, ${resolution}, ${isClosed ? at : null}, ${at})
    on conflict (organization_id) do update set account_id = excluded.account_id,
      transfers_status = excluded.transfers_status, blockers = excluded.blockers,
      requirements = excluded.requirements, due_at = excluded.due_at, resolution = excluded.resolution,
      checked_at = excluded.checked_at,
      closed_at = case when a.account_id = excluded.account_id then coalesce(a.closed_at, excluded.closed_at)
                       else excluded.closed_at end
    where case when a.account_id = excluded.account_id
               then excluded.checked_at >= a.checked_at
                    and (a.closed_at is null or excluded.closed_at is not null)
               else a.closed_at is not null and excluded.closed_at is null end`;
}
