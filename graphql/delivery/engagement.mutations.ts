import { NotFound } from "../../domain/shared/refusals.ts";
import { findChecklistItem } from "../../server/delivery/engagement.read.ts";
import { completeChecklistItem, reopenChecklistItem } from "../../server/delivery/tick-checklist-item.ts";
import { builder } from "../builder.ts";
import { ChecklistItemType } from "./engagement.ts";

const ChecklistItemInput = builder.inputType("ChecklistItemInput", {
  fields: (t) => ({ itemId: t.id({ required: true }), idempotencyKey: t.string() }),
});

const TICKS = [
  {
    name: "completeChecklistItem",
    description: "Ticks an item of the onboarding, for the side that owes it.",
    tick: completeChecklistItem,
  },
  {
    name: "reopenChecklistItem",
    description: "Takes a tick back, for the side that owes the item.",
    tick: reopenChecklistItem,
  },
] as const;

for (const { name, description, tick } of TICKS)
  builder.mutationField(name, (t) =>
    t.field({
      type: ChecklistItemType,
      description,
      errors: {},
      authScopes: { may: "checklist:complete" },
      args: { input: t.arg({ type: ChecklistItemInput, required: true }) },
      resolve: async (_root, { input }, context) => {
        const itemId = String(input.itemId);
        const { id } = await tick(context.caller(input.idempotencyKey), { itemId });
        const item = await findChecklistItem(context.read, context.signedIn(), id);
        if (!item) throw new NotFound("checklist item");
        return item;
      },
    }),
  );
