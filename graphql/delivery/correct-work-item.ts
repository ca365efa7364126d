import type { CorrectableField } from "../../domain/delivery/who-corrects.ts";
import type { CorrectWorkItemInput } from "../../domain/delivery/work-item.input.ts";
import { may } from "../../domain/identity/permissions.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { correctableOf, correctingSide, correctWorkItem } from "../../server/delivery/correct-work-item.ts";
import { builder } from "../builder.ts";
import { workItemShown } from "./work.queries.ts";
import { WorkItemType } from "./work.ts";

const Correctable = builder.objectRef<CorrectableField>("CorrectableField").implement({
  description: "A field of a work item that the viewer's side may correct under the contract.",
  fields: (t) => ({
    field: t.string({ resolve: (one) => one.field.id }),
    name: t.string({ resolve: (one) => one.field.name }),
    kind: t.string({ resolve: (one) => one.field.kind }),
    choices: t.stringList({ resolve: (one) => [...(one.field.choices ?? [])] }),
    levels: t.stringList({
      description: "The levels whose figures read it.",
      resolve: (one) => [...one.levels],
    }),
  }),
});

builder.objectField(WorkItemType, "correctable", (t) =>
  t.field({
    type: [Correctable],
    description: "What the viewer may correct; empty for anyone but the parties.",
    resolve: (item, _args, context) => {
      const viewer = context.signedIn();
      const side = correctingSide(viewer.organizationId, item.engagement);
      if (!side || !may(viewer, "work:correct")) return [];
      const fields = item.fields as Record<string, unknown>;
      return correctableOf(item.engagement, { type: item.type, fields }).filter((one) =>
        one.may.includes(side),
      );
    },
  }),
);

const CorrectInput = builder.inputType("CorrectWorkItemInput", {
  fields: (t) => ({
    workItemId: t.id({ required: true }),
    fields: t.field({
      type: "JSON",
      required: true,
      description: "Fields of the kind of work; null empties one.",
    }),
    reason: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("correctWorkItem", (t) =>
  t.field({
    type: WorkItemType,
    description:
      "Corrects what is recorded in an item's fields, by the side that the contract names for the figures " +
      "that read them, until their month is frozen.",
    errors: {},
    authScopes: { may: "work:correct" },
    args: { input: t.arg({ type: CorrectInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { id } = await correctWorkItem(context.caller(input.idempotencyKey), {
        workItemId: String(input.workItemId),
        fields: input.fields as CorrectWorkItemInput["fields"],
        reason: input.reason,
      });
      const item = await workItemShown(context, id);
      if (!item) throw new NotFound("work item");
      return item;
    },
  }),
);
