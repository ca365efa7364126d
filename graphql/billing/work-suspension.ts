import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { may } from "../../domain/identity/permissions.ts";
import { money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { liftSuspensionByHand } from "../../server/billing/lift-suspension.ts";
import {
  findSuspension,
  type HoldingInvoice,
  holdingInvoices,
  listSuspensions,
  type SuspensionRow,
} from "../../server/billing/suspensions.read.ts";
import { builder } from "../builder.ts";

const Holding = builder.objectRef<HoldingInvoice>("HoldingInvoice").implement({
  description: "An unpaid invoice that holds its buyer's new work back.",
  fields: (t) => ({
    invoiceId: t.exposeID("invoiceId"),
    number: t.exposeString("number"),
    total: t.field({ type: "Money", resolve: (one) => money(one.totalMinor, one.currency) }),
    isWrittenOff: t.exposeBoolean("isWrittenOff"),
  }),
});

const Suspension = builder.objectRef<SuspensionRow>("WorkSuspension").implement({
  description: "A buyer whose new work and new orders wait, or waited.",
  fields: (t) => ({
    id: t.exposeID("id"),
    buyerName: t.exposeString("buyerName"),
    because: t.exposeString("because", { description: "What began it, in a sentence." }),
    since: t.field({ type: "DateTime", resolve: (one) => one.since }),
    liftedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.liftedAt }),
    liftedByName: t.exposeString("liftedByName", {
      nullable: true,
      description: "The administrator who lifted it; null where it ended with the debt.",
    }),
    liftedBecause: t.exposeString("liftedBecause", { nullable: true }),
    holdingInvoices: t.field({
      type: [Holding],
      description: "What holds it at this moment, at most twenty; empty once it is lifted.",
      resolve: (one, _args, context) =>
        one.liftedAt ? [] : holdingInvoices(context.read, one.organizationId),
    }),
    mayLift: t.boolean({
      description: "For an administrator, while it holds.",
      resolve: (one, _args, context) => !one.liftedAt && may(context.viewer, "suspension:lift"),
    }),
  }),
});

builder.queryField("workSuspensions", (t) =>
  t.connection({
    type: Suspension,
    description: "Buyers whose new work is or was suspended: those that hold first, then the latest.",
    authScopes: { may: "dunning:read" },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: SuspensionRow) => one.id, defaultSize: 20, maxSize: 50 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listSuspensions(context.read, context.signedIn(), { after, before, take: limit, inverted }),
      ),
  }),
);

const LiftInput = builder.inputType("LiftWorkSuspensionInput", {
  fields: (t) => ({
    suspensionId: t.id({ required: true }),
    reason: t.string({ required: true, description: "At least ten characters." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("liftWorkSuspension", (t) =>
  t.field({
    type: Suspension,
    description: "Takes a buyer's new work again in spite of its debts, which stay owed.",
    errors: {},
    authScopes: { may: "suspension:lift" },
    args: { input: t.arg({ type: LiftInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { suspensionId } = await liftSuspensionByHand(context.caller(input.idempotencyKey), {
        suspensionId: String(input.suspensionId),
        reason: input.reason,
      });
      const found = await findSuspension(context.read, context.signedIn(), suspensionId);
      if (!found) throw new NotFound("suspension");
      return found;
    },
  }),
);
