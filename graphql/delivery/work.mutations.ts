import type { CreateWorkItemInput, RecordWorkEventInput } from "../../domain/delivery/work-item.input.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { recordWorkEvent } from "../../server/delivery/record-work-event.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { workItemShown } from "./work.queries.ts";
import { WorkItemType } from "./work.ts";

const RecordInput = builder.inputType("RecordWorkEventInput", {
  fields: (t) => ({
    workItemId: t.id({ required: true }),
    type: t.string({ required: true }),
    at: t.field({ type: "DateTime", required: true }),
    waitingOn: t.string({ description: "With a pause: buyer, third_party or provider." }),
    priority: t.string(),
    since: t.field({
      type: "DateTime",
      description: "An earlier moment from which it counts, where the contract's conditions allow it.",
    }),
    tags: t.stringList({ description: "With an update: all tags from then on." }),
    site: t.string({ description: "With an update: the site of the contract from then on, by its id." }),
    removeSite: t.boolean({ description: "With an update: the item belongs to no site from then on." }),
    automated: t.boolean({ description: "Whether an automation did it." }),
    reason: t.string(),
    idempotencyKey: t.string(),
  }),
});

const CreateInput = builder.inputType("CreateWorkItemInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    type: t.string({ required: true }),
    title: t.string({ required: true }),
    reference: t.string(),
    priority: t.string(),
    openedAt: t.field({ type: "DateTime", required: true }),
    tags: t.stringList(),
    site: t.string({ description: "A site of the contract, by its id." }),
    waitingOn: t.string({
      description: "Where it waits from the moment it was opened: buyer, third_party or provider.",
    }),
    fields: t.field({ type: "JSON" }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("recordWorkEvent", (t) =>
  t.field({
    type: WorkItemType,
    description: "Adds one event to a work item by hand, in order of time.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: RecordInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, reason, automated, removeSite, ...event } = input;
      const { id } = await recordWorkEvent(context.caller(idempotencyKey), {
        ...event,
        reason: reason ?? "",
        automated: automated ?? false,
        removeSite: removeSite ?? false,
        workItemId: String(event.workItemId),
      } as RecordWorkEventInput);
      return reread(context, id);
    },
  }),
);

builder.mutationField("createWorkItem", (t) =>
  t.field({
    type: WorkItemType,
    description: "Enters work by hand; its clock starts when it was opened.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: CreateInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, fields, tags, ...item } = input;
      const { id } = await createWorkItem(context.caller(idempotencyKey), {
        ...item,
        engagementId: String(item.engagementId),
        tags: tags ?? [],
        fields: (fields ?? {}) as CreateWorkItemInput["fields"],
      } as CreateWorkItemInput);
      return reread(context, id);
    },
  }),
);

async function reread(context: GraphQLContext, id: string) {
  const item = await workItemShown(context, id);
  if (!item) throw new NotFound("work item");
  return item;
}
