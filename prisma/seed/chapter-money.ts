import { atRiskLevelOf } from "../../domain/service-levels/at-risk-level.ts";
import { creditArithmetic, type LevelArithmetic } from "../../domain/service-levels/credit-arithmetic.ts";
import type { StatementBundle } from "../../domain/service-levels/statement-bundle.ts";
import { statementFigures, statementOf } from "../../domain/service-levels/statement-result.ts";
import type { CastMember } from "./cast.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import type { FrozenMonth } from "./chapter-months.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import type { Row } from "./insert-rows.ts";
import { type Story, stamp } from "./story.ts";

const DAY = 86_400;

/** A statement that both sides approved, on its way to an invoice. */
export type ApprovedStatement = {
  plan: EngagementPlan;
  contract: ToldContract;
  engagementId: string;
  statementId: string;
  period: string;
  netMinor: bigint;
  providerMinor: bigint;
  commissionMinor: bigint;
  issuedAt: number;
  /** Null while the buyer has not paid. */
  paidAt: number | null;
};

/** The month's statement with its credits, as far as it has come; answers it where both sides approved. */
export function tellStatement(
  story: Story,
  input: {
    plan: EngagementPlan;
    contract: ToldContract;
    engagementId: string;
    frozen: FrozenMonth;
    isLast: boolean;
  },
): ApprovedStatement | null {
  const { plan, contract, frozen } = input;
  const bundle = bundleOf(input);
  const result = statementOf(bundle);
  const figures = statementFigures(bundle);
  const approvals = approvalsOf(story, input);
  const isApproved = approvals.buyer !== null && approvals.provider !== null;
  const statementId = story.id(frozen.frozenAt);
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  story.add("statement", {
    id: statementId,
    ...parties,
    engagement_id: input.engagementId,
    period_close_id: frozen.periodCloseId,
    period: frozen.month.month,
    state: isApproved ? "approved" : "open",
    currency: bundle.currency,
    fee_minor: bundle.feeMinor,
    credit_minor: result.creditMinor,
    net_minor: result.netMinor,
    commission_minor: result.commissionMinor,
    provider_minor: result.providerMinor,
    provider_bears_minor: result.providerBearsMinor,
    platform_bears_minor: result.platformBearsMinor,
    bundle,
    bundle_hash: result.bundleHash,
    result,
    buyer_approved_at: approvals.buyer && stamp(approvals.buyer.at),
    buyer_approved_by_id: approvals.buyer?.member.userId ?? null,
    provider_approved_at: approvals.provider && stamp(approvals.provider.at),
    provider_approved_by_id: approvals.provider?.member.userId ?? null,
    created_at: stamp(frozen.frozenAt),
  });
  tellCredits(story, { parties, statementId, at: frozen.frozenAt, bundle, isApproved });
  tellApprovals(story, { contract, statementId, period: frozen.month.month, approvals });
  if (!approvals.buyer || !approvals.provider) return null;
  const issuedAt = Math.max(approvals.buyer.at, approvals.provider.at) + 60;
  const paidAt = issuedAt + plan.paysAfterDays * DAY;
  const isPaid = paidAt <= nowOf(story) && !(input.isLast && plan.lastStatement === "invoice_open");
  return {
    plan,
    contract,
    engagementId: input.engagementId,
    statementId,
    period: frozen.month.month,
    netMinor: figures.netMinor,
    providerMinor: figures.providerMinor,
    commissionMinor: figures.commissionMinor,
    issuedAt,
    paidAt: isPaid ? paidAt : null,
  };
}

function tellCredits(
  story: Story,
  p: { parties: Row; statementId: string; at: number; bundle: StatementBundle; isApproved: boolean },
): void {
  const { levels, capSentence } = creditArithmetic(p.bundle);
  for (const level of levels.filter((one) => one.creditMinor !== 0n))
    story.add("service_credit", {
      id: story.id(p.at),
      ...p.parties,
      statement_id: p.statementId,
      level_id: level.id,
      amount_minor: String(level.creditMinor),
      currency: p.bundle.currency,
      state: p.isApproved ? "applied" : "proposed",
      arithmetic: { ...stored(level), capSentence },
    });
}

function bundleOf(input: {
  contract: ToldContract;
  engagementId: string;
  frozen: FrozenMonth;
}): StatementBundle {
  const { terms } = input.contract;
  return {
    id: `${input.engagementId}/${input.frozen.month.month}`,
    currency: terms.currency,
    feeMinor: terms.monthlyFeeMinor,
    commissionBps: terms.commissionBps,
    scheme: {
      ...terms.scheme,
      levels: input.frozen.readings.map(({ level, reading }) => atRiskLevelOf(level, reading.figure)),
    },
  };
}

type Approval = { at: number; member: CastMember };
type Approvals = { buyer: Approval | null; provider: Approval | null };

function approvalsOf(
  story: Story,
  input: { plan: EngagementPlan; frozen: FrozenMonth; isLast: boolean },
): Approvals {
  const { plan, frozen, isLast } = input;
  const approval = (slug: string, role: "finance" | "delivery_manager", at: number) =>
    at <= nowOf(story) ? { at, member: story.cast.member({ slug, role }) } : null;
  const provider = approval(plan.provider, "delivery_manager", frozen.frozenAt + DAY + 4 * 3600);
  const buyer = approval(plan.buyer, "finance", frozen.frozenAt + 3 * DAY + 5 * 3600);
  return {
    provider: isLast && plan.lastStatement === "waits_for_provider" ? null : provider,
    buyer: isLast && plan.lastStatement === "waits_for_buyer" ? null : buyer,
  };
}

function tellApprovals(
  story: Story,
  p: { contract: ToldContract; statementId: string; period: string; approvals: Approvals },
): void {
  for (const party of ["provider", "buyer"] as const) {
    const approval = p.approvals[party];
    if (!approval) continue;
    story.fact({
      organizationId: party === "buyer" ? p.contract.buyerId : p.contract.providerId,
      at: approval.at,
      userId: approval.member.userId,
      actor: approval.member.account.name,
      action: "statement.approve",
      subjectType: "statement",
      subjectId: p.statementId,
      data: { period: p.period, party },
    });
  }
}

function stored(level: LevelArithmetic) {
  return { ...level, uncappedMinor: String(level.uncappedMinor), creditMinor: String(level.creditMinor) };
}

function nowOf(story: Story): number {
  return story.now.epochMilliseconds / 1000;
}
