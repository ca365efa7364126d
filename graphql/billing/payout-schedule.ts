import { may } from "../../domain/identity/permissions.ts";
import { money } from "../../domain/shared/money.ts";
import { type PayoutScheduleRow, payoutSchedules } from "../../server/billing/payout-schedule.read.ts";
import { setPayoutSchedule } from "../../server/billing/set-payout-schedule.ts";
import { builder } from "../builder.ts";

const Schedule = builder.objectRef<PayoutScheduleRow>("PayoutSchedule").implement({
  description: "When a provider is paid in a currency, and its reserve. Without one it is paid at once.",
  fields: (t) => ({
    id: t.exposeID("id"),
    providerId: t.exposeID("providerId"),
    providerName: t.exposeString("providerName"),
    currency: t.exposeString("currency"),
    holdDays: t.exposeInt("holdDays", { description: "Never fewer than the contract's time to contest." }),
    rhythm: t.string({ description: "each, weekly or monthly", resolve: (one) => one.rhythm }),
    runDay: t.exposeInt("runDay", { description: "weekly: 1 is Monday; monthly: the day" }),
    minimum: t.field({ type: "Money", resolve: (one) => money(one.minimumMinor, one.currency) }),
    zone: t.exposeString("zone"),
    holidayPlace: t.exposeString("holidayPlace", { nullable: true }),
    reserveBps: t.exposeInt("reserveBps"),
    reserveCap: t.field({
      type: "Money",
      nullable: true,
      resolve: (one) => (one.reserveCapMinor === null ? null : money(one.reserveCapMinor, one.currency)),
    }),
    reserveDays: t.exposeInt("reserveDays"),
    note: t.exposeString("note"),
    setByName: t.exposeString("setByName"),
    setAt: t.field({ type: "DateTime", resolve: (one) => one.setAt }),
  }),
});

builder.queryFields((t) => ({
  payoutSchedules: t.field({
    type: [Schedule],
    description: "In force, by provider and currency; a provider sees its own.",
    authScopes: { may: "payout:read" },
    args: { providerId: t.arg.id() },
    resolve: (_root, { providerId }, context) =>
      payoutSchedules(context.read, context.signedIn(), {
        providerId: providerId ? String(providerId) : null,
      }),
  }),
  maySetPayoutSchedules: t.boolean({
    authScopes: { signedIn: true },
    resolve: (_root, _args, context) => may(context.viewer, "payout:schedule"),
  }),
}));

const SetInput = builder.inputType("SetPayoutScheduleInput", {
  fields: (t) => ({
    providerId: t.id({ required: true }),
    currency: t.string({ required: true }),
    holdDays: t.string({ required: true, description: "0 to 90" }),
    rhythm: t.string({ required: true, description: "each, weekly or monthly" }),
    runDay: t.string({ required: true, description: "weekly: 1 (Monday) to 5; monthly: 1 to 28" }),
    minimum: t.string({ required: true, description: "As typed; empty for none." }),
    zone: t.string({ required: true }),
    holidayPlace: t.string({ description: "Such as DE or DE-BY." }),
    reservePercent: t.string({ required: true, description: "As typed; empty for none." }),
    reserveCap: t.string({ required: true, description: "As typed; empty for no limit." }),
    reserveDays: t.string({ required: true }),
    note: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

const SetAnswer = builder.objectRef<{ scheduleId: string; providerId: string }>("SetPayoutSchedule");
SetAnswer.implement({ fields: (t) => ({ scheduleId: t.exposeID("scheduleId") }) });

builder.mutationField("setPayoutSchedule", (t) =>
  t.field({
    type: SetAnswer,
    description: "Sets when a provider is paid, and its reserve. Parts that are held keep their dates.",
    errors: {},
    authScopes: { may: "payout:schedule" },
    args: { input: t.arg({ type: SetInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, ...given } = input;
      return setPayoutSchedule(context.caller(idempotencyKey), {
        ...given,
        providerId: String(given.providerId),
      });
    },
  }),
);
