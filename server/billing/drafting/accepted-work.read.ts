import { billedSpan, spanInstants } from "../../../domain/billing/rating/billed-span.ts";
import {
  type AcceptedItem,
  type MonthQuantities,
  monthRating,
} from "../../../domain/billing/rating/month-rating.ts";
import type { Rating } from "../../../domain/billing/rating/rating.schema.ts";
import type { BillingLine, QuantitySource } from "../../../domain/contracts/billing-terms.ts";
import type { Tx } from "../../db.ts";
import { type FurtherQuantities, furtherCharges } from "./further-charges.read.ts";
import type { OpenMonth } from "./open-months.read.ts";

type CountingLine = Extract<BillingLine, { quantity: QuantitySource }>;
type Asked = {
  engagementId: string;
  lineId: string;
  type: string;
  field: string;
  from: string;
  to: string;
};
type HeldCount = { engagementId: string; lineId: string; from: string; count: number };

/**
 * What the fee of each month is made of: accepted work, head counts, milestones and costs; null for a
 * contract with a flat fee alone. The caller holds the engagements' statement locks, so that no two months
 * count the same work.
 */
export async function ratingsOf(
  tx: Tx,
  months: readonly OpenMonth[],
): Promise<(month: OpenMonth) => Rating | null> {
  const rated = months.filter((month) => month.terms.billing);
  if (rated.length === 0) return () => null;
  const items = await acceptedItems(tx, rated);
  const counts = await heldCounts(tx, rated);
  const further = await furtherCharges(tx, rated);
  return (month) => {
    const facts = { terms: month.terms, month: month.period, endsOn: month.endsOn };
    const span = billedSpan({ ...facts, startsOn: month.terms.startsOn });
    const quantities = quantitiesOf(month, { items, counts, further: further(month, span) });
    return monthRating({ ...facts, quantities });
  };
}

function quantitiesOf(
  { engagementId }: OpenMonth,
  p: { items: Map<string, AcceptedItem[]>; counts: readonly HeldCount[]; further: FurtherQuantities },
): MonthQuantities {
  return {
    ...p.further,
    itemsOf: (line) => p.items.get(keyOf({ engagementId, lineId: line.id })) ?? [],
    seatsOf: (lineId) =>
      p.counts
        .filter((one) => one.engagementId === engagementId && one.lineId === lineId)
        .map(({ from, count }) => ({ from, count })),
  };
}

const keyOf = (p: { engagementId: string; lineId: string }) => `${p.engagementId} ${p.lineId}`;

/**
 * The finished work that a line counts and no statement has counted before. What was finished in an earlier
 * month and came to be known later is counted now; people are those of the month itself.
 */
async function acceptedItems(tx: Tx, months: readonly OpenMonth[]): Promise<Map<string, AcceptedItem[]>> {
  const asked = months.flatMap((month) =>
    (month.terms.billing?.lines ?? []).flatMap((line) =>
      "quantity" in line ? [askedOf(month, line)] : [],
    ),
  );
  if (asked.length === 0) return new Map();
  const rows = await tx.$queryRaw<(AcceptedItem & { engagementId: string; lineId: string })[]>`
    select q."engagementId", q."lineId", w.id, w.fields ->> q.field as value
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as q ("engagementId" uuid, "lineId" text,
      type text, field text, "from" timestamptz, "to" timestamptz)
    join work_item w on w.engagement_id = q."engagementId" and w.type = q.type
      and w.state in ('resolved', 'closed')
      and coalesce(w.resolved_at, w.closed_at) >= q."from" and coalesce(w.resolved_at, w.closed_at) < q."to"
    where not exists (select 1 from billed_item b where b.engagement_id = w.engagement_id
      and b.line_id = q."lineId" and b.work_item_id = w.id)
    order by w.id`;
  return Map.groupBy(rows, keyOf);
}

function askedOf(month: OpenMonth, line: CountingLine): Asked {
  const { terms, engagementId } = month;
  const span = billedSpan({ month: month.period, startsOn: terms.startsOn, endsOn: month.endsOn });
  const { quantity: source } = line;
  const late = source.by === "count" || source.by === "sum";
  const from = late ? terms.startsOn : span.from;
  const { fromInstant, toInstant } = spanInstants({ ...span, from }, terms.zone);
  return {
    ...{ engagementId, lineId: line.id, type: source.type },
    field: source.by === "count" ? "" : source.field,
    from: fromInstant.toString(),
    to: toInstant.toString(),
  };
}

/** The head counts in force, by line and day: of two about one day the later one. */
function heldCounts(tx: Tx, months: readonly OpenMonth[]): Promise<HeldCount[]> {
  return tx.$queryRaw<HeldCount[]>`
    select distinct on (h.engagement_id, h.line_id, h.effective_on) h.engagement_id as "engagementId",
      h.line_id as "lineId", h.effective_on::text as "from", h.count
    from head_count h where h.engagement_id = any(${months.map((one) => one.engagementId)}::uuid[])
    order by h.engagement_id, h.line_id, h.effective_on, h.id desc`;
}
