import { billedSpan, spanInstants } from "../../domain/billing/rating/billed-span.ts";
import {
  type AcceptedItem,
  type MonthQuantities,
  monthRating,
} from "../../domain/billing/rating/month-rating.ts";
import type { Rating } from "../../domain/billing/rating/rating.schema.ts";
import type { BillingLine, QuantitySource } from "../../domain/contracts/billing-terms.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import { acceptances, chargedMonths, costsToCharge } from "./charges.read.ts";
import { headCounts } from "./head-count.read.ts";

type RatedEngagement = { id: string; endsOn: Date | null };
type CountingLine = Extract<BillingLine, { quantity: QuantitySource }>;

/**
 * What a frozen month's fee is made of: the accepted work and the head counts that its lines count; null for
 * a contract with a flat fee alone. The caller holds the engagement's statement lock, so that no two months
 * count the same work.
 */
export async function ratingOfMonth(
  tx: Tx,
  p: { engagement: RatedEngagement; period: string; terms: Terms },
): Promise<Rating | null> {
  const { engagement, terms } = p;
  if (!terms.billing) return null;
  const endsOn = engagement.endsOn?.toISOString().slice(0, 10) ?? null;
  const span = billedSpan({ month: p.period, startsOn: terms.startsOn, endsOn });
  const items = new Map<string, AcceptedItem[]>();
  for (const line of terms.billing.lines)
    if ("quantity" in line) items.set(line.id, await acceptedItems(tx, { engagement, line, span, terms }));
  const counts = await headCounts(tx, engagement.id);
  const further = await furtherQuantities(tx, { engagement, span, period: p.period });
  return monthRating({
    ...{ terms, month: p.period, endsOn },
    quantities: {
      itemsOf: (line) => items.get(line.id) ?? [],
      seatsOf: (lineId) =>
        counts
          .filter((one) => one.lineId === lineId && one.inForce)
          .map(({ effectiveOn, count }) => ({ from: effectiveOn, count })),
      ...further,
    },
  });
}

/** Acceptances of the month, costs that wait to be charged, and what earlier months came to. */
async function furtherQuantities(
  tx: Tx,
  p: { engagement: RatedEngagement; span: { from: string }; period: string },
): Promise<Pick<MonthQuantities, "acceptanceOf" | "costsOf" | "charged">> {
  const accepted = await acceptances(tx, p.engagement.id);
  const costs = await costsToCharge(tx, p.engagement.id);
  return {
    acceptanceOf: (lineId) => {
      const found = accepted.get(lineId);
      return found && found.acceptedOn >= p.span.from ? found : null;
    },
    costsOf: (lineId) =>
      costs
        .filter((one) => one.lineId === lineId)
        .map(({ id, receipt, incurredOn, amountMinor }) => ({ id, receipt, incurredOn, amountMinor })),
    charged: await chargedMonths(tx, { engagementId: p.engagement.id, before: p.period }),
  };
}

/**
 * The finished work that a line counts and no statement has counted before. What was finished in an earlier
 * month and came to be known later is counted now; people are those of the month itself.
 */
async function acceptedItems(
  tx: Tx,
  p: {
    engagement: RatedEngagement;
    line: CountingLine;
    span: { from: string; to: string };
    terms: Terms;
  },
): Promise<AcceptedItem[]> {
  const { quantity: source } = p.line;
  const late = source.by === "count" || source.by === "sum";
  const from = late ? p.terms.startsOn : p.span.from;
  const { fromInstant, toInstant } = spanInstants({ ...p.span, from }, p.terms.zone);
  const field = source.by === "count" ? "" : source.field;
  return tx.$queryRaw<AcceptedItem[]>`
    select w.id, w.fields ->> ${field} as value from work_item w
    where w.engagement_id = ${p.engagement.id}::uuid and w.type = ${source.type}
      and w.state in ('resolved', 'closed')
      and coalesce(w.resolved_at, w.closed_at) >= ${toDate(fromInstant)}
      and coalesce(w.resolved_at, w.closed_at) < ${toDate(toInstant)}
      and not exists (select 1 from billed_item b where b.engagement_id = w.engagement_id
        and b.line_id = ${p.line.id} and b.work_item_id = w.id)
    order by w.id`;
}

/** Remembers what each line counted and charged: the database lets no line count an item or a cost twice. */
export async function noteBilledItems(
  tx: Tx,
  p: {
    organizationId: string;
    providerId: string;
    engagementId: string;
    statementId: string;
    rating: Rating | null;
  },
): Promise<void> {
  const { organizationId, providerId, engagementId, statementId } = p;
  const parties = { organizationId, providerId, engagementId, statementId };
  for (const line of p.rating?.lines ?? []) {
    if (line.kind === "pass_through")
      await tx.chargedCost.createMany({
        data: line.costs.map(({ id }) => ({ organizationId, providerId, statementId, costId: id })),
      });
    if ("measured" in line)
      await tx.billedItem.createMany({
        data: line.measured.items.map(({ id, value }) => ({
          ...parties,
          ...{ lineId: line.id, workItemId: id, value: value ?? null },
        })),
      });
  }
}
