import type { RatchetOutlook, TriggerOutlook } from "../../domain/billing/price-outlook.ts";
import { may } from "../../domain/identity/permissions.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { orderRatchetedYear } from "../../server/billing/order-ratcheted-year.ts";
import { type PriceOutlook, priceOutlook } from "../../server/billing/price-outlook.read.ts";
import { findStatementOfWork } from "../../server/contracts/statement-of-work.read.ts";
import { builder } from "../builder.ts";
import { StatementOfWorkType } from "../contracts/statement-of-work.ts";

const Reached = builder.objectRef<TriggerOutlook["reached"][number]>("TriggerReached").implement({
  fields: (t) => ({
    period: t.exposeString("period", { description: "The month by which it was reached." }),
    because: t.exposeStringList("because", { description: "The months, or failures, that count." }),
  }),
});

const Trigger = builder.objectRef<TriggerOutlook>("TriggerOutlook").implement({
  description: "How near a right to end the contract is after the latest frozen month.",
  fields: (t) => ({
    condition: t.exposeString("condition"),
    count: t.exposeInt("count"),
    needed: t.exposeInt("needed"),
    counting: t.exposeStringList("counting"),
    reached: t.field({ type: [Reached], resolve: (one) => one.reached }),
  }),
});

const Ratchet = builder.objectRef<RatchetOutlook>("RatchetOutlook").implement({
  description: "A level's next target.",
  fields: (t) => ({
    levelId: t.exposeString("levelId"),
    name: t.exposeString("name"),
    unit: t.exposeString("unit"),
    target: t.exposeString("target", { description: "As signed." }),
    next: t.string({ resolve: (one) => one.step.target }),
    achieved: t.string({
      nullable: true,
      description: "The mean of the best months.",
      resolve: (one) => one.step.achieved,
    }),
    by: t.string({
      description: "unchanged, achieved, or gap: the greatest step that is agreed",
      resolve: (one) => one.step.by,
    }),
  }),
});

const Rule = builder.objectRef<NonNullable<PriceOutlook["terms"]["ratchet"]>>("RatchetRule").implement({
  fields: (t) => ({ bestMonths: t.exposeInt("bestMonths"), gapShareBps: t.exposeInt("gapShareBps") }),
});

const Outlook = builder.objectRef<PriceOutlook>("PriceOutlook").implement({
  fields: (t) => ({
    frozenMonths: t.int({ resolve: (one) => one.frozen.length }),
    latest: t.string({ nullable: true, resolve: (one) => one.frozen.at(-1)?.period ?? null }),
    triggers: t.field({ type: [Trigger], resolve: (one) => one.triggers }),
    ratchetRule: t.field({ type: Rule, nullable: true, resolve: (one) => one.terms.ratchet ?? null }),
    ratchet: t.field({
      type: [Ratchet],
      nullable: true,
      description: "Null where none is agreed, or fewer than twelve months are frozen.",
      resolve: (one) => one.ratchet,
    }),
    renewsOn: t.field({ type: "Date", resolve: (one) => one.renewsOn.toString() }),
    mayOrderYear: t.boolean({
      description: "The viewer may order the next year with the new targets.",
      resolve: ({ engagement, ratchet }, _args, context) => {
        const viewer = context.signedIn();
        const moves = ratchet?.some((one) => one.step.by !== "unchanged") ?? false;
        return (
          moves && viewer.organizationId === engagement.organizationId && may(viewer, "contract:order")
        );
      },
    }),
  }),
});

builder.queryField("priceOutlook", (t) =>
  t.field({
    type: Outlook,
    nullable: true,
    description: "Termination triggers and ratchet of an engagement; null where the viewer sees none.",
    authScopes: { may: "contract:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, { engagementId }, context) =>
      priceOutlook(context.read, { viewer: context.signedIn(), engagementId: String(engagementId) }),
  }),
);

const OrderYearInput = builder.inputType("OrderRatchetedYearInput", {
  fields: (t) => ({ engagementId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationField("orderRatchetedYear", (t) =>
  t.field({
    type: StatementOfWorkType,
    description: "Orders the next year with the targets of the ratchet: a draft that both sides sign.",
    errors: {},
    authScopes: { may: "contract:order" },
    args: { input: t.arg({ type: OrderYearInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { id } = await orderRatchetedYear(context.caller(input.idempotencyKey), {
        engagementId: String(input.engagementId),
      });
      const sow = await findStatementOfWork(context.read, context.signedIn(), id);
      if (!sow) throw new NotFound("contract");
      return sow;
    },
  }),
);
