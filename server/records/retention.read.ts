import { Temporal } from "temporal-polyfill";
import { type TryRetentionInput, tryRetentionSchema } from "../../domain/records/retention.ts";
import { RETENTION_KINDS, type RetentionKind } from "../../domain/records/retention-kinds.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";

export type RetentionRuleRow = {
  id: string;
  kind: string;
  recordClass: string;
  days: number;
  moment: string;
  ground: string;
  /** Days of UTC, as 2026-11-21. */
  startsOn: string;
  /** The last day of a rule that another follows; null for the last of its kind. */
  endsOn: string | null;
  setByName: string;
  setAt: Date;
  withdrawnByName: string | null;
  withdrawnAt: Date | null;
  state: "in_force" | "to_come" | "over" | "withdrawn";
};

/** Every rule, those in force first, then those to come; a rule ends the day before the next of its kind. */
export function retentionRules(tx: Tx, now: Temporal.Instant): Promise<RetentionRuleRow[]> {
  const today = now.toString().slice(0, 10);
  return tx.$queryRaw<RetentionRuleRow[]>`
    with dated as (
      select r.*, (select min(n.starts_on) from retention_rule n where n.kind = r.kind
        and n.withdrawn_at is null and (n.starts_on, n.id) > (r.starts_on, r.id)) as next_on
      from retention_rule r),
    stated as (
      select d.*, case when d.withdrawn_at is not null then 'withdrawn'
        when d.starts_on > ${today}::date then 'to_come'
        when d.next_on <= ${today}::date then 'over' else 'in_force' end as state
      from dated d)
    select id, kind, record_class as "recordClass", days, moment, ground, starts_on::text as "startsOn",
      case when withdrawn_at is null then (next_on - 1)::text end as "endsOn", set_by_name as "setByName",
      set_at as "setAt", withdrawn_by_name as "withdrawnByName", withdrawn_at as "withdrawnAt", state
    from stated
    order by array_position(array['in_force', 'to_come', 'over', 'withdrawn'], state), kind, starts_on desc
    limit 500`;
}

export type HeldCount = { because: string; count: number };
export type RetentionPartRow = {
  kind: string;
  days: number;
  before: Date;
  looked: number;
  gone: number;
  held: Record<string, number>;
  finishedAt: Date | null;
};
export type RetentionRunRow = {
  id: string;
  day: string;
  startedAt: Date;
  finishedAt: Date | null;
  parts: RetentionPartRow[];
};

/** The last thirty nights, the newest first. */
export async function retentionRuns(tx: Tx): Promise<RetentionRunRow[]> {
  const runs = await tx.retentionRun.findMany({
    orderBy: { day: "desc" },
    take: 30,
    include: { parts: { include: { rule: { select: { days: true } } }, orderBy: { kind: "asc" } } },
  });
  return runs.map((run) => ({
    ...{ id: run.id, startedAt: run.startedAt, finishedAt: run.finishedAt },
    day: run.day.toISOString().slice(0, 10),
    parts: run.parts.map((part) => ({
      ...{ kind: part.kind, days: part.rule.days, before: part.before, looked: part.looked },
      ...{ gone: part.gone, held: part.held as Record<string, number>, finishedAt: part.finishedAt },
    })),
  }));
}

/** Counts by what holds them, the most first. */
export function heldCounts(held: Readonly<Record<string, number>>): HeldCount[] {
  return Object.entries(held)
    .map(([because, count]) => ({ because, count }))
    .sort((one, other) => other.count - one.count || one.because.localeCompare(other.because));
}

export type RetentionFinding = {
  kind: string;
  days: number;
  moment: string;
  before: Date;
  gone: number;
  held: Record<string, number>;
};

/**
 * What would go if a run began now, and what would stay: by the rule that is tried, or by every rule in
 * force where none is. Changes nothing. Throws InvalidInput.
 */
export async function retentionDryRun(
  tx: Tx,
  p: { tried: TryRetentionInput | null; now: Temporal.Instant },
): Promise<RetentionFinding[]> {
  const tried = p.tried && parseInput(tryRetentionSchema, p.tried);
  const rules: readonly Pick<RetentionRuleRow, "kind" | "days" | "moment">[] = tried
    ? [tried]
    : (await retentionRules(tx, p.now)).filter((one) => one.state === "in_force");
  const findings: RetentionFinding[] = [];
  for (const { kind, days, moment } of inOrder(rules)) {
    const before = toDate(p.now.subtract({ hours: days * 24 }));
    const rows = await tx.$queryRaw<{ held: string | null; n: bigint }[]>`
      select held, n from app.retention_preview(${kind}, ${moment}, ${before}::timestamptz,
        ${p.now.toString().slice(0, 10)}::date)`;
    const held = rows.flatMap((row) => (row.held ? [[row.held, Number(row.n)] as const] : []));
    const gone = Number(rows.find((row) => row.held === null)?.n ?? 0n);
    findings.push({ kind, days, moment, before, gone, held: Object.fromEntries(held) });
  }
  return findings;
}

function inOrder<Rule extends { kind: string }>(rules: readonly Rule[]): Rule[] {
  const kinds: readonly RetentionKind[] = RETENTION_KINDS;
  return kinds.flatMap(({ kind }) => rules.filter((rule) => rule.kind === kind));
}

/** The next time that the nightly job begins, by its line in the worker's table. */
export function nextRetentionRun(now: Temporal.Instant): Temporal.Instant {
  const at = Temporal.PlainTime.from("04:15");
  const present = now.toZonedDateTimeISO("UTC");
  const today = present.withPlainTime(at);
  const next = Temporal.ZonedDateTime.compare(today, present) > 0 ? today : today.add({ days: 1 });
  return next.toInstant();
}
