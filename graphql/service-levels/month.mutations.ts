import { NotFound } from "../../domain/shared/refusals.ts";
import type { Caller } from "../../server/command.ts";
import { closeMonth } from "../../server/service-levels/close-month.ts";
import { monthFigures } from "../../server/service-levels/month-figures.ts";
import { confirmMonth, reviewMonth } from "../../server/service-levels/review-month.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { MonthType } from "./month.ts";

const MonthInput = builder.inputType("MonthInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    month: t.string({ required: true, description: "YYYY-MM in the contract's zone." }),
    idempotencyKey: t.string(),
  }),
});

const CloseInput = builder.inputType("CloseMonthInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    month: t.string({ required: true, description: "YYYY-MM in the contract's zone." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationFields((t) => ({
  reviewMonth: t.field({
    type: MonthType,
    description: "Says that a month is ready for the other side: from here both may contest it.",
    errors: {},
    authScopes: { may: "period:close" },
    args: { input: t.arg({ type: MonthInput, required: true }) },
    resolve: (_root, { input }, context) => moved(context, input, reviewMonth),
  }),
  confirmMonth: t.field({
    type: MonthType,
    description: "The viewer's side has nothing (more) to contest in a reviewed month.",
    errors: {},
    authScopes: { may: "contest:make" },
    args: { input: t.arg({ type: MonthInput, required: true }) },
    resolve: (_root, { input }, context) => moved(context, input, confirmMonth),
  }),
  closeMonth: t.field({
    type: MonthType,
    description: "Freezes a reviewed month's verdicts and figures for good.",
    errors: {},
    authScopes: { may: "period:close" },
    args: { input: t.arg({ type: CloseInput, required: true }) },
    resolve: (_root, { input }, context) => moved(context, input, closeMonth),
  }),
}));

type Asked = { engagementId: string | number; month: string; idempotencyKey?: string | null | undefined };

async function moved(
  context: GraphQLContext,
  input: Asked,
  deed: (caller: Caller, p: { engagementId: string; month: string }) => Promise<{ month: string }>,
) {
  const engagementId = String(input.engagementId);
  const { month } = await deed(context.caller(input.idempotencyKey), { engagementId, month: input.month });
  const p = { viewer: context.signedIn(), now: context.clock.now(), month };
  const [figures] = await monthFigures(context.read, { ...p, engagementIds: [engagementId] });
  if (!figures) throw new NotFound("engagement");
  return figures;
}
