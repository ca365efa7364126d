import { NotFound } from "../../domain/shared/refusals.ts";
import { closeMonth } from "../../server/service-levels/close-month.ts";
import { monthFigures } from "../../server/service-levels/month-figures.ts";
import { builder } from "../builder.ts";
import { MonthType } from "./month.ts";

const CloseInput = builder.inputType("CloseMonthInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    month: t.string({ required: true, description: "YYYY-MM in the contract's zone." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("closeMonth", (t) =>
  t.field({
    type: MonthType,
    description: "Freezes a month's verdicts and figures for good.",
    errors: {},
    authScopes: { may: "period:close" },
    args: { input: t.arg({ type: CloseInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const engagementId = String(input.engagementId);
      const { month } = await closeMonth(context.caller(input.idempotencyKey), {
        engagementId,
        month: input.month,
      });
      const p = { viewer: context.signedIn(), now: context.clock.now(), month };
      const [figures] = await monthFigures(context.read, { ...p, engagementIds: [engagementId] });
      if (!figures) throw new NotFound("engagement");
      return figures;
    },
  }),
);
