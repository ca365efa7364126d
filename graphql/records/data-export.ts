import {
  askForOrganizationExport,
  askForOwnExport,
  openExport,
} from "../../server/records/ask-for-export.ts";
import {
  type DataExportRow,
  type ExportPart,
  exportPart,
  ownExports,
} from "../../server/records/data-export.read.ts";
import { builder } from "../builder.ts";

const Kind = builder.enumType("DataExportKind", {
  values: {
    ORGANIZATION: { value: "organization", description: "Everything that the organisation owns" },
    PERSON: { value: "person", description: "Everything that is the reader's own" },
  } as const,
});

const DataExport = builder.objectRef<DataExportRow>("DataExport").implement({
  description: "A zip of records and files, for whoever asked for it and nobody else.",
  fields: (t) => ({
    exportId: t.exposeID("id"),
    kind: t.field({ type: Kind, resolve: (one) => one.kind }),
    state: t.string({ description: "asked, made, gone or dropped", resolve: (one) => one.state }),
    askedAt: t.field({ type: "DateTime", resolve: (one) => one.askedAt }),
    doneKinds: t.exposeInt("doneKinds", {
      description: "How many of `ofKinds` kinds of records are written.",
    }),
    ofKinds: t.exposeInt("ofKinds"),
    rowCount: t.field({ type: "BigInt", resolve: (one) => one.rowCount }),
    fileCount: t.exposeInt("fileCount"),
    byteSize: t.field({ type: "BigInt", resolve: (one) => one.byteSize }),
    sha256: t.exposeString("sha256", { nullable: true }),
    madeAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.madeAt }),
    expiresAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.expiresAt }),
  }),
});

const Part = builder.objectRef<ExportPart>("DataExportPart").implement({
  fields: (t) => ({
    fileName: t.exposeString("fileName"),
    partCount: t.exposeInt("partCount"),
    base64: t.string({ resolve: (one) => Buffer.from(one.content).toString("base64") }),
  }),
});

builder.queryFields((t) => ({
  dataExports: t.field({
    type: [DataExport],
    description: "The files that the reader asked for, newest first.",
    authScopes: { wholeRole: true },
    args: { kind: t.arg({ type: Kind, required: true }) },
    resolve: (_root, { kind }, context) =>
      ownExports(context.read, { viewer: context.signedIn(), kind, now: context.moment() }),
  }),
  dataExportPart: t.field({
    type: Part,
    nullable: true,
    description: "A part of a file, counted from 0, in the minutes after `openDataExport`.",
    authScopes: { wholeRole: true },
    args: { id: t.arg.id({ required: true }), position: t.arg.int({ required: true }) },
    resolve: (_root, { id, position }, context) =>
      exportPart(context.read, {
        ...{ viewer: context.signedIn(), id: String(id), position, now: context.moment() },
      }),
  }),
}));

const Changed = builder.objectRef<{ id: string }>("DataExportChanged").implement({
  fields: (t) => ({ id: t.exposeID("id") }),
});
const AskInput = builder.inputType("AskForDataExportInput", {
  fields: (t) => ({ kind: t.field({ type: Kind, required: true }), idempotencyKey: t.string() }),
});
const OpenInput = builder.inputType("OpenDataExportInput", {
  fields: (t) => ({ exportId: t.id({ required: true }) }),
});

builder.mutationFields((t) => ({
  askForDataExport: t.field({
    type: Changed,
    description: "Has a file made; only for a person who has proved lately that it is them.",
    errors: {},
    authScopes: { wholeRole: true },
    args: { input: t.arg({ type: AskInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const ask = input.kind === "organization" ? askForOrganizationExport : askForOwnExport;
      return ask(context.caller(input.idempotencyKey), null);
    },
  }),
  openDataExport: t.field({
    type: Changed,
    description: "Opens a file to whoever asked for it, for some minutes; the audit trail says so.",
    errors: {},
    authScopes: { wholeRole: true },
    args: { input: t.arg({ type: OpenInput, required: true }) },
    resolve: (_root, { input }, context) => openExport(context.caller(), { id: String(input.exportId) }),
  }),
}));
