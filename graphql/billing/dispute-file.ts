import { EVIDENCE_FILES, type EvidenceFile } from "../../domain/billing/dispute-file.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { InvalidInput } from "../../domain/shared/refusals.ts";
import {
  type DisputeFileRow,
  disputeFileContent,
  disputeFiles,
} from "../../server/billing/disputes/dispute-file.read.ts";
import { addDisputeFile, removeDisputeFile } from "../../server/billing/disputes/dispute-file.ts";
import { builder } from "../builder.ts";
import { ChargeDisputeType, disputeAfter } from "./charge-dispute.ts";
import { KeptContent } from "./kept-content.ts";

const DisputeFile = builder.objectRef<DisputeFileRow>("DisputeFile").implement({
  description: "A file that goes with the answer to a dispute.",
  fields: (t) => ({
    id: t.exposeID("id"),
    fileId: t.exposeID("fileId"),
    field: t.string({ description: "Stripe's name for what it shows", resolve: (one) => one.field }),
    shows: t.string({ resolve: (one) => EVIDENCE_FILES[one.field] }),
    name: t.exposeString("name"),
    mediaType: t.exposeString("mediaType"),
    byteSize: t.exposeInt("byteSize"),
    sha256: t.exposeString("sha256"),
    keptByName: t.exposeString("keptByName"),
    keptAt: t.field({ type: "DateTime", resolve: (one) => one.keptAt }),
  }),
});

builder.objectFields(ChargeDisputeType, (t) => ({
  files: t.field({
    type: [DisputeFile],
    description: "For the marketplace.",
    resolve: (one, _args, context) =>
      isStaff(context.signedIn()) ? disputeFiles(context.read, one.id) : [],
  }),
}));

builder.queryField("disputeFile", (t) =>
  t.field({
    type: KeptContent,
    nullable: true,
    description: "A file of evidence with its bytes, for the marketplace's staff.",
    authScopes: { may: "charge_dispute:answer" },
    args: { fileId: t.arg.id({ required: true }) },
    resolve: (_root, { fileId }, context) =>
      disputeFileContent(context.read, context.signedIn(), String(fileId)),
  }),
);

const AddInput = builder.inputType("AddDisputeFileInput", {
  fields: (t) => ({
    disputeId: t.id({ required: true }),
    field: t.string({ required: true, description: `One of ${Object.keys(EVIDENCE_FILES).join(", ")}` }),
    fileName: t.string({ required: true }),
    contentBase64: t.string({
      required: true,
      description: "PDF, JPEG or PNG; 4.5 MB for all files of a dispute together.",
    }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("addDisputeFile", (t) =>
  t.field({
    type: ChargeDisputeType,
    description: "Keeps a file to go with the answer; one that shows the same takes the place of another.",
    errors: {},
    authScopes: { may: "charge_dispute:answer" },
    args: { input: t.arg({ type: AddInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, contentBase64, ...given } = input;
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(contentBase64))
        throw new InvalidInput([{ field: "contentBase64", message: "The content is not base64." }]);
      const { disputeId } = await addDisputeFile(context.caller(idempotencyKey), {
        ...{ ...given, disputeId: String(given.disputeId), field: given.field as EvidenceFile },
        contentBase64,
      });
      return disputeAfter(context, disputeId);
    },
  }),
);

const RemoveInput = builder.inputType("RemoveDisputeFileInput", {
  fields: (t) => ({ disputeFileId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationField("removeDisputeFile", (t) =>
  t.field({
    type: ChargeDisputeType,
    description: "Takes a file out of the answer; what the bank has been sent stays with it.",
    errors: {},
    authScopes: { may: "charge_dispute:answer" },
    args: { input: t.arg({ type: RemoveInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { disputeId } = await removeDisputeFile(context.caller(input.idempotencyKey), {
        disputeFileId: String(input.disputeFileId),
      });
      return disputeAfter(context, disputeId);
    },
  }),
);
