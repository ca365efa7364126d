import { adjustmentLines } from "../../domain/billing/adjustment-lines.ts";
import { ratedLinesOf } from "../../domain/billing/rating/rated-bundle.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import type { StatementBundle } from "../../domain/service-levels/statement-bundle.ts";
import type { Tx } from "../db.ts";

/** What a statement asks for, line by line: what can be contested. Minor units, above 0. */
export type ContestableLine = { line: string; amountMinor: bigint };

/** The one line of a month without lines of its own; the first of its invoice. */
export const FLAT_FEE = "Monthly fee";

/** The lines of a statement that raise it, by their names. */
export async function contestableLines(tx: Tx, statementId: string): Promise<ContestableLine[]> {
  const [row] = await tx.$queryRaw<{ bundle: StatementBundle; feeMinor: bigint; terms: Terms }[]>`
    select s.bundle, s.fee_minor as "feeMinor", w.terms from statement s
    join engagement e on e.id = s.engagement_id join sow_version w on w.id = e.sow_version_id
    where s.id = ${statementId}::uuid`;
  if (!row) return [];
  const { bundle, feeMinor, terms } = row;
  const charges = ratedLinesOf(bundle)?.map(({ label, amountMinor }) => ({ line: label, amountMinor })) ?? [
    { line: FLAT_FEE, amountMinor: feeMinor },
  ];
  const others = adjustmentLines(bundle, terms).map(({ label, amountMinor }) => ({
    line: label,
    amountMinor,
  }));
  return [...charges, ...others].filter((one) => one.amountMinor > 0n);
}
