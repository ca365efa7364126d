import { money } from "../../domain/shared/money.ts";
import type { PayoutRow } from "../../server/billing/payout.read.ts";
import {
  heldParts,
  type PayoutPartRow,
  type PayoutStepRow,
  partsOfPayout,
  stepsOfPayout,
} from "../../server/billing/payout-part.read.ts";
import { builder } from "../builder.ts";
import { PayoutType } from "./payout.ts";

export const PayoutPartType = builder.objectRef<PayoutPartRow>("PayoutPart").implement({
  description: "A part of a payout that does not go out with it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    payoutId: t.exposeID("payoutId"),
    statementId: t.exposeID("statementId"),
    engagementTitle: t.exposeString("engagementTitle"),
    providerName: t.exposeString("providerName"),
    period: t.exposeString("period"),
    kind: t.string({ description: "contested, reserve or netted", resolve: (one) => one.kind }),
    state: t.exposeString("state", {
      description: "planned, held, sending, unknown, released (paid out) or taken (against what is owed)",
    }),
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
    left: t.field({
      type: "Money",
      description: "What is still held of it.",
      resolve: (one) => {
        const isHeld = ["planned", "held", "sending", "unknown"].includes(one.state);
        return money(isHeld ? one.amountMinor - one.takenMinor : 0n, one.currency);
      },
    }),
    reason: t.exposeString("reason"),
    releasesOn: t.exposeString("releasesOn", { nullable: true, description: "YYYY-MM-DD" }),
    heldAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.heldAt }),
    endedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.endedAt }),
    endedBecause: t.exposeString("endedBecause", { nullable: true }),
    stripeTransferId: t.exposeString("stripeTransferId", { nullable: true }),
  }),
});

const Step = builder.objectRef<PayoutStepRow>("PayoutStep").implement({
  description: "What happened to a payout, dated; no later one changes it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    step: t.exposeString("step"),
    says: t.exposeString("says"),
    at: t.field({ type: "DateTime", resolve: (one) => one.at }),
  }),
});

builder.objectFields(PayoutType, (t) => ({
  releaseOn: t.string({
    nullable: true,
    description: "The first day on which it may go out, in the provider's zone; YYYY-MM-DD",
    resolve: (one: PayoutRow) => one.releaseOn,
  }),
  transfer: t.field({
    type: "Money",
    nullable: true,
    description: "What goes out of the amount; null before it is planned.",
    resolve: (one: PayoutRow) =>
      one.transferMinor === null ? null : money(one.transferMinor, one.currency),
  }),
  sent: t.field({
    type: "Money",
    nullable: true,
    description: "What the transfer itself is over, where Stripe settled the payment in another currency.",
    resolve: ({ sentCurrency, sentMinor }: PayoutRow) =>
      sentCurrency && sentMinor !== null ? money(sentMinor, sentCurrency) : null,
  }),
  out: t.field({
    type: "Money",
    description: "What went out so far, with the parts that were released since.",
    resolve: (one: PayoutRow) => money(one.outMinor, one.currency),
  }),
  held: t.field({
    type: "Money",
    description: "What of it is held now: contested amounts and the reserve.",
    resolve: (one: PayoutRow) => money(one.heldMinor, one.currency),
  }),
  parts: t.field({
    type: [PayoutPartType],
    complexity: 5,
    resolve: (one, _args, context) => partsOfPayout(context.read, context.signedIn(), one.id),
  }),
  steps: t.field({
    type: [Step],
    complexity: 5,
    resolve: (one, _args, context) => stepsOfPayout(context.read, context.signedIn(), one.id),
  }),
}));

builder.queryField("heldPayoutParts", (t) =>
  t.field({
    type: [PayoutPartType],
    description: "What is held of payouts now, oldest first, at most 200; staff see all providers'.",
    authScopes: { may: "payout:read" },
    resolve: (_root, _args, context) => heldParts(context.read, context.signedIn()),
  }),
);
