import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { type Asked, askedInWords, wayOut } from "../../domain/billing/account-standing.ts";
import { bankFailure } from "../../domain/billing/bank-payout.ts";
import { money } from "../../domain/shared/money.ts";
import {
  type BankPayoutRow,
  listBankPayouts,
  type PayoutAccountRow,
  payoutAccount,
} from "../../server/billing/provider-account/account.read.ts";
import { builder } from "../builder.ts";

const AskedFor = builder.objectRef<Asked>("PayoutAccountRequirement").implement({
  description: "Something that Stripe asks for before, or so that, money can go on being received.",
  fields: (t) => ({
    what: t.exposeString("what", { description: "In plain words." }),
    turn: t.exposeString("turn", { description: "Whose turn it is: you or stripe." }),
    urgency: t.exposeString("urgency"),
    wrong: t.exposeString("wrong", { nullable: true, description: "What was wrong with what was given." }),
  }),
});

const PayoutAccount = builder.objectRef<PayoutAccountRow>("PayoutAccount").implement({
  description: "The provider's account for transfers, as Stripe described it last.",
  fields: (t) => ({
    transfersStatus: t.exposeString("transfersStatus"),
    blockers: t.exposeStringList("blockers", { description: "What Stripe still asks for." }),
    asked: t.field({ type: [AskedFor], resolve: (one) => askedInWords(one.requirements) }),
    wayOut: t.string({
      description: "none, open_new, give, wait or contact_stripe",
      resolve: (one) =>
        wayOut({ ...one, isClosed: one.closedAt !== null, asked: askedInWords(one.requirements) }),
    }),
    dueAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When the first requirement takes effect, where Stripe says so.",
      resolve: (one) => one.dueAt,
    }),
    closedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.closedAt }),
    checkedAt: t.field({ type: "DateTime", resolve: (one) => one.checkedAt }),
  }),
});

builder.queryField("payoutAccount", (t) =>
  t.field({
    type: PayoutAccount,
    nullable: true,
    authScopes: { may: "payout:read" },
    resolve: (_root, _args, context) => payoutAccount(context.read, context.signedIn()),
  }),
);

const failed = (one: BankPayoutRow) =>
  one.state === "failed" ? bankFailure({ code: one.failureCode, message: one.failureMessage }) : null;

const BankPayout = builder.objectRef<BankPayoutRow>("BankPayout").implement({
  description: "Money from the provider's own Stripe balance to its bank.",
  fields: (t) => ({
    id: t.exposeID("id"),
    providerName: t.exposeString("providerName"),
    stripePayoutId: t.exposeString("stripePayoutId"),
    state: t.exposeString("state", { description: "pending, in_transit, paid, failed or canceled" }),
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
    madeAt: t.field({ type: "DateTime", resolve: (one) => one.madeAt }),
    arrivesAt: t.field({ type: "DateTime", resolve: (one) => one.arrivesAt }),
    paidAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When it was said to be paid; one that failed later has both.",
      resolve: (one) => one.paidAt,
    }),
    failedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.failedAt }),
    failedBecause: t.string({ nullable: true, resolve: (one) => failed(one)?.why ?? null }),
    wayOut: t.string({ nullable: true, resolve: (one) => failed(one)?.wayOut ?? null }),
  }),
});

builder.queryField("bankPayouts", (t) =>
  t.connection({
    type: BankPayout,
    description: "What went from the provider's Stripe balance to its bank, newest first; staff see all.",
    authScopes: { may: "payout:read" },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: BankPayoutRow) => one.id, defaultSize: 20, maxSize: 100 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listBankPayouts(context.read, context.signedIn(), { after, before, take: limit, inverted }),
      ),
  }),
);
