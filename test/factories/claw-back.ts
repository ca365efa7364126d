import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { house } from "../../domain/ledger/accounts.ts";
import { journalEntry } from "../../domain/ledger/journal-entry.ts";
import { money } from "../../domain/shared/money.ts";
import { postFact } from "../../server/ledger/post-entry.ts";
import type { World } from "../world.ts";
import type { Contracted } from "./contracted.ts";

/** A provider owes something, as after a credit note; nothing of the other side is kept at Stripe. */
export async function clawedBack(world: World, story: Contracted, minor: bigint): Promise<void> {
  const id = crypto.randomUUID();
  const { organizationId: providerId } = story.provider;
  const { engagementId } = story;
  const owed = { code: "provider_receivable", organizationId: providerId, engagementId } as const;
  await world.workDb.withOrg(systemViewer(providerId, id), (tx) =>
    postFact(
      tx,
      journalEntry({
        ...{
          source: "app",
          sourceId: id,
          step: "issued",
          memo: "Claw-back",
          effectiveAt: world.clock.now(),
        },
        legs: [
          { account: owed, amount: money(minor, "USD") },
          { account: house("bad_debt"), amount: money(-minor, "USD") },
        ],
      }),
    ),
  );
}

/** What stands on a provider's accounts of a code; what is owed to it is above 0 here. */
export async function owedOn(world: World, story: Contracted, code: string): Promise<bigint> {
  const row = await world.row(
    `select coalesce(-sum(b.balance_minor), 0)::text as minor from ledger_account a
     join ledger_balance b on b.account_id = a.id where a.code = $1 and a.organization_id = $2`,
    [code, story.provider.organizationId],
  );
  return BigInt(row.minor);
}
