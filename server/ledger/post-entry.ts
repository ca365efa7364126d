import type { AccountRef } from "../../domain/ledger/accounts.ts";
import { EntryContradicts } from "../../domain/ledger/errors.ts";
import { type JournalEntry, journalEntry, type Leg, legsHash } from "../../domain/ledger/journal-entry.ts";
import { onFirstOpenDay, refuseIfClosed } from "../../domain/ledger/period-lock.ts";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import { killPoint } from "../kill-point.ts";
import { closedThrough } from "./period-lock.read.ts";

/**
 * Posts an entry in the caller's transaction; the database checks it again when that commits. The same
 * event with the same legs changes nothing and answers false, also when two transactions post it at
 * once. Only the worker's connection may post. Throws EntryContradicts for the same event with other
 * legs, EntryUnbalanced for a bad one, PeriodClosed where the books are closed for its day.
 */
export async function postEntry(tx: Tx, unchecked: JournalEntry): Promise<boolean> {
  const entry = journalEntry(unchecked);
  if (await isPosted(tx, entry)) return false;
  refuseIfClosed(entry, await closedThrough(tx));
  return write(tx, entry);
}

/**
 * The same for a fact from outside that nobody can refuse: money that moved on a day which was closed before
 * we were told takes effect on the first open day, and the memo keeps the day it is of.
 */
export async function postFact(tx: Tx, unchecked: JournalEntry): Promise<boolean> {
  const entry = journalEntry(unchecked);
  if (await isPosted(tx, entry)) return false;
  return write(tx, onFirstOpenDay(entry, await closedThrough(tx)));
}

async function write(tx: Tx, entry: JournalEntry): Promise<boolean> {
  const { source, sourceId, step } = entry;
  const hash = legsHash(entry.legs);
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    insert into journal_entry (source, source_id, step, memo, effective_at, legs_hash)
    values (${source}, ${sourceId}, ${step}, ${entry.memo}, ${toDate(entry.effectiveAt)}, ${hash})
    on conflict (source, source_id, step) do nothing returning id`;
  if (!made) {
    // Another transaction was a moment earlier.
    await isPosted(tx, entry);
    return false;
  }
  // Accounts are taken in one order everywhere, so that two entries never wait for each other.
  for (const { account, amount } of inOrder(entry.legs)) {
    const accountId = await accountFor(tx, account, amount.currency);
    await tx.$executeRaw`
      insert into posting (entry_id, account_id, currency, amount_minor)
      values (${made.id}::uuid, ${accountId}::uuid, ${amount.currency}, ${amount.amountMinor})`;
  }
  killPoint("posting.written");
  return true;
}

/** Whether the event is in the books. Throws EntryContradicts where it is there with other legs. */
async function isPosted(tx: Tx, { source, sourceId, step, legs }: JournalEntry): Promise<boolean> {
  const [before] = await tx.$queryRaw<{ legsHash: string }[]>`
    select legs_hash as "legsHash" from journal_entry
    where source = ${source} and source_id = ${sourceId} and step = ${step}`;
  if (before && before.legsHash !== legsHash(legs)) throw new EntryContradicts({ source, sourceId, step });
  return before !== undefined;
}

async function accountFor(tx: Tx, { code, organizationId, engagementId }: AccountRef, currency: string) {
  await tx.$executeRaw`
    insert into ledger_account (code, currency, organization_id, engagement_id)
    values (${code}, ${currency}, ${organizationId}::uuid, ${engagementId}::uuid)
    on conflict (code, currency, organization_id, engagement_id) do nothing`;
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    select id from ledger_account where code = ${code} and currency = ${currency}
      and organization_id is not distinct from ${organizationId}::uuid
      and engagement_id is not distinct from ${engagementId}::uuid`;
  if (!found) throw new Error(`The account ${code} in ${currency} cannot be read by this connection.`);
  return found.id;
}

function inOrder(legs: readonly Leg[]): Leg[] {
  const key = ({ account, amount }: Leg) =>
    [account.code, amount.currency, account.organizationId ?? "", account.engagementId ?? ""].join(" ");
  return [...legs].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}
