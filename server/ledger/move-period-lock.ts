import { Temporal } from "temporal-polyfill";
import { closePeriodInput, reopenPeriodInput } from "../../domain/ledger/period-lock.input.ts";
import { bookDay, refuseWrongMove } from "../../domain/ledger/period-lock.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { fromPlainDate, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { BOOK, closedThrough } from "./period-lock.read.ts";

/**
 * Closes the books through a day: nothing takes effect on it or before it any more, the database sees to
 * that. For the marketplace's administrator; throws InvalidInput, LockNotMoved.
 */
export const closePeriod = command({
  name: "period.close_books",
  permission: "period:lock",
  run: async (deed: Deed, input: { through: string; reason: string }) => {
    const { through, reason } = parseInput(closePeriodInput, input);
    return move(deed, { action: "close", through: Temporal.PlainDate.from(through), reason });
  },
});

/**
 * Opens the books again after a day, or (no day) altogether, with a reason that everybody who reads the
 * books sees. For the marketplace's administrator; throws InvalidInput, LockNotMoved.
 */
export const reopenPeriod = command({
  name: "period.reopen_books",
  permission: "period:lock",
  run: async (deed: Deed, input: { through?: string | null | undefined; reason: string }) => {
    const { through, reason } = parseInput(reopenPeriodInput, input);
    const day = through ? Temporal.PlainDate.from(through) : null;
    return move(deed, { action: "reopen", through: day, reason });
  },
});

type Move = { action: "close" | "reopen"; through: Temporal.PlainDate | null; reason: string };

async function move(
  deed: Deed,
  { action, through, reason }: Move,
): Promise<{ closedThrough: string | null }> {
  const { tx, viewer, now } = deed;
  const before = await closedThrough(tx);
  refuseWrongMove({ action, through, closedThrough: before, today: bookDay(now) });
  await tx.$executeRaw`
    insert into period_lock (book, action, closed_through, reason, by_id, by_name, at)
    values (${BOOK}, ${action}, ${through && fromPlainDate(through)}::date, ${reason}, ${viewer.userId}::uuid,
            ${viewer.name}, ${toDate(now)}::timestamptz)`;
  deed.about("period_lock", BOOK, {
    from: before?.toString() ?? null,
    to: through?.toString() ?? null,
    reason,
  });
  return { closedThrough: through?.toString() ?? null };
}
