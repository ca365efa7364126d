import { draftClosing } from "../../../domain/billing/closing-statement.ts";
import { statementMachine } from "../../../domain/billing/states.ts";
import { next } from "../../../domain/shared/state-machine.ts";
import type { Deed } from "../../command.ts";
import { signedTerms } from "../signed-terms.ts";
import { insertSettled } from "./keep-statements.ts";
import { openCorrections } from "./open-corrections.read.ts";

/**
 * Makes the closing statement of what corrections charge after a contract's last month was drafted, and sends
 * it on to be invoiced: both sides agreed to every amount of it with the corrections, or an account manager
 * ruled, so nobody is asked again. Answers its id; null where nothing is owed. The caller holds the
 * engagement's statement lock.
 */
export async function chargeAfterLast(
  deed: Deed,
  p: { engagementId: string; period: string },
): Promise<string | null> {
  const { tx } = deed;
  const engagement = await tx.engagement.findUniqueOrThrow({ where: { id: p.engagementId } });
  const before = await tx.statement.findFirstOrThrow({
    where: { engagementId: p.engagementId, period: p.period },
    orderBy: { closing: "desc" },
  });
  const [made] = await tx.$queryRaw<{ id: string }[]>`select uuidv7() as id`;
  if (!made) throw new Error("PostgreSQL gave no id.");
  const { carriedMinor, organizationId, providerId, periodCloseId } = before;
  const draft = draftClosing({
    ...{ id: made.id, period: p.period, carriedMinor },
    terms: await signedTerms(tx, engagement),
    open: (await openCorrections(tx, [p.engagementId]))(p.engagementId),
  });
  if (!draft) return null;
  const { figures, bundle, result, parts } = draft;
  const shown = next(statementMachine, statementMachine.initial, "present");
  await tx.statement.create({
    data: {
      ...{ id: made.id, organizationId, providerId, engagementId: p.engagementId, periodCloseId },
      ...{ period: p.period, closing: before.closing + 1, currency: bundle.currency },
      state: next(statementMachine, shown, "approve_by_both"),
      ...{ feeMinor: 0n, creditMinor: 0n, bundle, bundleHash: result.bundleHash, result },
      adjustmentMinor: figures.adjustments.reduce((sum, one) => sum + one.amountMinor, 0n),
      ...{ carriedMinor: figures.carriedMinor, netMinor: figures.netMinor },
      ...{ commissionMinor: figures.commissionMinor, providerMinor: figures.providerMinor },
      ...{ providerBearsMinor: 0n, platformBearsMinor: 0n },
    },
  });
  await insertSettled(tx, [{ month: { statementId: made.id, organizationId, providerId }, parts }]);
  const payload = { statementId: made.id, organizationId };
  await deed.enqueue("statement.approved", payload, `statement.approved:${made.id}`);
  return made.id;
}
