import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { STATE_EFFECTS } from "../../domain/delivery/import-mapping.ts";
import type { ImportRefusal } from "../../domain/delivery/import-row.ts";
import { contractedEngagements } from "../../server/delivery/contracted-engagement.ts";
import {
  type ImportBatchRow,
  importBatch,
  type MappingProposal,
  mappingProposal,
  recentImports,
  refusedCsv,
  refusedRows,
} from "../../server/delivery/import.read.ts";
import type { BatchCounts } from "../../server/delivery/import-batch.ts";
import { builder } from "../builder.ts";
import { freshlyProved } from "../fresh-proof.ts";

const Refused = builder.objectRef<ImportRefusal>("ImportRefusedRow").implement({
  fields: (t) => ({
    row: t.exposeInt("row"),
    number: t.exposeString("number", { nullable: true }),
    column: t.exposeString("column", { nullable: true }),
    value: t.exposeString("value", { nullable: true }),
    reason: t.exposeString("reason"),
    scope: t.exposeString("scope", { description: "row: this row alone; ticket: the whole ticket." }),
  }),
});

const Counts = builder.objectRef<BatchCounts>("ImportCounts").implement({
  fields: (t) => ({
    rows: t.exposeInt("rows"),
    rowsAccepted: t.exposeInt("rowsAccepted"),
    rowsRefused: t.exposeInt("rowsRefused"),
    ticketsRefused: t.exposeInt("ticketsRefused"),
    itemsNew: t.exposeInt("itemsNew"),
    itemsKnown: t.exposeInt("itemsKnown"),
    eventsNew: t.exposeInt("eventsNew"),
    eventsKnown: t.exposeInt("eventsKnown"),
    rowsLate: t.int({
      description: "Rows with events of a frozen month: they change no work and are kept as late events.",
      resolve: (counts) => counts.rowsLate ?? 0,
    }),
    eventsLate: t.int({ resolve: (counts) => counts.eventsLate ?? 0 }),
  }),
});

const Proposal = builder.objectRef<MappingProposal>("ImportMappingProposal").implement({
  fields: (t) => ({
    mapping: t.field({ type: "JSON", resolve: (one) => one.mapping }),
    recognised: t.exposeString("recognised", {
      nullable: true,
      description: "The system, or the saved mapping, that the header was recognised by.",
    }),
    states: t.field({
      type: "JSON",
      description: "Each state of the file, its rows and its guessed effect.",
      resolve: (one) => one.states,
    }),
    priorities: t.field({ type: "JSON", resolve: (one) => one.priorities }),
    effects: t.stringList({ resolve: () => [...STATE_EFFECTS] }),
    sample: t.field({ type: "JSON", description: "The first rows.", resolve: (one) => one.sample }),
    workItemTypes: t.field({ type: "JSON", resolve: (one) => (one as ProposalShown).workItemTypes }),
  }),
});

type ProposalShown = MappingProposal & { workItemTypes: { id: string; name: string }[] };

export const ImportBatchType = builder.objectRef<ImportBatchRow>("ImportBatch").implement({
  description: "An export of a service desk on its way into an engagement.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    fileName: t.exposeString("fileName"),
    fileHash: t.exposeString("fileHash"),
    rowCount: t.exposeInt("rowCount"),
    header: t.exposeStringList("header"),
    state: t.exposeString("state", { description: "uploaded, checked, importing or done." }),
    mapping: t.field({ type: "JSON", nullable: true, resolve: (batch) => batch.mapping }),
    counts: t.field({ type: Counts, nullable: true, resolve: (batch) => batch.counts }),
    doneRows: t.exposeInt("doneRows"),
    refusedRowCount: t.exposeInt("refusedRows"),
    failure: t.exposeString("failure", { nullable: true }),
    createdAt: t.field({ type: "DateTime", resolve: (batch) => batch.createdAt }),
    finishedAt: t.field({ type: "DateTime", nullable: true, resolve: (batch) => batch.finishedAt }),
    refused: t.field({
      type: [Refused],
      args: { first: t.arg.int({ defaultValue: 50 }) },
      resolve: (batch, { first }, context) =>
        refusedRows(context.read, {
          viewer: context.signedIn(),
          id: batch.id,
          limit: Math.min(1000, Math.max(0, first ?? 50)),
        }),
    }),
    refusedCsv: t.string({
      description:
        "All refused rows as CSV; cells that would run as formulas are disarmed. In a session for a person " +
        "who has proved lately that it is them.",
      resolve: async (batch, _args, context) => {
        const viewer = freshlyProved(context);
        return refusedCsv(await refusedRows(context.read, { viewer, id: batch.id, limit: null }));
      },
    }),
    proposal: t.field({
      type: Proposal,
      nullable: true,
      description:
        "A guess at the mapping and the values in the file; null once the file has been imported.",
      args: { mappingId: t.arg.id({ description: "The saved mapping to use instead of a guess." }) },
      resolve: async (batch, { mappingId }, context) => {
        const viewer = context.signedIn();
        const [engagement] = await contractedEngagements(context.read, {
          viewer,
          ids: [batch.engagementId],
        });
        if (!engagement) return null;
        const types = moduleByCode(engagement.moduleCode)?.workItemTypes ?? [];
        const workItemTypes = types.map(({ id, name }) => ({ id, name }));
        const proposal = await mappingProposal(context.read, {
          viewer,
          id: batch.id,
          zone: engagement.zone,
          workItemType:
            workItemTypes.find((one) => one.id === "bank_transaction")?.id ?? workItemTypes[0]?.id ?? "",
          currency: engagement.terms.currency,
          ...(mappingId ? { mappingId: String(mappingId) } : {}),
        });
        return proposal ? { ...proposal, workItemTypes } : null;
      },
    }),
  }),
});

builder.queryField("importBatch", (t) =>
  t.field({
    type: ImportBatchType,
    nullable: true,
    authScopes: { may: "work:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) =>
      importBatch(context.read, { viewer: context.signedIn(), id: String(id) }),
  }),
);

builder.queryField("recentImports", (t) =>
  t.field({
    type: [ImportBatchType],
    description: "The latest ten imports of an engagement, newest first.",
    authScopes: { may: "work:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      recentImports(context.read, { viewer: context.signedIn(), engagementId: String(args.engagementId) }),
  }),
);
