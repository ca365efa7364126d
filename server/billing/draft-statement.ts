import type { OpenAdjustment } from "../../domain/billing/adjustment.ts";
import { frozenLevelsSchema } from "../../domain/billing/frozen-level.ts";
import { draftStatement } from "../../domain/billing/statement-draft.ts";
import { statementMachine } from "../../domain/billing/states.ts";
import type { Adjustment } from "../../domain/service-levels/adjustment-bundle.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { command, type Deed } from "../command.ts";
import type { Prisma } from "../db.ts";
import { earlierMonths } from "./earlier-months.ts";
import { beginSilence } from "./keep-silence.ts";
import { noteBilledItems, ratingOfMonth } from "./rate-month.ts";
import { noteSettled, partsToSettle } from "./settle-adjustments.ts";
import { signedTerms } from "./signed-terms.ts";

/**
 * Drafts the statement of a frozen month and puts it up for approval. One a month: a second call, or
 * two at once, answer the first one's id. Earlier frozen months that have none yet get theirs first,
 * because a month takes over what the one before it brought. Permission period:close; throws NotFound
 * and FrozenMonthIncomplete. What accepted corrections have left open is settled with it.
 */
export const draftStatementOf = command({
  name: "statement.draft",
  permission: "period:close",
  run: async (
    deed: Deed,
    { periodCloseId }: { periodCloseId: string },
  ): Promise<{ statementId: string }> => {
    const { tx } = deed;
    const asked = await tx.periodClose.findUnique({
      where: { id: periodCloseId },
      select: { engagementId: true, period: true },
    });
    if (!asked) throw new NotFound("frozen month");
    // Two months of one engagement at once: the later one waits for what the earlier one brings along.
    await tx.$queryRaw`
      select pg_advisory_xact_lock(hashtextextended(${`statement:${asked.engagementId}`}, 0))::text`;
    const open = await tx.periodClose.findMany({
      where: { engagementId: asked.engagementId, period: { lte: asked.period }, statement: null },
      include: { engagement: true },
      orderBy: { period: "asc" },
    });
    for (const close of open) await draftOne(deed, close);
    const { id } = await tx.statement.findUniqueOrThrow({ where: { periodCloseId }, select: { id: true } });
    return { statementId: id };
  },
});

type FrozenMonth = Prisma.PeriodCloseGetPayload<{ include: { engagement: true } }>;

async function draftOne(deed: Deed, close: FrozenMonth): Promise<void> {
  const { tx } = deed;
  const id = await reserve(deed, close);
  const terms = await signedTerms(tx, close.engagement);
  const levels = frozenLevelsSchema.parse(close.levels);
  const earlier = await earlierMonths(tx, { close, terms, levels });
  const rating = await ratingOfMonth(tx, { engagement: close.engagement, period: close.period, terms });
  const month = { id, terms, levels, before: earlier.before, rating };
  const uncorrected = draftStatement({ ...month, also: earlier.also }).figures;
  const { engagementId } = close;
  const parts = await partsToSettle(deed, { engagementId, netMinor: uncorrected.netMinor });
  const draft = draftStatement({ ...month, also: [...earlier.also, ...parts.map(correctionLine)] });
  await noteSettled(deed, { ...close, statementId: id, parts });
  const { bundle, result, figures } = draft;
  const adjustmentMinor = figures.adjustments.reduce((sum, one) => sum + one.amountMinor, 0n);
  const { feeMinor, creditMinor, chargesMinor, collarMinor, carriedMinor, netMinor } = figures;
  const { commissionMinor, providerMinor, providerBearsMinor, platformBearsMinor } = figures;
  await tx.statement.update({
    where: { id },
    data: {
      state: next(statementMachine, "draft", "present"),
      currency: bundle.currency,
      ...{ feeMinor, creditMinor, chargesMinor, adjustmentMinor, collarMinor, carriedMinor, netMinor },
      ...{ commissionMinor, providerMinor, providerBearsMinor, platformBearsMinor },
      bundle,
      bundleHash: result.bundleHash,
      result,
    },
  });
  await noteBilledItems(tx, { ...close, statementId: id, rating });
  await tx.serviceCredit.createMany({
    data: draft.credits.map((credit) => ({
      organizationId: close.organizationId,
      providerId: close.providerId,
      statementId: id,
      levelId: credit.levelId,
      amountMinor: credit.amountMinor,
      currency: bundle.currency,
      state: "proposed",
      arithmetic: { ...credit.arithmetic, capSentence: draft.capSentence },
    })),
  });
  await beginSilence(deed, { ...close, statementId: id, silence: terms.silence });
  deed.about("statement", id, { period: close.period, netMinor: result.netMinor });
}

/** The settled part of a correction as the statement's bundle carries it. */
function correctionLine({ correctionId, period, netMinor }: OpenAdjustment): Adjustment {
  return { kind: "correction", id: correctionId, period, amountMinor: String(netMinor) };
}

/** The month's one place. */
async function reserve(
  { tx }: Deed,
  close: { id: string; organizationId: string; providerId: string; engagementId: string; period: string },
): Promise<string> {
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    insert into statement (organization_id, provider_id, engagement_id, period_close_id, period, state,
      currency,
      fee_minor, credit_minor, net_minor, commission_minor, provider_minor, provider_bears_minor,
      platform_bears_minor, bundle, bundle_hash, result)
    values (${close.organizationId}::uuid, ${close.providerId}::uuid, ${close.engagementId}::uuid,
      ${close.id}::uuid,
      ${close.period}, 'draft', 'XXX', 0, 0, 0, 0, 0, 0, 0, '{}', '', '{}')
    returning id`;
  if (!made) throw new Error(`The month ${close.period} has no place for its statement.`);
  return made.id;
}
