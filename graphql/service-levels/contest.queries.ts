import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { type ProposalInput, proposalSchema } from "../../domain/service-levels/contest.input.ts";
import type { RepricedMonth } from "../../domain/service-levels/repriced-month.ts";
import { DomainError } from "../../domain/shared/domain-error.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { contractedEngagement } from "../../server/delivery/contracted-engagement.ts";
import { type ContestRow, findContest, listContests } from "../../server/service-levels/contest.read.ts";
import { refuseOutsideWindow, whatIf } from "../../server/service-levels/contest-what-if.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { ContestType } from "./contest.ts";
import { RepricedMonthType } from "./repriced-month.ts";

export const ProposalInputType = builder.inputType("ContestProposalInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    month: t.string({ required: true, description: "YYYY-MM in the contract's zone." }),
    subject: t.string({ required: true, description: "exclusion, interval or verdict" }),
    kind: t.string({ description: "Of an exclusion: client_caused, late_input, third_party, …" }),
    workItemId: t.id(),
    levelIds: t.stringList({ description: "Empty: every level." }),
    effect: t.string({
      required: true,
      description: "exclude (does not count), count (the pause was none), hit or miss.",
    }),
    from: t.string({ description: "RFC 3339; left out with `to`: the whole item." }),
    to: t.string(),
    forecast: t.int({ description: "Of volume over forecast: the agreed number of items." }),
  }),
});

/** The proposal as the domain reads it; the domain says what is wrong with it. */
export function proposalOf(input: typeof ProposalInputType.$inferInput): ProposalInput {
  const { engagementId, workItemId, levelIds, ...rest } = input;
  return {
    ...rest,
    engagementId: String(engagementId),
    workItemId: workItemId ? String(workItemId) : null,
    levelIds: levelIds ?? [],
  } as ProposalInput;
}

const Preview = builder.objectRef<PreviewOf>("ContestPreview").implement({
  description: "A proposal's price, or why it cannot be put forward.",
  fields: (t) => ({
    price: t.field({ type: RepricedMonthType, nullable: true, resolve: (one) => one.price }),
    refused: t.exposeString("refused", { nullable: true }),
  }),
});

builder.queryFields((t) => ({
  contest: t.field({
    type: ContestType,
    nullable: true,
    authScopes: { may: "service_level:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) =>
      findContest(context.read, { viewer: context.signedIn(), id: String(id) }),
  }),
  contests: t.connection({
    type: ContestType,
    description: "Contests and exclusions, undecided first, then the newest; staff see all.",
    authScopes: { may: "service_level:read" },
    args: {
      engagementId: t.arg.id(),
      workItemId: t.arg.id(),
      month: t.arg.string(),
      states: t.arg.stringList(),
      toRule: t.arg.boolean({ description: "Only what the account manager rules on now." }),
    },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: ContestRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listContests(context.read, {
            viewer: context.signedIn(),
            now: context.clock.now().toString(),
            limit,
            inverted,
            ...(after === undefined ? {} : { after }),
            ...(before === undefined ? {} : { before }),
            filter: {
              engagementId: args.engagementId ? String(args.engagementId) : undefined,
              workItemId: args.workItemId ? String(args.workItemId) : undefined,
              month: args.month ?? undefined,
              states: args.states ?? undefined,
              toRule: args.toRule ?? undefined,
            },
          }),
      ),
  }),
  contestPreview: t.field({
    type: Preview,
    description:
      "The month without and with a proposal, before anything is put forward. Nothing is written.",
    complexity: 50,
    authScopes: { may: "contest:make" },
    args: { proposal: t.arg({ type: ProposalInputType, required: true }) },
    resolve: (_root, args, context) => preview(context, args.proposal),
  }),
}));

type PreviewOf = { price: RepricedMonth | null; refused: string | null };

/** A refusal is part of the answer: the reader is still choosing. */
async function preview(
  context: GraphQLContext,
  input: typeof ProposalInputType.$inferInput,
): Promise<PreviewOf> {
  const viewer = context.signedIn();
  const now = context.clock.now();
  try {
    const proposal = parseInput(proposalSchema, proposalOf(input));
    const engagement = await contractedEngagement(context.read, { viewer, id: proposal.engagementId });
    await refuseOutsideWindow(context.read, { viewer, engagement, month: proposal.month, now });
    const { price } = await whatIf(context.read, { viewer, engagement, proposal, now });
    return { price, refused: null };
  } catch (error) {
    if (error instanceof DomainError) return { price: null, refused: error.message };
    throw error;
  }
}
