import { may } from "../../domain/identity/permissions.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import {
  decidePayoutDetails,
  withdrawPayoutDetails,
} from "../../server/billing/payout-details/decide-payout-details.ts";
import {
  listPayoutDetails,
  type PayoutDetailsRow,
} from "../../server/billing/payout-details/payout-details.read.ts";
import { proposePayoutDetails } from "../../server/billing/payout-details/propose-payout-details.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const PayoutDetails = builder.objectRef<PayoutDetailsRow>("PayoutDetails").implement({
  description:
    "Where a provider's money goes in one currency: proposed by one person, in force once another has confirmed it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    currency: t.exposeString("currency"),
    holder: t.exposeString("holder"),
    account: t.exposeString("account", {
      description: "Its last four signs; revealNumber tells the whole of it.",
    }),
    bic: t.exposeString("bic", { nullable: true }),
    state: t.string({
      description: "proposed, confirmed (in force), rejected, withdrawn or replaced",
      resolve: (one) => one.state,
    }),
    proposedByName: t.exposeString("proposedByName"),
    proposedAt: t.field({ type: "DateTime", resolve: (one) => one.proposedAt }),
    decidedByName: t.exposeString("decidedByName", { nullable: true }),
    decidedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.decidedAt }),
    reason: t.exposeString("reason", { nullable: true }),
    replacedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.replacedAt }),
    mayDecide: t.boolean({
      description: "Whoever proposed it does not.",
      resolve: (one, _args, { viewer }) =>
        one.state === "proposed" && may(viewer, "payout:set_up") && viewer?.userId !== one.proposedById,
    }),
    mayWithdraw: t.boolean({
      resolve: (one, _args, { viewer }) => one.state === "proposed" && viewer?.userId === one.proposedById,
    }),
  }),
});

builder.queryField("payoutDetails", (t) =>
  t.field({
    type: [PayoutDetails],
    description: "The latest fifty of the viewer's own organisation, those in force and proposed first.",
    authScopes: { may: "payout:read" },
    resolve: (_root, _args, context) => listPayoutDetails(context.read, context.signedIn()),
  }),
);

const ProposePayoutDetailsInput = builder.inputType("ProposePayoutDetailsInput", {
  fields: (t) => ({
    currency: t.string({ required: true }),
    holder: t.string({ required: true }),
    account: t.string({ required: true, description: "An IBAN, or an account number of another kind." }),
    bic: t.string(),
    idempotencyKey: t.string(),
  }),
});

const DecidePayoutDetailsInput = builder.inputType("DecidePayoutDetailsInput", {
  fields: (t) => ({
    detailsId: t.id({ required: true }),
    confirm: t.boolean({ required: true }),
    reason: t.string({ description: "Of a rejection." }),
    idempotencyKey: t.string(),
  }),
});

const WithdrawPayoutDetailsInput = builder.inputType("WithdrawPayoutDetailsInput", {
  fields: (t) => ({ detailsId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationFields((t) => ({
  proposePayoutDetails: t.field({
    type: PayoutDetails,
    description: "Proposes an account; nothing changes before another person has confirmed it.",
    errors: {},
    authScopes: { may: "payout:set_up" },
    args: { input: t.arg({ type: ProposePayoutDetailsInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...asked } = input;
      const { detailsId } = await proposePayoutDetails(context.caller(idempotencyKey), asked);
      return detailsOf(context, detailsId);
    },
  }),
  decidePayoutDetails: t.field({
    type: PayoutDetails,
    description: "Another person confirms the account, which is in force from then on, or rejects it.",
    errors: {},
    authScopes: { may: "payout:set_up" },
    args: { input: t.arg({ type: DecidePayoutDetailsInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, confirm, reason } = input;
      const { detailsId } = await decidePayoutDetails(context.caller(idempotencyKey), {
        ...{ detailsId: String(input.detailsId), confirm, reason: reason ?? undefined },
      });
      return detailsOf(context, detailsId);
    },
  }),
  withdrawPayoutDetails: t.field({
    type: PayoutDetails,
    errors: {},
    authScopes: { may: "payout:set_up" },
    args: { input: t.arg({ type: WithdrawPayoutDetailsInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const asked = { detailsId: String(input.detailsId) };
      const { detailsId } = await withdrawPayoutDetails(context.caller(input.idempotencyKey), asked);
      return detailsOf(context, detailsId);
    },
  }),
}));

async function detailsOf(context: GraphQLContext, id: string): Promise<PayoutDetailsRow> {
  const rows = await listPayoutDetails(context.read, context.signedIn());
  const found = rows.find((row) => row.id === id);
  if (!found) throw new NotFound("payout details");
  return found;
}
