import type { MonthReview } from "../../domain/service-levels/month-step.ts";
import { toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";

export type MonthReviewRow = MonthReview & {
  engagementId: string;
  period: string;
  reviewedBy: string;
  buyerConfirmedBy: string | null;
  providerConfirmedBy: string | null;
};

type Raw = Omit<
  MonthReviewRow,
  "reviewedAt" | "windowEndsAt" | "buyerConfirmedAt" | "providerConfirmedAt"
> & {
  reviewedAt: Date;
  windowEndsAt: Date;
  buyerConfirmedAt: Date | null;
  providerConfirmedAt: Date | null;
};

/** The reviews of engagements; the caller has seen to it that the viewer may read them. */
export async function monthReviews(
  tx: Tx,
  p: { engagementIds: readonly string[]; months: readonly string[] },
): Promise<MonthReviewRow[]> {
  if (p.engagementIds.length === 0 || p.months.length === 0) return [];
  const rows = await tx.$queryRaw<Raw[]>`
    select engagement_id as "engagementId", period, reviewed_at as "reviewedAt",
      reviewed_by_name as "reviewedBy", window_ends_at as "windowEndsAt",
      buyer_confirmed_at as "buyerConfirmedAt", buyer_confirmed_by as "buyerConfirmedBy",
      provider_confirmed_at as "providerConfirmedAt", provider_confirmed_by as "providerConfirmedBy"
    from month_review where engagement_id = any (${Prisma.sql`${[...p.engagementIds]}::uuid[]`})
      and period = any (${[...p.months]}::text[])`;
  const text = (date: Date | null) => date && toInstant(date).toString();
  return rows.map((row) => ({
    ...row,
    reviewedAt: toInstant(row.reviewedAt).toString(),
    windowEndsAt: toInstant(row.windowEndsAt).toString(),
    buyerConfirmedAt: text(row.buyerConfirmedAt),
    providerConfirmedAt: text(row.providerConfirmedAt),
  }));
}

/** The review of one month, or null while it has none. */
export async function monthReview(
  tx: Tx,
  p: { engagementId: string; month: string },
): Promise<MonthReviewRow | null> {
  const [row] = await monthReviews(tx, { engagementIds: [p.engagementId], months: [p.month] });
  return row ?? null;
}
