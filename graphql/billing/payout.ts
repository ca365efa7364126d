import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { may } from "../../domain/identity/permissions.ts";
import { money } from "../../domain/shared/money.ts";
import { findPayout, listPayouts, type PayoutRow } from "../../server/billing/payout.read.ts";
import { refreshPayoutAccount, setUpPayouts } from "../../server/billing/payout-account.ts";
import { connectedStripe } from "../../server/billing/stripe-connection.ts";
import { builder } from "../builder.ts";
import { Node } from "../node-interface.ts";

const amount = (key: "amountMinor" | "feeMinor" | "creditMinor" | "netMinor" | "commissionMinor") => ({
  type: "Money" as const,
  resolve: (one: PayoutRow) => money(one[key], one.currency),
});

export const PayoutType = builder.objectRef<PayoutRow>("Payout").implement({
  interfaces: [Node],
  description: "What the provider receives for one paid invoice, and how it came about.",
  fields: (t) => ({
    id: t.exposeID("id"),
    state: t.string({
      description: "held, scheduled, pending, sent, unknown or failed",
      resolve: (one) => one.state,
    }),
    heldBecause: t.exposeString("heldBecause", { nullable: true }),
    providerName: t.exposeString("providerName"),
    buyerName: t.exposeString("buyerName"),
    engagementId: t.exposeID("engagementId"),
    engagementTitle: t.exposeString("engagementTitle"),
    zone: t.exposeString("zone"),
    period: t.exposeString("period"),
    statementId: t.exposeID("statementId"),
    invoiceId: t.exposeID("invoiceId"),
    invoiceNumber: t.exposeString("invoiceNumber"),
    fee: t.field(amount("feeMinor")),
    credit: t.field(amount("creditMinor")),
    net: t.field(amount("netMinor")),
    commission: t.field(amount("commissionMinor")),
    amount: t.field(amount("amountMinor")),
    stripeTransferId: t.exposeString("stripeTransferId", { nullable: true }),
    createdAt: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
    paidAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.paidAt }),
    sentAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.sentAt }),
  }),
});

builder.queryField("payout", (t) =>
  t.field({
    type: PayoutType,
    nullable: true,
    authScopes: { may: "payout:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findPayout(context.read, context.signedIn(), String(id)),
  }),
);

builder.queryField("payouts", (t) =>
  t.connection({
    type: PayoutType,
    description: "Payouts that are not sent first, then the newest; staff see all.",
    authScopes: { may: "payout:read" },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: PayoutRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listPayouts(context.read, context.signedIn(), { after, before, take: limit, inverted }),
      ),
  }),
);

builder.queryField("maySetUpPayouts", (t) =>
  t.boolean({
    authScopes: { signedIn: true },
    resolve: (_root, _args, context) => {
      const viewer = context.signedIn();
      return viewer.organizationKind === "provider" && may(viewer, "payout:set_up");
    },
  }),
);

const Onboarding = builder.objectRef<{ onboardingUrl: string }>("PayoutOnboarding").implement({
  fields: (t) => ({ onboardingUrl: t.exposeString("onboardingUrl") }),
});

const SetUpPayoutsInput = builder.inputType("SetUpPayoutsInput", {
  fields: (t) => ({
    returnUrl: t.string({ required: true, description: "Where Stripe sends the person afterwards." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("setUpPayouts", (t) =>
  t.field({
    type: Onboarding,
    description: "Opens the account for transfers, once, and answers a fresh address to complete it at.",
    errors: {},
    authScopes: { may: "payout:set_up" },
    args: { input: t.arg({ type: SetUpPayoutsInput, required: true }) },
    resolve: (_root, { input }, context) =>
      setUpPayouts(context.caller(), {
        stripe: connectedStripe(),
        returnUrl: input.returnUrl,
        refreshUrl: input.returnUrl,
      }),
  }),
);

const RefreshInput = builder.inputType("RefreshPayoutAccountInput", {
  fields: (t) => ({ idempotencyKey: t.string() }),
});

const Refreshed = builder
  .objectRef<{ transfersStatus: string | null }>("RefreshedPayoutAccount")
  .implement({
    fields: (t) => ({ transfersStatus: t.exposeString("transfersStatus", { nullable: true }) }),
  });

builder.mutationField("refreshPayoutAccount", (t) =>
  t.field({
    type: Refreshed,
    description: "Asks Stripe how the account stands; held payouts go out once it can receive transfers.",
    errors: {},
    authScopes: { may: "payout:set_up" },
    args: { input: t.arg({ type: RefreshInput, required: true }) },
    resolve: async (_root, _args, context) => {
      const account = await refreshPayoutAccount(context.caller(), { stripe: connectedStripe() });
      return { transfersStatus: account?.transfersStatus ?? null };
    },
  }),
);
