import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { LevelFigure } from "../../domain/service-levels/month-figure.ts";
import { toDate } from "../clock.ts";
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
export type RolledMonth = Pick<MonthFigures, "engagementId" | "month" | "state" | "levels">;

/** One level of one contract in one month, in short. */
export type MonthLine = Pick<
  LevelFigure,
  "levelId" | "n" | "hits" | "misses" | "measured" | "status" | "sufficient"
>;
export type MonthLines = { engagementId: string; month: string; levels: MonthLine[] };

/** Something its figures come from has changed since they were written. */
const MARKED = Prisma.sql`exists (select from month_roll_up_mark m where m.engagement_id = r.engagement_id)`;

export function lineOf(figure: LevelFigure): MonthLine {
  const { levelId, n, hits, misses, measured, status, sufficient } = figure;
  return { levelId, n, hits, misses, measured, status, sufficient };
}

type Row = {
  id: string;
  month: string;
  frozen: boolean;
  running: boolean;
  levels: LevelFigure[];
};

type Dashboard = {
  viewer: Viewer;
  now: Temporal.Instant;
  /** Takes what is up to RECENT_MINUTES old where exact figures would have to be measured item by item. */
  recent?: boolean;
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
 * was written, otherwise measured now. The same as figuresOfMonths gives, in no order; one statement
 * and those of what has to be measured.
 */
export async function rolledMonths(
  tx: Tx,
  p: Dashboard & { monthsOf: ReadonlyMap<string, readonly string[]> },
): Promise<RolledMonth[]> {
  const { viewer, now } = p;
  const isExact = Prisma.sql`(r.holds_until is null or r.holds_until > ${toDate(now)}) and not ${MARKED}`;
  const isRecent = Prisma.sql`r.holds_until = r.made_at
    and r.made_at > ${toDate(now.subtract({ minutes: RECENT_MINUTES }))} and (not ${MARKED}
    or exists (select from jsonb_array_elements(r.levels) l where (l ->> 'n')::numeric >= ${MANY_ITEMS}))`;
  const asked = new Map([...p.monthsOf].filter(([id]) => isId(id)));
  if (asked.size === 0) return [];
  const months = [...new Set([...asked.values()].flat())];
  const rows = await tx.$queryRaw<Row[]>`
    select r.engagement_id as id, r.period as month, r.frozen, r.ends_at > ${toDate(now)} as running, r.levels
    from month_roll_up r
    where r.engagement_id = any (${[...asked.keys()]}::uuid[]) and r.period = any (${months}::text[])
      and ${partiesAre(viewer, "r")}
      and r.made_at <= ${toDate(now)} and ${p.recent ? Prisma.sql`(${isExact} or ${isRecent})` : isExact}`;
  const found = rows
    .filter(({ id, month }) => asked.get(id)?.includes(month))
    .map(({ id, month, frozen, running, levels }): RolledMonth => {
      const state = frozen ? "frozen" : running ? "running" : "ready";
      return { engagementId: id, month, state, levels };
    });
  const known = new Set(found.map((one) => `${one.engagementId} ${one.month}`));
  const left = [...asked].flatMap(([id, all]) => {
    const rest = all.filter((month) => !known.has(`${id} ${month}`));
    return rest.length === 0 ? [] : [[id, rest] as const];
  });
  if (left.length === 0) return found;
  const monthsOf = new Map(left);
  const rest = { viewer, now, monthsOf, engagementIds: [...monthsOf.keys()] };
  const missing = [...new Set([...monthsOf.values()].flat())];
  return [...found, ...(await figuresOfMonths(tx, { ...rest, months: missing }))];
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
