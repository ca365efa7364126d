import type { OpenAdjustment } from "../../domain/billing/adjustment.ts";
import { frozenLevelsSchema } from "../../domain/billing/frozen-level.ts";
import { draftStatement } from "../../domain/billing/statement-draft.ts";
import { statementMachine } from "../../domain/billing/states.ts";
import type { Adjustment } from "../../domain/service-levels/adjustment-bundle.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { command, type Deed } from "../command.ts";
import { noteSettled, partsToSettle } from "./settle-adjustments.ts";
import { signedTerms } from "./signed-terms.ts";

/**
 * Drafts the statement of a frozen month and puts it up for approval. One a month: a second call, or
 * two at once, answer the first one's id. Permission period:close; throws NotFound and
 * FrozenMonthIncomplete. What accepted corrections have left open is settled with it.
 */
export const draftStatementOf = command({
  name: "statement.draft",
  permission: "period:close",
  run: async (
    deed: Deed,
    { periodCloseId }: { periodCloseId: string },
  ): Promise<{ statementId: string }> => {
    const { tx } = deed;
    const close = await tx.periodClose.findUnique({
      where: { id: periodCloseId },
      include: { engagement: true },
    });
    if (!close) throw new NotFound("frozen month");
    const statementId = await reserve(deed, close);
    if (!statementId.fresh) return { statementId: statementId.id };
    const month = {
      id: statementId.id,
      terms: await signedTerms(tx, close.engagement),
      levels: frozenLevelsSchema.parse(close.levels),
    };
    const netMinor = BigInt(draftStatement(month).result.netMinor);
    const parts = await partsToSettle(deed, { engagementId: close.engagementId, netMinor });
    const draft = draftStatement({ ...month, also: parts.map(correctionLine) });
    const { bundle, result } = draft;
    await noteSettled(deed, { ...close, statementId: statementId.id, parts });
    await tx.statement.update({
      where: { id: statementId.id },
      data: {
        state: next(statementMachine, "draft", "present"),
        currency: bundle.currency,
        feeMinor: BigInt(bundle.feeMinor),
        creditMinor: BigInt(result.creditMinor),
        netMinor: BigInt(result.netMinor),
        commissionMinor: BigInt(result.commissionMinor),
        providerMinor: BigInt(result.providerMinor),
        providerBearsMinor: BigInt(result.providerBearsMinor),
        platformBearsMinor: BigInt(result.platformBearsMinor),
        bundle,
        bundleHash: result.bundleHash,
        result,
      },
    });
    await tx.serviceCredit.createMany({
      data: draft.credits.map((credit) => ({
        organizationId: close.organizationId,
        providerId: close.providerId,
        statementId: statementId.id,
        levelId: credit.levelId,
        amountMinor: credit.amountMinor,
        currency: bundle.currency,
        state: "proposed",
        arithmetic: { ...credit.arithmetic, capSentence: draft.capSentence },
      })),
    });
    deed.about("statement", statementId.id, { period: close.period, netMinor: result.netMinor });
    return { statementId: statementId.id };
  },
});

/** The settled part of a correction as the statement's bundle carries it. */
function correctionLine({ correctionId, period, netMinor }: OpenAdjustment): Adjustment {
  return { kind: "correction", id: correctionId, period, amountMinor: String(netMinor) };
}

/** Takes the month's one place; whoever comes second waits for the first and then finds it taken. */
async function reserve(
  { tx }: Deed,
  close: { id: string; organizationId: string; providerId: string; engagementId: string; period: string },
): Promise<{ id: string; fresh: boolean }> {
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    insert into statement (organization_id, provider_id, engagement_id, period_close_id, period, state,
      currency,
      fee_minor, credit_minor, net_minor, commission_minor, provider_minor, provider_bears_minor,
      platform_bears_minor, bundle, bundle_hash, result)
    values (${close.organizationId}::uuid, ${close.providerId}::uuid, ${close.engagementId}::uuid,
      ${close.id}::uuid,
      ${close.period}, 'draft', 'XXX', 0, 0, 0, 0, 0, 0, 0, '{}', '', '{}')
    on conflict do nothing returning id`;
  if (made) return { id: made.id, fresh: true };
  const taken = await tx.statement.findUniqueOrThrow({ where: { periodCloseId: close.id } });
  return { id: taken.id, fresh: false };
}
