import { bringAlong, type EarlierMonth } from "../../domain/billing/bring-along.ts";
import { frozenLevelsSchema } from "../../domain/billing/frozen-level.ts";
import { draftStatement, type StatementDraft } from "../../domain/billing/statement-draft.ts";
import type { StatementState } from "../../domain/billing/states.ts";
import { lastDayOf } from "../../domain/delivery/engagement.ts";
import type { CastMember } from "./cast.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import type { FrozenMonth } from "./chapter-months.ts";
import { type BillingCourse, ratingOf, tellBilledItems } from "./chapter-rating.ts";
import type { ToldItem } from "./chapter-work.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import type { Row } from "./insert-rows.ts";
import { livedMonthsAgo } from "./lived/lived-months.ts";
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
  /** Where the product itself lives through the payment: when, and how many months ago the month was. */
  lived: { paysAt: number; monthsAgo: number } | null;
};

/** The plan whose last month is frozen and has no statement where the story leaves one to a billing run. */
const LEFT_TO_BILL = "brightline-payroll";

/** The month's statement with its credits, as far as it has come; answers it where both sides approved. */
export function tellStatement(
  story: Story,
  input: {
    plan: EngagementPlan;
    contract: ToldContract;
    engagementId: string;
    frozen: FrozenMonth;
    isLast: boolean;
    /** Every month told before, in order; this one is added. */
    earlier: EarlierMonth[];
    items: readonly ToldItem[];
    /** What was billed before; this month is added. */
    course: BillingCourse;
  },
): ApprovedStatement | null {
  const { plan, contract, frozen, earlier } = input;
  if (story.leavesToBill && input.isLast && plan.key === LEFT_TO_BILL) return null;
  const { terms } = contract;
  const period = frozen.month.month;
  const levels = frozenLevelsSchema.parse(frozen.readings.map(({ reading }) => reading.figure));
  const statementId = story.id(frozen.frozenAt);
  const { items, course } = input;
  const rating = ratingOf({ terms, month: period, endsOn: lastDayOf(terms), items, course });
  const draft = draftStatement({
    rating,
    id: statementId,
    terms,
    levels,
    ...bringAlong({ period, terms, levels, earlier }),
  });
  earlier.push({ period, levels, bundle: draft.bundle, result: draft.result });
  const { bundle, result, figures } = draft;
  const approvals = approvalsOf(story, input);
  const isApproved = approvals.buyer !== null && approvals.provider !== null;
  const { paidAt, lived } = payment(story, { ...input, approvals });
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  story.add("statement", {
    id: statementId,
    ...parties,
    engagement_id: input.engagementId,
    period_close_id: frozen.periodCloseId,
    period: frozen.month.month,
    state: stateOf({ isApproved, paidAt }),
    currency: bundle.currency,
    ...amountsOf(figures),
    bundle,
    bundle_hash: result.bundleHash,
    result,
    buyer_approved_at: approvals.buyer && stamp(approvals.buyer.at),
    buyer_approved_by_id: approvals.buyer?.member.userId ?? null,
    provider_approved_at: approvals.provider && stamp(approvals.provider.at),
    provider_approved_by_id: approvals.provider?.member.userId ?? null,
    created_at: stamp(frozen.frozenAt),
  });
  tellBilledItems(story, { ...input, statementId, at: frozen.frozenAt, rating });
  if (terms.silence) tellPutUp(story, { parties, statementId, at: frozen.frozenAt });
  tellCredits(story, { parties, statementId, at: frozen.frozenAt, draft, isApproved });
  tellApprovals(story, { contract, statementId, period: frozen.month.month, approvals });
  if (!approvals.buyer || !approvals.provider) return null;
  return {
    ...{ plan, contract, engagementId: input.engagementId, statementId, period },
    netMinor: BigInt(result.netMinor),
    providerMinor: BigInt(result.providerMinor),
    commissionMinor: BigInt(result.commissionMinor),
    issuedAt: issueOf({ buyer: approvals.buyer, provider: approvals.provider }),
    ...{ paidAt, lived },
  };
}

function amountsOf(figures: StatementDraft["figures"]): Row {
  return {
    fee_minor: String(figures.feeMinor),
    credit_minor: String(figures.creditMinor),
    charges_minor: String(figures.chargesMinor),
    adjustment_minor: String(figures.adjustments.reduce((sum, one) => sum + one.amountMinor, 0n)),
    collar_minor: String(figures.collarMinor),
    carried_minor: String(figures.carriedMinor),
    net_minor: String(figures.netMinor),
    commission_minor: String(figures.commissionMinor),
    provider_minor: String(figures.providerMinor),
    provider_bears_minor: String(figures.providerBearsMinor),
    platform_bears_minor: String(figures.platformBearsMinor),
  };
}

/** From here on the contract counts the days of silence, for each side. */
function tellPutUp(story: Story, p: { parties: Row; statementId: string; at: number }): void {
  for (const side of ["buyer", "provider"])
    story.add("statement_notice", {
      ...{ id: story.id(p.at), ...p.parties, statement_id: p.statementId, side },
      ...{ kind: "presented", step: 0, at: stamp(p.at) },
    });
}

function tellCredits(
  story: Story,
  p: { parties: Row; statementId: string; at: number; draft: StatementDraft; isApproved: boolean },
): void {
  for (const credit of p.draft.credits)
    story.add("service_credit", {
      id: story.id(p.at),
      ...p.parties,
      statement_id: p.statementId,
      level_id: credit.levelId,
      amount_minor: String(credit.amountMinor),
      currency: p.draft.bundle.currency,
      state: p.isApproved ? "applied" : "proposed",
      arithmetic: { ...credit.arithmetic, capSentence: p.draft.capSentence },
    });
}

function stateOf(p: { isApproved: boolean; paidAt: number | null }): StatementState {
  if (!p.isApproved) return "awaiting_approval";
  return p.paidAt === null ? "invoiced" : "paid";
}

/** The second approval is invoiced within the minute. */
function issueOf(approvals: { buyer: Approval; provider: Approval }): number {
  return Math.max(approvals.buyer.at, approvals.provider.at) + 60;
}

type Paying = {
  plan: EngagementPlan;
  contract: ToldContract;
  frozen: FrozenMonth;
  isLast: boolean;
  approvals: Approvals;
};

/** A payment by bank transfer, or one through Stripe that is still to be lived through. */
function payment(story: Story, p: Paying): Pick<ApprovedStatement, "paidAt" | "lived"> {
  const paidAt = paymentOf(story, p);
  const month = {
    plan: p.plan.key,
    period: p.frozen.month.month,
    now: story.now,
    zone: p.contract.terms.zone,
  };
  const monthsAgo = story.lives && paidAt !== null ? livedMonthsAgo(month) : null;
  if (monthsAgo === null || paidAt === null) return { paidAt, lived: null };
  return { paidAt: null, lived: { paysAt: paidAt, monthsAgo } };
}

function paymentOf(story: Story, p: Paying): number | null {
  const { buyer, provider } = p.approvals;
  const running = story.now.toZonedDateTimeISO(p.contract.terms.zone).toPlainDate().toPlainYearMonth();
  if (
    p.plan.unpaid &&
    running.subtract({ months: p.plan.unpaid.monthsAgo }).toString() === p.frozen.month.month
  )
    return null;
  if (!buyer || !provider || (p.isLast && p.plan.lastStatement === "invoice_open")) return null;
  const paidAt = issueOf({ buyer, provider }) + p.plan.paysAfterDays * DAY;
  return paidAt <= nowOf(story) ? paidAt : null;
}

type Approval = { at: number; member: CastMember };
type Approvals = { buyer: Approval | null; provider: Approval | null };

function approvalsOf(
  story: Story,
  input: { plan: EngagementPlan; frozen: FrozenMonth; isLast: boolean },
): Approvals {
  const { plan, frozen, isLast } = input;
  const approval = (slug: string, role: "finance" | "delivery_manager", at: number) =>
    at + 60 <= nowOf(story) ? { at, member: story.cast.member({ slug, role }) } : null;
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

function nowOf(story: Story): number {
  return story.now.epochMilliseconds / 1000;
}
