import type { Temporal } from "temporal-polyfill";
import type { Finding } from "../../domain/ledger/recon-break.ts";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";

/**
 * Keeps the findings of a run as breaks: a known one is seen again, a new one is raised, and an open one that
 * was not found this time is marked as gone and stays open until a person closes it. A transaction whose
 * break a person has closed is not raised again unless its amounts have changed since.
 */
export async function keepFindings(
  tx: Tx,
  p: { runId: string; findings: readonly Finding[]; now: Temporal.Instant },
): Promise<{ raised: Finding[]; open: number }> {
  const raised: Finding[] = [];
  for (const finding of p.findings) if (await kept(tx, { ...p, finding })) raised.push(finding);
  await tx.$executeRaw`
    update recon_break set gone_at = ${toDate(p.now)}::timestamptz
    where closed_at is null and gone_at is null and last_run_id <> ${p.runId}::uuid`;
  const [row] = await tx.$queryRaw<{ open: number }[]>`
    select count(*)::int as open from recon_break where closed_at is null`;
  return { raised, open: row?.open ?? 0 };
}

/** Whether the finding is a break that was not open before. */
async function kept(
  tx: Tx,
  { finding, runId, now }: { finding: Finding; runId: string; now: Temporal.Instant },
): Promise<boolean> {
  const { kind, subject, says, currency, expectedMinor, actualMinor, entryId } = finding;
  const [seen] = await tx.$queryRaw<{ id: string }[]>`
    update recon_break set says = ${says}, expected_minor = ${expectedMinor}, actual_minor = ${actualMinor},
      entry_id = coalesce(${entryId}::uuid, entry_id), last_run_id = ${runId}::uuid, gone_at = null
    where kind = ${kind} and subject = ${subject} and closed_at is null returning id`;
  if (seen) return false;
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    insert into recon_break (kind, subject, says, currency, expected_minor, actual_minor, entry_id, since,
      first_run_id, last_run_id, first_seen_at)
    select ${kind}, ${subject}, ${says}, ${currency}, ${expectedMinor}::bigint, ${actualMinor}::bigint,
      ${entryId}::uuid, ${toDate(finding.since)}::timestamptz, ${runId}::uuid, ${runId}::uuid,
      ${toDate(now)}::timestamptz
    where not exists (
      select 1 from recon_break where kind = ${kind} and subject = ${subject} and closed_at is not null
        and (kind like 'transaction_%' or kind like 'type_%' or kind in ('amount_differs', 'payout_unmatched'))
        and expected_minor is not distinct from ${expectedMinor}::bigint
        and actual_minor is not distinct from ${actualMinor}::bigint)
    returning id`;
  return made !== undefined;
}
