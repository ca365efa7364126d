import { autopayWording } from "../../domain/billing/autopay.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { chooseBankTransfer } from "../../server/billing/choose-bank-transfer.ts";
import {
  chooseDefaultMethod,
  removePaymentMethod,
  setAutopay,
} from "../../server/billing/payment-method-changes.ts";
import {
  type Consent,
  latestConsent,
  type OpenSetup,
  type SavedMethod,
  savedMethods,
  waitingSetup,
} from "../../server/billing/payment-methods.read.ts";
import { finishPaymentSetup, startPaymentSetup } from "../../server/billing/set-up-payment-method.ts";
import { connectedStripe } from "../../server/billing/stripe-connection.ts";
import { toDate } from "../../server/clock.ts";
import { suspendedBecause } from "../../server/identity/work-suspension.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const BankLine = builder.objectRef<{ label: string; value: string }>("BankAddressLine").implement({
  fields: (t) => ({ label: t.exposeString("label"), value: t.exposeString("value") }),
});

const Method = builder.objectRef<SavedMethod>("PaymentMethod").implement({
  description: "A way to pay that the buyer has saved with Stripe; its number is never ours.",
  fields: (t) => ({
    id: t.exposeID("id"),
    kind: t.string({
      description: "card, us_bank_account, sepa_debit or bank_transfer",
      resolve: (one) => one.kind,
    }),
    title: t.exposeString("title"),
    state: t.string({
      description: "active, expired or mandate_withdrawn",
      resolve: (one) => one.state,
    }),
    isDefault: t.exposeBoolean("isDefault"),
    expires: t.string({
      nullable: true,
      description: "MM/YYYY, of a card.",
      resolve: ({ facts: { expMonth, expYear } }) =>
        expMonth && expYear ? `${String(expMonth).padStart(2, "0")}/${expYear}` : null,
    }),
    bankHolder: t.string({ nullable: true, resolve: (one) => one.bankAddress?.holder ?? null }),
    bankLines: t.field({ type: [BankLine], resolve: (one) => one.bankAddress?.lines ?? [] }),
    mayBeCharged: t.boolean({
      description: "Whether automatic payment can use it.",
      resolve: (one) => one.state === "active" && one.kind !== "bank_transfer",
    }),
    consentWording: t.string({
      description: "What somebody agrees to who switches automatic payment by this method on.",
      resolve: async (one, _args, context) => {
        const { organizationId } = context.signedIn();
        const buyer = await context.read.organization.findUniqueOrThrow({ where: { id: organizationId } });
        return autopayWording({ buyer: buyer.name, method: one.title });
      },
    }),
    addedByName: t.exposeString("addedByName"),
    addedAt: t.field({ type: "DateTime", resolve: (one) => one.addedAt }),
  }),
});

const Waiting = builder.objectRef<OpenSetup>("WaitingPaymentSetup").implement({
  description: "A hosted page that was opened and not filled in.",
  fields: (t) => ({
    id: t.exposeID("id"),
    url: t.exposeString("url"),
    startedByName: t.exposeString("startedByName"),
    expiresAt: t.field({ type: "DateTime", resolve: (one) => one.expiresAt }),
  }),
});

const Autopay = builder.objectRef<Consent>("Autopay").implement({
  description: "Automatic payment as it was switched last, with who, when and to which words.",
  fields: (t) => ({
    isOn: t.exposeBoolean("isOn"),
    paymentMethodId: t.exposeID("paymentMethodId"),
    wording: t.exposeString("wording"),
    byName: t.exposeString("byName"),
    at: t.field({ type: "DateTime", resolve: (one) => one.at }),
  }),
});

type Settings = { organizationId: string };

const SettingsType = builder.objectRef<Settings>("PaymentSettings").implement({
  description: "How the buyer pays.",
  fields: (t) => ({
    id: t.exposeID("organizationId"),
    currency: t.string({
      resolve: async ({ organizationId: id }, _args, context) =>
        (await context.read.organization.findUniqueOrThrow({ where: { id } })).currency,
    }),
    methods: t.field({
      type: [Method],
      description: "The default first, then the newest.",
      resolve: (one, _args, context) => savedMethods(context.read, { ...one, today: today(context) }),
    }),
    waiting: t.field({
      type: Waiting,
      nullable: true,
      resolve: (one, _args, context) =>
        waitingSetup(context.read, { ...one, now: toDate(context.moment()) }),
    }),
    autopay: t.field({
      type: Autopay,
      nullable: true,
      resolve: (one, _args, context) => latestConsent(context.read, one.organizationId),
    }),
    suspendedBecause: t.string({
      nullable: true,
      description: "Why new work is suspended, where it is.",
      resolve: (one, _args, context) => suspendedBecause(context.read, one.organizationId),
    }),
  }),
});

function today(context: GraphQLContext) {
  return localDate(context.moment(), context.signedIn().zone);
}

const settings = (context: GraphQLContext): Settings => ({
  organizationId: context.signedIn().organizationId,
});

builder.queryField("paymentSettings", (t) =>
  t.field({
    type: SettingsType,
    description: "For the buyer's owners and finance people.",
    authScopes: { may: "payment_method:manage" },
    resolve: (_root, _args, context) => settings(context),
  }),
);

const SetupPage = builder.objectRef<{ url: string }>("PaymentSetupPage").implement({
  fields: (t) => ({ url: t.exposeString("url") }),
});

const StartInput = builder.inputType("StartPaymentSetupInput", {
  fields: (t) => ({
    currency: t.string({
      required: true,
      description: "Of the invoices; it decides which ways are offered.",
    }),
    returnUrl: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});
const FinishInput = builder.inputType("FinishPaymentSetupInput", {
  fields: (t) => ({ setupId: t.id({ required: true }), idempotencyKey: t.string() }),
});
const TransferInput = builder.inputType("ChooseBankTransferInput", {
  fields: (t) => ({ currency: t.string({ required: true }), idempotencyKey: t.string() }),
});
const MethodInput = builder.inputType("PaymentMethodInput", {
  fields: (t) => ({ paymentMethodId: t.id({ required: true }), idempotencyKey: t.string() }),
});
const AutopayInput = builder.inputType("SetAutopayInput", {
  fields: (t) => ({
    paymentMethodId: t.id({ required: true }),
    isOn: t.boolean({ required: true }),
    wording: t.string({ required: true, description: "The words that were shown and agreed to." }),
    idempotencyKey: t.string(),
  }),
});

const authScopes = { may: "payment_method:manage" } as const;

builder.mutationFields((t) => ({
  startPaymentSetup: t.field({
    type: SetupPage,
    description: "Opens Stripe's page on which a card or a bank account is saved.",
    errors: {},
    authScopes,
    args: { input: t.arg({ type: StartInput, required: true }) },
    resolve: (_root, { input }, context) =>
      startPaymentSetup(context.caller(), { ...input, stripe: connectedStripe() }),
  }),
  finishPaymentSetup: t.field({
    type: SettingsType,
    description: "Keeps what was saved on the hosted page, once the buyer is back from it.",
    errors: {},
    authScopes,
    args: { input: t.arg({ type: FinishInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { db, clock } = context.caller();
      const { organizationId } = settings(context);
      const deps = { db, clock, stripe: connectedStripe() };
      await finishPaymentSetup(deps, { organizationId, setupId: String(input.setupId) });
      return settings(context);
    },
  }),
  chooseBankTransfer: t.field({
    type: SettingsType,
    description: "Pays by bank transfer from now on: shows the account under which transfers arrive.",
    errors: {},
    authScopes,
    args: { input: t.arg({ type: TransferInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await chooseBankTransfer(context.caller(), { stripe: connectedStripe(), currency: input.currency });
      return settings(context);
    },
  }),
  chooseDefaultMethod: t.field({
    type: SettingsType,
    errors: {},
    authScopes,
    args: { input: t.arg({ type: MethodInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const paymentMethodId = String(input.paymentMethodId);
      await chooseDefaultMethod(context.caller(input.idempotencyKey), { paymentMethodId });
      return settings(context);
    },
  }),
  removePaymentMethod: t.field({
    type: SettingsType,
    errors: {},
    authScopes,
    args: { input: t.arg({ type: MethodInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const paymentMethodId = String(input.paymentMethodId);
      await removePaymentMethod(context.caller(input.idempotencyKey), { paymentMethodId });
      return settings(context);
    },
  }),
}));

builder.mutationField("setAutopay", (t) =>
  t.field({
    type: SettingsType,
    description: "Switches automatic payment; who agreed, when and to which words is kept.",
    errors: {},
    authScopes,
    args: { input: t.arg({ type: AutopayInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { isOn, wording } = input;
      const paymentMethodId = String(input.paymentMethodId);
      await setAutopay(context.caller(input.idempotencyKey), { paymentMethodId, isOn, wording });
      return settings(context);
    },
  }),
);
