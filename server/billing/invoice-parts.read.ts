import { type AdjustmentLine, priceLines } from "../../domain/billing/adjustment-lines.ts";
import type { RatedLine } from "../../domain/billing/rating/rate-line.ts";
import { ratedLinesOf } from "../../domain/billing/rating/rated-bundle.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import type { StatementBundle } from "../../domain/service-levels/statement-bundle.ts";
import type { Prisma, Tx } from "../db.ts";
import { adjustingLines } from "./statement.read.ts";

/** What the lines of an invoice are made of, before it is issued and after. Minor units. */
export type InvoiceParts = {
  title: string;
  period: string;
  currency: string;
  feeMinor: bigint;
  credits: { name: string; amountMinor: bigint }[];
  adjustments: { period: string; netMinor: bigint }[];
  others: AdjustmentLine[];
  charges: RatedLine[] | null;
};

type Statement = Parameters<typeof adjustingLines>[1] & {
  id: string;
  period: string;
  currency: string;
  feeMinor: bigint;
  bundle: Prisma.JsonValue;
};

export async function invoiceParts(
  tx: Tx,
  { statement, terms }: { statement: Statement; terms: Terms },
): Promise<InvoiceParts> {
  const credits = await tx.serviceCredit.findMany({
    where: { statementId: statement.id },
    orderBy: { levelId: "asc" },
  });
  const names = new Map(terms.serviceLevels.map((level) => [level.id, level.name]));
  const bundle = statement.bundle as StatementBundle;
  const { period, currency, feeMinor } = statement;
  return {
    ...{ title: terms.title, period, currency, feeMinor },
    credits: credits.map(({ levelId, amountMinor }) => ({
      ...{ name: names.get(levelId) ?? levelId, amountMinor },
    })),
    adjustments: await adjustingLines(tx, statement),
    others: priceLines(bundle, terms),
    charges: ratedLinesOf(bundle),
  };
}
