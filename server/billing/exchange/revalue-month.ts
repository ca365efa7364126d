import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import type { ExchangeRate } from "../../../domain/ledger/exchange-rate.ts";
import { refuseIfClosed } from "../../../domain/ledger/period-lock.ts";
import {
  endedMonth,
  lastDayOf,
  NoOpenPosition,
  type Revaluation,
  RevaluedBefore,
  revaluationEntries,
  revaluationInput,
  revaluePositions,
} from "../../../domain/ledger/revaluation.ts";
import { DomainError } from "../../../domain/shared/domain-error.ts";
import { parseInput } from "../../../domain/shared/refusals.ts";
import { type Clock, toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import type { Database, Tx } from "../../db.ts";
import { closedThrough } from "../../ledger/period-lock.read.ts";
import { postEntry } from "../../ledger/post-entry.ts";
import type { Logger } from "../../logger.ts";
import { readLegalEntity } from "../tax/tax-parties.read.ts";
import { ratesBetween } from "./exchange-rate.read.ts";
import { foreignResults, openPositions } from "./fx-position.read.ts";

/**
 * Asks that a month that has ended be revalued; the worker does it. What stands in the way is said at once.
 * Permission exchange_rate:state, the administrator's. Throws InvalidInput, RevaluedBefore, NoOpenPosition,
 * ExchangeRateMissing, PeriodClosed.
 */
export const askForRevaluation = command({
  name: "revaluation.ask",
  permission: "exchange_rate:state",
  run: async (deed: Deed, input: { month: string }): Promise<{ month: string }> => {
    const { month } = parseInput(revaluationInput(deed.now), input);
    await valued(deed.tx, month);
    const { organizationId, name: askedBy } = deed.viewer;
    deed.about("revaluation", month);
    await deed.enqueue("fx.revalue", { month, organizationId, askedBy }, `fx.revalue:${month}`);
    return { month };
  },
});

/**
 * Books what the open positions, and the marketplace's own result in other currencies, are worth at a month's
 * end, with the entry that takes it back on the first day of the next, once a month. For the worker;
 * permission exchange_rate:state. Throws as askForRevaluation.
 */
export const revalueMonth = command({
  name: "revaluation.book",
  permission: "exchange_rate:state",
  run: async (deed: Deed, p: { month: string; askedBy: string }): Promise<{ month: string }> => {
    const { tx, now } = deed;
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('fx_revaluation', 0))::text`;
    const revaluation = await valued(tx, p.month);
    for (const entry of revaluationEntries(revaluation)) await postEntry(tx, entry);
    const { month, base, lines, valueMinor } = revaluation;
    await tx.$executeRaw`
      insert into fx_revaluation (month, base, lines, value_minor, done_by_name, done_at)
      values (${month}, ${base}, ${JSON.stringify(lines)}::jsonb, ${valueMinor}, ${p.askedBy},
        ${toDate(now)}::timestamptz)`;
    deed.about("revaluation", month, { base, valueMinor: String(valueMinor) });
    return { month };
  },
});

/**
 * Revalues the month that ended last, where positions are open and nobody has done it. What stands in the way
 * rings, and the next night tries again.
 */
export async function nightlyRevaluation(deps: {
  db: Database;
  clock: Clock;
  logger: Logger;
}): Promise<void> {
  const [marketplace] = await deps.db.open.$queryRaw<{ id: string }[]>`
    select id from organization where kind = 'marketplace' order by created_at, id limit 1`;
  if (!marketplace) return;
  const month = endedMonth(deps.clock.now());
  const viewer = systemViewer(marketplace.id, `fx.revalue:${month}`);
  try {
    await revalueMonth({ ...deps, viewer }, { month, askedBy: viewer.name });
  } catch (error) {
    if (error instanceof RevaluedBefore || error instanceof NoOpenPosition) return;
    if (!(error instanceof DomainError)) throw error;
    deps.logger.error({ month, code: error.code, alarm: true }, `revaluation: ${error.message}`);
  }
}

async function valued(tx: Tx, month: string): Promise<Revaluation> {
  const [before] = await tx.$queryRaw<{ id: string }[]>`
    select id from fx_revaluation where month = ${month}`;
  if (before) throw new RevaluedBefore(month);
  const until = lastDayOf(month).add({ days: 1 }).toZonedDateTime("UTC").toInstant();
  const positions = await openPositions(tx, until);
  const { currency: base } = await readLegalEntity(tx);
  const results = await foreignResults(tx, { before: until, base });
  if (positions.length === 0 && results.length === 0) throw new NoOpenPosition(month);
  const rates = await ratesInto(tx, { base, currencies: [...positions, ...results] });
  const revaluation = revaluePositions({ month, base, positions, results, rates });
  const closed = await closedThrough(tx);
  for (const entry of revaluationEntries(revaluation)) refuseIfClosed(entry, closed);
  return revaluation;
}

async function ratesInto(
  tx: Tx,
  p: { base: string; currencies: readonly { currency: string }[] },
): Promise<ExchangeRate[]> {
  const rates: ExchangeRate[] = [];
  for (const currency of new Set(p.currencies.map((one) => one.currency)))
    if (currency !== p.base) rates.push(...(await ratesBetween(tx, currency, p.base)));
  return rates;
}
