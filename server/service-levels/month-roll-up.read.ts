import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { BareFigure, LevelFigure } from "../../domain/service-levels/level-figure.ts";
import { toDate, toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";
import { figuresOfMonths, type MonthFigures } from "./month-figures.ts";

/** A year and the month that runs. */
export const MONTHS_SHOWN = 13;

/**
 * So old a running month may be on a dashboard where nobody can say for how long it holds: months whose rules
 * are measured item by item would take seconds for each contract.
 */
export const RECENT_MINUTES = 30;

/** From so many items of a level on a month is still taken while recent when something was recorded since. */
const MANY_ITEMS = 2000;

/** A contract's figures in one month, as a dashboard needs them. */
export type RolledMonth = Pick<MonthFigures, "engagementId" | "month" | "state"> & {
  levels: BareFigure[];
  /** When they were measured, where they are given though they may be out of date. */
  staleSince?: Temporal.Instant;
};

/** One level of one contract in one month, in short. */
export type MonthLine = Pick<
  LevelFigure,
  "levelId" | "n" | "hits" | "misses" | "measured" | "status" | "sufficient"
>;
export type MonthLines = { engagementId: string; month: string; levels: MonthLine[] };

/** Something its figures come from has changed since they were written. */
const MARKED = Prisma.sql`exists (select from month_roll_up_mark m where m.engagement_id = r.engagement_id)`;

export function bareFigure({ counted: _items, ...figure }: LevelFigure): BareFigure {
  return figure;
}

export function lineOf(figure: BareFigure): MonthLine {
  const { levelId, n, hits, misses, measured, status, sufficient } = figure;
  return { levelId, n, hits, misses, measured, status, sufficient };
}

type Row = {
  id: string;
  month: string;
  frozen: boolean;
  running: boolean;
  levels: BareFigure[];
  madeAt: Date;
  fresh: boolean;
};

type Dashboard = {
  viewer: Viewer;
  now: Temporal.Instant;
  /** Takes what is up to RECENT_MINUTES old where exact figures would have to be measured item by item. */
  recent?: boolean;
  /**
   * So many months are measured here at most. Of the others the last known figures are given with the moment
   * from which they are, and what was never measured is left out: their jobs are on their way.
   */
  mostMeasured?: number;
};

/** The figures of engagements in one month, as rolledMonths gives them. */
export function rolledMonth(
  tx: Tx,
  p: Dashboard & { engagementIds: readonly string[]; month: string },
): Promise<RolledMonth[]> {
  const { engagementIds, month, ...rest } = p;
  return rolledMonths(tx, { ...rest, monthsOf: new Map(engagementIds.map((id) => [id, [month]])) });
}

/**
 * The figures of engagements, each in months of its own: from the roll-up where nothing has changed since it
 * was written, otherwise measured now, up to `mostMeasured`. The same as figuresOfMonths gives, in no order;
 * one statement and those of what has to be measured.
 */
export async function rolledMonths(
  tx: Tx,
  p: Dashboard & { monthsOf: ReadonlyMap<string, readonly string[]> },
): Promise<RolledMonth[]> {
  const { viewer, now, mostMeasured } = p;
  const asked = [...p.monthsOf].flatMap(([id, all]) =>
    isId(id) ? all.map((month) => ({ id, month })) : [],
  );
  if (asked.length === 0) return [];
  const rows = new Map((await rowsOf(tx, { ...p, asked })).map((row) => [keyOf(row), row]));
  const fresh = asked.flatMap((one) => {
    const row = rows.get(keyOf(one));
    return row?.fresh ? [rolled(row)] : [];
  });
  // What nobody knows yet comes before what is known from a while ago.
  const left = asked
    .filter((one) => !rows.get(keyOf(one))?.fresh)
    .sort((a, b) => Number(rows.has(keyOf(a))) - Number(rows.has(keyOf(b))));
  const measured = await measuredOf(tx, { viewer, now, asked: left.slice(0, mostMeasured) });
  const stale = left.slice(mostMeasured ?? left.length).flatMap((one) => {
    const row = rows.get(keyOf(one));
    return row ? [{ ...rolled(row), staleSince: toInstant(row.madeAt) }] : [];
  });
  return [...fresh, ...measured, ...stale];
}

type Asked = { id: string; month: string };

const keyOf = ({ id, month }: Asked) => `${id} ${month}`;

/** What the roll-up has: what is fresh, and where only so many are measured, all of it. */
function rowsOf(tx: Tx, p: Dashboard & { asked: readonly Asked[] }): Promise<Row[]> {
  const isExact = Prisma.sql`(r.holds_until is null or r.holds_until > ${toDate(p.now)}) and not ${MARKED}`;
  const isRecent = Prisma.sql`r.holds_until = r.made_at
    and r.made_at > ${toDate(p.now.subtract({ minutes: RECENT_MINUTES }))} and (not ${MARKED}
    or exists (select from jsonb_array_elements(r.levels) l where (l ->> 'n')::numeric >= ${MANY_ITEMS}))`;
  const isFresh = p.recent ? Prisma.sql`(${isExact} or ${isRecent})` : isExact;
  const [ids, months] = [p.asked.map((one) => one.id), p.asked.map((one) => one.month)];
  const wanted = p.mostMeasured === undefined ? Prisma.sql`where r.fresh` : Prisma.empty;
  return tx.$queryRaw<Row[]>`
    select * from (
      select r.engagement_id as id, r.period as month, r.frozen, r.ends_at > ${toDate(p.now)} as running,
        r.levels, r.made_at as "madeAt", ${isFresh} as fresh
      from month_roll_up r
      where r.engagement_id = any (${[...new Set(ids)]}::uuid[])
        and r.period = any (${[...new Set(months)]}::text[]) and ${partiesAre(p.viewer, "r")}
        and r.made_at <= ${toDate(p.now)}) r ${wanted}`;
}

function rolled({ id, month, frozen, running, levels }: Row): RolledMonth {
  return { engagementId: id, month, levels, state: frozen ? "frozen" : running ? "running" : "ready" };
}

async function measuredOf(
  tx: Tx,
  p: { viewer: Viewer; now: Temporal.Instant; asked: readonly Asked[] },
): Promise<RolledMonth[]> {
  if (p.asked.length === 0) return [];
  const monthsOf = new Map<string, string[]>();
  for (const { id, month } of p.asked) monthsOf.set(id, [...(monthsOf.get(id) ?? []), month]);
  const months = [...new Set(p.asked.map((one) => one.month))];
  const { viewer, now } = p;
  return figuresOfMonths(tx, { viewer, now, monthsOf, engagementIds: [...monthsOf.keys()], months });
}

/**
 * What the roll-up knows of engagements since a month, in one statement: for trends, which leave out what it
 * does not know. Nothing that has changed since it was written is among it.
 */
export function monthLines(
  tx: Tx,
  p: { viewer: Viewer; engagementIds: readonly string[]; since: string; now: Temporal.Instant },
): Promise<MonthLines[]> {
  const ids = p.engagementIds.filter(isId);
  if (ids.length === 0) return Promise.resolve([]);
  return tx.$queryRaw<MonthLines[]>`
    select r.engagement_id as "engagementId", r.period as month, r.lines as levels
    from month_roll_up r
    where r.engagement_id = any (${ids}::uuid[]) and r.period >= ${p.since} and ${partiesAre(p.viewer, "r")}
      and (r.holds_until is null or r.holds_until > ${toDate(p.now)}) and r.made_at <= ${toDate(p.now)}
      and not ${MARKED}`;
}
