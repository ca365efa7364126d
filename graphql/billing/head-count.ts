import { seatLines } from "../../domain/billing/head-count.ts";
import { may } from "../../domain/identity/permissions.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { DomainError } from "../../domain/shared/domain-error.ts";
import { type HeadCountRow, headCounts } from "../../server/billing/head-count.read.ts";
import { stateHeadCount } from "../../server/billing/state-head-count.ts";
import {
  type ContractedEngagement,
  contractedEngagement,
} from "../../server/delivery/contracted-engagement.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

type SeatsOf = { engagement: ContractedEngagement; counts: HeadCountRow[]; mayState: boolean };
type LineOf = { id: string; name: string; seats: number; counts: HeadCountRow[]; from: string };

const HeadCountType = builder.objectRef<HeadCountRow>("HeadCount").implement({
  description: "The seats of a line from a day on, as one side stated them.",
  fields: (t) => ({
    id: t.exposeID("id"),
    effectiveOn: t.exposeString("effectiveOn", { description: "YYYY-MM-DD" }),
    count: t.exposeInt("count"),
    side: t.string({ resolve: (one) => one.side }),
    statedBy: t.exposeString("statedByName"),
    statedAt: t.field({ type: "DateTime", resolve: (one) => one.statedAt }),
    inForce: t.exposeBoolean("inForce", { description: "False where a later word took its place." }),
  }),
});

const SeatLineType = builder.objectRef<LineOf>("SeatLine").implement({
  fields: (t) => ({
    id: t.exposeString("id"),
    name: t.exposeString("name"),
    seats: t.exposeInt("seats", { description: "As signed, from the contract's first day." }),
    from: t.exposeString("from"),
    counts: t.field({ type: [HeadCountType], resolve: (line) => line.counts }),
  }),
});

const SeatsType = builder.objectRef<SeatsOf>("EngagementSeats").implement({
  description: "The lines of an engagement that are priced by the seat, with the head counts stated.",
  fields: (t) => ({
    engagementId: t.id({ resolve: (one) => one.engagement.id }),
    title: t.string({ resolve: (one) => one.engagement.title }),
    zone: t.string({ resolve: (one) => one.engagement.zone }),
    mayState: t.exposeBoolean("mayState"),
    lines: t.field({
      type: [SeatLineType],
      resolve: ({ engagement, counts }) =>
        seatLines(engagement.terms.billing).map(({ id, name, seats }) => ({
          ...{ id, name, seats, from: engagement.terms.startsOn },
          counts: counts.filter((one) => one.lineId === id),
        })),
    }),
  }),
});

async function seatsOf(context: GraphQLContext, id: string): Promise<SeatsOf> {
  const viewer = context.signedIn();
  const engagement = await contractedEngagement(context.read, { viewer, id });
  const counts = await headCounts(context.read, engagement.id);
  return { engagement, counts, mayState: may(viewer, "contract:edit") && !isStaff(viewer) };
}

builder.queryField("engagementSeats", (t) =>
  t.field({
    type: SeatsType,
    nullable: true,
    authScopes: { may: "statement:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: async (_root, { engagementId }, context) => {
      try {
        return await seatsOf(context, String(engagementId));
      } catch (error) {
        if (error instanceof DomainError) return null;
        throw error;
      }
    },
  }),
);

const StateHeadCountInput = builder.inputType("StateHeadCountInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    lineId: t.string({ required: true }),
    effectiveOn: t.string({ required: true, description: "YYYY-MM-DD" }),
    count: t.int({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("stateHeadCount", (t) =>
  t.field({
    type: SeatsType,
    description: "States the seats of a line from a day on; refused for a month that is closed.",
    errors: {},
    authScopes: { may: "contract:edit" },
    args: { input: t.arg({ type: StateHeadCountInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, engagementId, ...rest } = input;
      await stateHeadCount(context.caller(idempotencyKey), { ...rest, engagementId: String(engagementId) });
      return seatsOf(context, String(engagementId));
    },
  }),
);
