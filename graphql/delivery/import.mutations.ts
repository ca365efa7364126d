import { InvalidInput, NotFound } from "../../domain/shared/refusals.ts";
import { confirmImport } from "../../server/delivery/confirm-import.ts";
import { importBatch } from "../../server/delivery/import.read.ts";
import { ImportFile } from "../../server/delivery/import-file.ts";
import { mapImport } from "../../server/delivery/map-import.ts";
import { startImport } from "../../server/delivery/start-import.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { ImportBatchType } from "./import.ts";

const StartInput = builder.inputType("StartImportInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    fileName: t.string({ required: true }),
    contentBase64: t.string({
      required: true,
      description: "The file's bytes in base64, in whatever encoding it is.",
    }),
    idempotencyKey: t.string(),
  }),
});

const MapInput = builder.inputType("MapImportInput", {
  fields: (t) => ({
    importId: t.id({ required: true }),
    mapping: t.field({ type: "JSON", required: true }),
    idempotencyKey: t.string(),
  }),
});

const ConfirmInput = builder.inputType("ConfirmImportInput", {
  fields: (t) => ({ importId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationField("startImport", (t) =>
  t.field({
    type: ImportBatchType,
    description:
      "Takes a service desk's export as CSV. Nothing is imported before it is mapped and confirmed.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: StartInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(input.contentBase64))
        throw new InvalidInput([{ field: "contentBase64", message: "The content is not base64." }]);
      const file = new ImportFile(Buffer.from(input.contentBase64, "base64"));
      const { engagementId, fileName } = input;
      const started = { engagementId: String(engagementId), fileName, file };
      return reread(context, await startImport(context.caller(input.idempotencyKey), started));
    },
  }),
);

builder.mutationField("mapImport", (t) =>
  t.field({
    type: ImportBatchType,
    description: "Reads the file under a mapping and counts what an import would do. Writes no work.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: MapInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const mapped = { importId: String(input.importId), mapping: input.mapping };
      return reread(context, await mapImport(context.caller(input.idempotencyKey), mapped));
    },
  }),
);

builder.mutationField("confirmImport", (t) =>
  t.field({
    type: ImportBatchType,
    description: "Imports what the trial run showed. Ask importBatch for the progress.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: ConfirmInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const confirmed = { importId: String(input.importId) };
      return reread(context, await confirmImport(context.caller(input.idempotencyKey), confirmed));
    },
  }),
);

async function reread(context: GraphQLContext, { id }: { id: string }) {
  const batch = await importBatch(context.read, { viewer: context.signedIn(), id });
  if (!batch) throw new NotFound("import");
  return batch;
}
