import type { Terms } from "../../domain/contracts/terms.ts";
import { MonthNotBilled } from "../../domain/service-levels/correction.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";

/**
 * The terms with what the credits of a closed month are a share of in place of the monthly fee: where a
 * contract has billing terms, its statement says so. Throws MonthNotBilled before there is one.
 */
export async function termsOfClosedMonth(
  tx: Tx,
  p: { engagement: ContractedEngagement; month: string },
): Promise<Terms> {
  const { terms, id: engagementId } = p.engagement;
  if (!terms.billing) return terms;
  const statement = await tx.statement.findUnique({
    where: { engagementId_period: { engagementId, period: p.month } },
    select: { feeMinor: true },
  });
  if (!statement) throw new MonthNotBilled(p.month);
  return { ...terms, monthlyFeeMinor: String(statement.feeMinor) };
}
