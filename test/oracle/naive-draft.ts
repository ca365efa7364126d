import type pg from "pg";
import { settledParts } from "../../domain/billing/adjustment.ts";
import { bringAlong } from "../../domain/billing/bring-along.ts";
import { frozenLevelsSchema } from "../../domain/billing/frozen-level.ts";
import { billedSpan, spanInstants } from "../../domain/billing/rating/billed-span.ts";
import { monthRating } from "../../domain/billing/rating/month-rating.ts";
import { draftStatement, type StatementDraft } from "../../domain/billing/statement-draft.ts";
import type { Terms } from "../../domain/contracts/terms.ts";

/**
 * What a statement must be, read for it alone and one question after the other, as if it were drafted now: an
 * older way of ours, kept to be compared with the way that reads for hundreds at once.
 */
export async function naiveDraft(db: pg.Client, statementId: string): Promise<StatementDraft> {
  const all = async (sql: string, values: unknown[]) => (await db.query(sql, values)).rows;
  const [month] = await all(
    `select s.engagement_id, s.period, c.levels, t.terms, e.ends_on::text as ends_on
     from statement s join period_close c on c.id = s.period_close_id join engagement e on e.id =
       s.engagement_id
     join sow_version t on t.id = e.sow_version_id where s.id = $1`,
    [statementId],
  );
  const { engagement_id: engagementId, period } = month;
  const terms = month.terms as Terms;
  const levels = frozenLevelsSchema.parse(month.levels);
  const earlier = await all(
    `select c.period, c.levels, s.bundle, s.result from period_close c join statement s on
       s.period_close_id = c.id where c.engagement_id = $1 and c.period < $2 order by c.period`,
    [engagementId, period],
  );
  const brought = bringAlong({
    ...{ period, terms, levels },
    earlier: earlier.map((row) => ({ ...row, levels: frozenLevelsSchema.parse(row.levels) })),
  });
  const rating = await naiveRating(all, { engagementId, period, terms, endsOn: month.ends_on });
  const facts = { id: statementId, terms, levels, before: brought.before, rating };
  const { figures } = draftStatement({ ...facts, also: brought.also });
  const open = await all(
    `select a.id, a.correction_id, a.period, a.net_minor - coalesce((select sum(x.net_minor)
       from statement_adjustment x join statement s on s.id = x.statement_id
       where x.adjustment_id = a.id and s.period < $2), 0) as net
     from adjustment a where a.engagement_id = $1 order by a.id`,
    [engagementId, period],
  );
  const parts = settledParts(
    figures.netMinor,
    open
      .map((row) => ({
        ...{ id: row.id, correctionId: row.correction_id, period: row.period },
        netMinor: BigInt(row.net),
      }))
      .filter((row) => row.netMinor !== 0n),
  );
  const corrections = parts.map((part) => ({
    ...{ kind: "correction" as const, id: part.correctionId, period: part.period },
    amountMinor: String(part.netMinor),
  }));
  return draftStatement({ ...facts, also: [...brought.also, ...corrections] });
}

type Ask = (sql: string, values: unknown[]) => Promise<Record<string, unknown>[]>;

async function naiveRating(
  all: Ask,
  p: { engagementId: string; period: string; terms: Terms; endsOn: string | null },
) {
  const { engagementId, period, terms, endsOn } = p;
  const span = billedSpan({ month: period, startsOn: terms.startsOn, endsOn });
  const items = new Map<string, { id: string; value: string | null }[]>();
  for (const line of terms.billing?.lines ?? []) {
    if (!("quantity" in line)) continue;
    const { quantity: source } = line;
    const late = source.by === "count" || source.by === "sum";
    const from = late ? terms.startsOn : span.from;
    const { fromInstant, toInstant } = spanInstants({ ...span, from }, terms.zone);
    const rows = await all(
      `select w.id, w.fields ->> $5 as value from work_item w
       where w.engagement_id = $1 and w.type = $2 and w.state in ('resolved', 'closed')
         and coalesce(w.resolved_at, w.closed_at) >= $3 and coalesce(w.resolved_at, w.closed_at) < $4
         and not exists (select 1 from billed_item b join statement s on s.id = b.statement_id
           where b.line_id = $6 and b.work_item_id = w.id and s.period < $7)`,
      [
        ...[engagementId, source.type, fromInstant.toString(), toInstant.toString()],
        ...[source.by === "count" ? "" : source.field, line.id, period],
      ],
    );
    items.set(line.id, rows as { id: string; value: string | null }[]);
  }
  const counts = await all(
    `select line_id, effective_on::text as "from", (array_agg(count order by id desc))[1] as count
     from head_count where engagement_id = $1 group by 1, 2 order by 1, 2`,
    [engagementId],
  );
  return monthRating({
    ...{ terms, month: period, endsOn },
    quantities: {
      itemsOf: (line) => items.get(line.id) ?? [],
      seatsOf: (lineId) =>
        counts
          .filter((one) => one.line_id === lineId)
          .map((one) => ({ from: String(one.from), count: Number(one.count) })),
    },
  });
}
