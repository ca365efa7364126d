import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { sideOf } from "../../domain/billing/approval.ts";
import { type MilestoneLine, milestoneState, milestonesOf } from "../../domain/billing/milestone.ts";
import { type PassThroughLine, passThroughLines } from "../../domain/billing/passed-cost.ts";
import { may } from "../../domain/identity/permissions.ts";
import { DomainError } from "../../domain/shared/domain-error.ts";
import { money } from "../../domain/shared/money.ts";
import {
  listPassedCosts,
  type MilestoneStepRow,
  milestoneSteps,
  type PassedCostRow,
} from "../../server/billing/charges.read.ts";
import {
  type ContractedEngagement,
  contractedEngagement,
} from "../../server/delivery/contracted-engagement.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

export type ChargesOf = {
  engagement: ContractedEngagement;
  steps: MilestoneStepRow[];
  mayState: boolean;
  mayAnswer: boolean;
};
type MilestoneOf = { line: MilestoneLine; currency: string; steps: MilestoneStepRow[] };
type CostLineOf = { line: PassThroughLine; currency: string };

const MilestoneStepType = builder.objectRef<MilestoneStepRow>("MilestoneStep").implement({
  description: "Delivered by the provider, accepted or refused by the buyer.",
  fields: (t) => ({
    id: t.exposeID("id"),
    kind: t.string({ resolve: (one) => one.kind }),
    on: t.exposeString("occurredOn", { description: "YYYY-MM-DD" }),
    note: t.exposeString("note", { description: "The evidence, or the reason." }),
    byName: t.exposeString("byName"),
    at: t.field({ type: "DateTime", resolve: (one) => one.at }),
  }),
});

const MilestoneType = builder.objectRef<MilestoneOf>("Milestone").implement({
  description: "An agreed result, billed in the month in which the buyer accepts it.",
  fields: (t) => ({
    id: t.string({ resolve: ({ line }) => line.id }),
    name: t.string({ resolve: ({ line }) => line.name }),
    dueOn: t.string({ resolve: ({ line }) => line.dueOn }),
    amount: t.field({ type: "Money", resolve: (one) => money(BigInt(one.line.amountMinor), one.currency) }),
    state: t.string({
      description: "planned, delivered, accepted or refused",
      resolve: ({ steps }) => milestoneState(steps),
    }),
    steps: t.field({ type: [MilestoneStepType], resolve: ({ steps }) => steps }),
  }),
});

const CostLineType = builder.objectRef<CostLineOf>("PassThroughLine").implement({
  fields: (t) => ({
    id: t.string({ resolve: ({ line }) => line.id }),
    name: t.string({ resolve: ({ line }) => line.name }),
    markupBps: t.int({ resolve: ({ line }) => line.markupBps }),
    cap: t.field({
      ...{ type: "Money", nullable: true, description: "The most that a month is charged." },
      resolve: ({ line, currency }) =>
        line.capMinor === undefined ? null : money(BigInt(line.capMinor), currency),
    }),
  }),
});

export const ChargesType = builder.objectRef<ChargesOf>("EngagementCharges").implement({
  description: "The milestones of an engagement and the lines through which costs of others are passed.",
  fields: (t) => ({
    engagementId: t.id({ resolve: (one) => one.engagement.id }),
    zone: t.string({ resolve: (one) => one.engagement.zone }),
    currency: t.string({ resolve: (one) => one.engagement.terms.currency }),
    mayState: t.exposeBoolean("mayState", { description: "Deliver milestones and state costs." }),
    mayAnswer: t.exposeBoolean("mayAnswer", { description: "Accept or refuse them." }),
    milestones: t.field({
      type: [MilestoneType],
      resolve: ({ engagement: { terms }, steps }) =>
        milestonesOf(terms.billing).map((line) => ({
          ...{ line, currency: terms.currency, steps: steps.filter((one) => one.lineId === line.id) },
        })),
    }),
    costLines: t.field({
      type: [CostLineType],
      resolve: ({ engagement: { terms } }) =>
        passThroughLines(terms.billing).map((line) => ({ line, currency: terms.currency })),
    }),
  }),
});

/** What a viewer of an engagement sees of it and may do. Throws NotFound for a foreign one. */
export async function chargesOf(context: GraphQLContext, id: string): Promise<ChargesOf> {
  const viewer = context.signedIn();
  const engagement = await contractedEngagement(context.read, { viewer, id });
  const side = sideOf(viewer, engagement);
  return {
    engagement,
    steps: await milestoneSteps(context.read, engagement.id),
    mayState: side === "provider" && may(viewer, "contract:edit"),
    mayAnswer: side === "buyer" && may(viewer, "statement:approve"),
  };
}

builder.queryField("engagementCharges", (t) =>
  t.field({
    type: ChargesType,
    nullable: true,
    authScopes: { may: "statement:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: async (_root, { engagementId }, context) => {
      try {
        return await chargesOf(context, String(engagementId));
      } catch (error) {
        if (error instanceof DomainError) return null;
        throw error;
      }
    },
  }),
);

const PassedCostType = builder.objectRef<PassedCostRow>("PassedCost").implement({
  description: "A cost of others with its receipt, as the provider stated it and the buyer answered.",
  fields: (t) => ({
    id: t.exposeID("id"),
    lineId: t.exposeString("lineId"),
    receipt: t.exposeString("receipt"),
    description: t.exposeString("description"),
    incurredOn: t.exposeString("incurredOn"),
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
    state: t.string({
      description: "proposed, approved, rejected or charged",
      resolve: (one) => one.state,
    }),
    statedBy: t.exposeString("statedByName"),
    statedAt: t.field({ type: "DateTime", resolve: (one) => one.statedAt }),
    decidedBy: t.exposeString("decidedByName", { nullable: true }),
    decidedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.decidedAt }),
    reason: t.exposeString("reason", { nullable: true }),
    statementId: t.exposeID("statementId", { nullable: true, description: "The one that charges it." }),
  }),
});

builder.queryField("passedCosts", (t) =>
  t.connection({
    type: PassedCostType,
    description: "The costs that are passed through an engagement, the latest first.",
    authScopes: { may: "statement:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: PassedCostRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listPassedCosts(context.read, context.signedIn(), {
            ...{ after, before, take: limit, inverted },
            engagementId: String(args.engagementId),
          }),
      ),
  }),
);
