import { NotFound } from "../../domain/shared/refusals.ts";
import {
  removeMapping,
  renameMapping,
  type SavedMappingRow,
  savedMappings,
  saveMapping,
} from "../../server/delivery/saved-mappings.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const SavedMappingType = builder.objectRef<SavedMappingRow>("SavedMapping").implement({
  description: "How one kind of file becomes work, kept under a name.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    name: t.exposeString("name"),
    shape: t.string({ resolve: (one) => one.mapping.shape }),
    mapping: t.field({ type: "JSON", resolve: (one) => one.mapping }),
    createdBy: t.exposeString("createdByName"),
    updatedAt: t.field({ type: "DateTime", resolve: (one) => one.updatedAt }),
  }),
});

const MappingId = builder.objectRef<{ id: string }>("SavedMappingId").implement({
  fields: (t) => ({ id: t.exposeID("id") }),
});

const SaveInput = builder.inputType("SaveMappingInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    name: t.string({ required: true }),
    mapping: t.field({ type: "JSON", required: true }),
    idempotencyKey: t.string(),
  }),
});
const RenameInput = builder.inputType("RenameMappingInput", {
  fields: (t) => ({
    mappingId: t.id({ required: true }),
    name: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});
const RemoveInput = builder.inputType("RemoveMappingInput", {
  fields: (t) => ({ mappingId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.queryField("savedMappings", (t) =>
  t.field({
    type: [SavedMappingType],
    description: "The mappings of an engagement, the last changed first.",
    authScopes: { may: "work:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      savedMappings(context.read, { viewer: context.signedIn(), engagementId: String(args.engagementId) }),
  }),
);

builder.mutationFields((t) => ({
  saveMapping: t.field({
    type: SavedMappingType,
    description: "Keeps a mapping under its name; a name that is there already gets the new mapping.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, name, mapping } = input;
      const engagementId = String(input.engagementId);
      const { id } = await saveMapping(context.caller(idempotencyKey), { engagementId, name, mapping });
      return reread(context, { engagementId, id });
    },
  }),
  renameMapping: t.field({
    type: MappingId,
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: RenameInput, required: true }) },
    resolve: (_root, { input }, context) =>
      renameMapping(context.caller(input.idempotencyKey), {
        mappingId: String(input.mappingId),
        name: input.name,
      }),
  }),
  removeMapping: t.field({
    type: MappingId,
    description: "Takes a mapping off the list; imports made with it stay.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: RemoveInput, required: true }) },
    resolve: (_root, { input }, context) =>
      removeMapping(context.caller(input.idempotencyKey), { mappingId: String(input.mappingId) }),
  }),
}));

async function reread(
  context: GraphQLContext,
  p: { engagementId: string; id: string },
): Promise<SavedMappingRow> {
  const viewer = context.signedIn();
  const rows = await savedMappings(context.read, { viewer, engagementId: p.engagementId });
  const saved = rows.find((one) => one.id === p.id);
  if (!saved) throw new NotFound("mapping");
  return saved;
}
