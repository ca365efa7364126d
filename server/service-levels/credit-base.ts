import { signedBaseMinor } from "../../domain/contracts/signed-base.ts";
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
    where: { engagementId_period_closing: { engagementId, period: p.month, closing: 0 } },
    select: { feeMinor: true },
  });
  if (!statement) throw new MonthNotBilled(p.month);
  return { ...terms, monthlyFeeMinor: String(statement.feeMinor) };
}

/** How many statements an expectation rests on: a quarter smooths, and still follows a change. */
const EXPECTED_FROM = 3;

/**
 * The terms of each contract with what the credits of a month are expected to be a share of in place of the
 * monthly fee: the mean of its last three statements, or what is signed before there is one. Contracts with a
 * flat fee keep it; one statement of SQL for the others, none where there are none.
 */
export async function expectedTerms<Of extends { id: string; terms: Terms }>(
  tx: Tx,
  engagements: readonly Of[],
): Promise<Map<string, Terms>> {
  const rated = engagements.filter((one) => one.terms.billing);
  const means = new Map<string, string>();
  if (rated.length > 0) {
    const rows = await tx.$queryRaw<{ id: string; mean: string }[]>`
      select s.engagement_id as id, round(avg(s.fee_minor))::bigint::text as mean
      from (select engagement_id, fee_minor,
          row_number() over (partition by engagement_id order by period desc) as nth
        from statement where state <> 'draft' and closing = 0
          and engagement_id = any (${rated.map((one) => one.id)}::uuid[])) s
      where s.nth <= ${EXPECTED_FROM} group by 1`;
    for (const { id, mean } of rows) means.set(id, mean);
  }
  return new Map(
    engagements.map(({ id, terms }) => {
      if (!terms.billing) return [id, terms];
      return [id, { ...terms, monthlyFeeMinor: means.get(id) ?? String(signedBaseMinor(terms)) }];
    }),
  );
}

/** The same of one contract. */
export async function expectedTermsOf(tx: Tx, engagement: { id: string; terms: Terms }): Promise<Terms> {
  return (await expectedTerms(tx, [engagement])).get(engagement.id) ?? engagement.terms;
}
