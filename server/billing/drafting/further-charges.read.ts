import type { ApprovedCost, MonthQuantities } from "../../../domain/billing/rating/month-rating.ts";
import { chargedMinor } from "../../../domain/billing/rating/rate-month.ts";
import { isRated, ratedLinesOf } from "../../../domain/billing/rating/rated-bundle.ts";
import type { ChargedMonth } from "../../../domain/billing/rating/yearly-minimum.ts";
import type { StatementBundle } from "../../../domain/service-levels/statement-bundle.ts";
import type { Tx } from "../../db.ts";
import type { OpenMonth } from "./open-months.read.ts";

export type FurtherQuantities = Pick<MonthQuantities, "acceptanceOf" | "costsOf" | "charged">;
type Acceptance = { engagementId: string; lineId: string; acceptedOn: string; evidence: string };
type Cost = ApprovedCost & { engagementId: string; lineId: string };

/** A year may end in a month that is not its last one: two months more than a year hold all that count. */
const MONTHS_OF_A_YEAR = 14;

/** Acceptances of milestones, costs that wait to be charged, and what earlier months came to. */
export async function furtherCharges(
  tx: Tx,
  months: readonly OpenMonth[],
): Promise<(month: OpenMonth, span: { from: string }) => FurtherQuantities> {
  const has = (kind: string) =>
    months.filter((month) => month.terms.billing?.lines.some((line) => line.kind === kind));
  const accepted = await acceptances(tx, has("milestone"));
  const costs = await costsToCharge(tx, has("pass_through"));
  const charged = await chargedMonths(
    tx,
    months.filter((month) => month.terms.billing?.yearlyMinimumMinor !== undefined),
  );
  return ({ engagementId }, span) => {
    const own = <Row extends { engagementId: string }>(rows: readonly Row[]) =>
      rows.filter((row) => row.engagementId === engagementId);
    return {
      acceptanceOf: (lineId) => {
        const found = own(accepted).find((one) => one.lineId === lineId);
        if (!found || found.acceptedOn < span.from) return null;
        return { acceptedOn: found.acceptedOn, evidence: found.evidence };
      },
      costsOf: (lineId) =>
        own(costs)
          .filter((one) => one.lineId === lineId)
          .map(({ id, receipt, incurredOn, amountMinor }) => ({ id, receipt, incurredOn, amountMinor })),
      charged: own(charged).map(({ engagementId: _, ...month }) => month),
    };
  };
}

/** The acceptances, each with the evidence of the delivery it accepts. */
async function acceptances(tx: Tx, months: readonly OpenMonth[]): Promise<Acceptance[]> {
  if (months.length === 0) return [];
  return tx.$queryRaw<Acceptance[]>`
    select distinct on (a.engagement_id, a.line_id) a.engagement_id as "engagementId", a.line_id as "lineId",
      a.occurred_on::text as "acceptedOn",
      coalesce((select d.note from milestone_step d where d.engagement_id = a.engagement_id
        and d.line_id = a.line_id and d.kind = 'delivered' and d.id < a.id order by d.id desc limit 1), '')
        as evidence
    from milestone_step a
    where a.kind = 'accepted' and a.engagement_id = any(${idsOf(months)}::uuid[])
    order by a.engagement_id, a.line_id, a.id desc`;
}

/** Approved costs that no statement has charged. */
async function costsToCharge(tx: Tx, months: readonly OpenMonth[]): Promise<Cost[]> {
  if (months.length === 0) return [];
  return tx.$queryRaw<Cost[]>`
    select c.engagement_id as "engagementId", c.id, c.line_id as "lineId", c.receipt,
      c.incurred_on::text as "incurredOn", c.amount_minor as "amountMinor"
    from passed_cost c join passed_cost_decision d on d.cost_id = c.id and d.decision = 'approved'
    where c.engagement_id = any(${idsOf(months)}::uuid[])
      and not exists (select 1 from charged_cost p where p.cost_id = c.id)
    order by c.id`;
}

/** What earlier months with statements came to, for a year's minimum; the latest first. */
async function chargedMonths(
  tx: Tx,
  months: readonly OpenMonth[],
): Promise<(ChargedMonth & { engagementId: string })[]> {
  if (months.length === 0) return [];
  const rows = await tx.$queryRaw<{ engagementId: string; bundle: StatementBundle }[]>`
    select w.engagement_id as "engagementId", s.bundle
    from unnest(${idsOf(months)}::uuid[], ${months.map((one) => one.period)}::text[]) as w (engagement_id,
      period)
    cross join lateral (
      select s.period, s.bundle from statement s
      where s.engagement_id = w.engagement_id and s.period < w.period and s.state <> 'draft'
        and s.closing = 0
      order by s.period desc limit ${MONTHS_OF_A_YEAR}::int) s
    order by w.engagement_id, s.period desc`;
  return rows.flatMap(({ engagementId, bundle }) => {
    if (!isRated(bundle)) return [];
    const amountMinor = chargedMinor(ratedLinesOf(bundle) ?? []);
    return [{ engagementId, span: bundle.rating.span, amountMinor }];
  });
}

const idsOf = (months: readonly OpenMonth[]) => months.map((month) => month.engagementId);
