import type { Deed } from "../../command.ts";
import type { Tx } from "../../db.ts";
import { ratingsOf } from "./accepted-work.read.ts";
import { type DraftedMonth, draftMonth } from "./draft-month.ts";
import { earlierMonths } from "./earlier-months.read.ts";
import { keepStatements } from "./keep-statements.ts";
import { openCorrections } from "./open-corrections.read.ts";
import { lockStatements, type OpenMonth, openMonths } from "./open-months.read.ts";

/** A frozen month that gave no statement, and why. */
export type FailedMonth = { month: OpenMonth; error: unknown };
export type Drafting = { drafted: DraftedMonth[]; failed: FailedMonth[] };

/**
 * Drafts the statements of all frozen months of these engagements that have none, up to and with a month, and
 * puts them up for approval. Month by month, because a month takes over what the one before it brought; each
 * round reads and writes for all engagements at once. A month that cannot be drafted is answered with its
 * reason, and with it everything of its engagement waits.
 */
export async function draftMonths(
  deed: Deed,
  p: { engagementIds: readonly string[]; through: string },
): Promise<Drafting> {
  const { tx } = deed;
  await lockStatements(tx, p.engagementIds);
  const all: Drafting = { drafted: [], failed: [] };
  let engagementIds = p.engagementIds;
  while (engagementIds.length > 0) {
    const months = await openMonths(tx, { engagementIds, through: p.through });
    if (months.length === 0) break;
    const { drafted, failed } = await round(tx, months);
    if (drafted.length > 0) await keepStatements(deed, drafted);
    await settleAfterLast(deed, drafted);
    all.drafted.push(...drafted);
    all.failed.push(...failed);
    // What has come as far as the last month has nothing left to draft.
    engagementIds = drafted
      .filter(({ month }) => month.period < p.through)
      .map(({ month }) => month.engagementId);
  }
  return all;
}

/** What a contract's last month could not settle is settled without a further one. */
async function settleAfterLast(deed: Deed, drafted: readonly DraftedMonth[]): Promise<void> {
  for (const { month, open, parts } of drafted) {
    const { engagementId, organizationId, endsOn, period } = month;
    const isSettled = open.every((one) =>
      parts.some((part) => part.id === one.id && part.netMinor === one.netMinor),
    );
    if (isSettled || endsOn?.slice(0, 7) !== period) continue;
    const payload = { engagementId, organizationId };
    await deed.enqueue("adjustment.settle_last", payload, `settle_last:${month.statementId}`);
  }
}

async function round(tx: Tx, months: readonly OpenMonth[]): Promise<Drafting> {
  const earlier = await earlierMonths(tx, months);
  const ratings = await ratingsOf(tx, months);
  const open = await openCorrections(
    tx,
    months.map((month) => month.engagementId),
  );
  const result: Drafting = { drafted: [], failed: [] };
  for (const month of months)
    try {
      result.drafted.push(
        draftMonth(month, {
          earlier: earlier(month),
          rating: ratings(month),
          open: open(month.engagementId),
        }),
      );
    } catch (error) {
      // Pure arithmetic over what was read: it would throw again, and concerns this month alone.
      result.failed.push({ month, error });
    }
  return result;
}
