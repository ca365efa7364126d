import type { BillingDocument } from "../../domain/billing/documents/billing-document.ts";
import { NoEInvoice } from "../../domain/billing/errors.ts";
import { findCreditNote } from "../../server/billing/credits/credit-note.read.ts";
import { creditNoteDocument } from "../../server/billing/documents/credit-note-document.read.ts";
import {
  type DocumentFile,
  type DocumentFormat,
  documentFile,
} from "../../server/billing/documents/document-file.ts";
import { invoiceDocument } from "../../server/billing/documents/invoice-document.read.ts";
import { statementDocument } from "../../server/billing/documents/statement-document.read.ts";
import { findInvoice } from "../../server/billing/invoice.read.ts";
import { findStatement } from "../../server/billing/statement.read.ts";
import { mayReadDocuments } from "../../server/identity/staff/reach.read.ts";
import { builder } from "../builder.ts";

export const DocumentFormatType = builder.enumType("DocumentFormat", {
  values: {
    PDF: { value: "pdf", description: "Tagged, for people" },
    CSV: { value: "csv", description: "One row a line" },
    JSON: { value: "json" },
    UBL: { value: "ubl", description: "E-invoice: EN 16931 in UBL 2.1; of invoices and credit notes" },
  } as const,
});

type Written = { file: DocumentFile } | { refusal: string };

export const DocumentFileType = builder.objectRef<Written>("DocumentFile").implement({
  description: "A file, or why there is none in this format.",
  fields: (t) => ({
    fileName: t.string({ nullable: true, resolve: (one) => fileOf(one)?.fileName ?? null }),
    mediaType: t.string({ nullable: true, resolve: (one) => fileOf(one)?.mediaType ?? null }),
    base64: t.string({ nullable: true, resolve: (one) => fileOf(one)?.bytes.toString("base64") ?? null }),
    refusal: t.string({ nullable: true, resolve: (one) => ("refusal" in one ? one.refusal : null) }),
  }),
});

function fileOf(one: Written): DocumentFile | null {
  return "file" in one ? one.file : null;
}

/** Written in the format, or refused in words where an e-invoice cannot be. */
export async function orRefusal(file: Promise<DocumentFile>): Promise<Written> {
  try {
    return { file: await file };
  } catch (error) {
    if (error instanceof NoEInvoice) return { refusal: error.message };
    throw error;
  }
}

const written = (document: BillingDocument, format: DocumentFormat) =>
  orRefusal(documentFile(document, format));

builder.queryField("invoiceDocument", (t) =>
  t.field({
    type: DocumentFileType,
    nullable: true,
    description: "An invoice as a file, as it was issued.",
    authScopes: { may: "invoice:read" },
    args: { id: t.arg.id({ required: true }), format: t.arg({ type: DocumentFormatType, required: true }) },
    resolve: async (_root, { id, format }, context) => {
      const invoice = await findInvoice(context.read, context.signedIn(), String(id));
      if (invoice && !(await mayReadDocuments(context.read, context.signedIn(), invoice))) return null;
      return invoice && written(await invoiceDocument(context.read, invoice), format);
    },
  }),
);

builder.queryField("creditNoteDocument", (t) =>
  t.field({
    type: DocumentFileType,
    nullable: true,
    description: "A credit note as a file, as it was issued; there is none before it has its number.",
    authScopes: { may: "invoice:read" },
    args: { id: t.arg.id({ required: true }), format: t.arg({ type: DocumentFormatType, required: true }) },
    resolve: async (_root, { id, format }, context) => {
      const viewer = context.signedIn();
      const note = await findCreditNote(context.read, viewer, String(id));
      const invoice = note && (await findInvoice(context.read, viewer, note.invoiceId));
      if (!note || !invoice || !(await mayReadDocuments(context.read, viewer, invoice))) return null;
      if (format === "ubl" && note.state === "withdrawn")
        return { refusal: "This credit note was withdrawn; there is no e-invoice of it." };
      const document = await creditNoteDocument(context.read, { note, invoice });
      return document
        ? written(document, format)
        : { refusal: "This credit note has no number yet; its files are there as soon as it has." };
    },
  }),
);

builder.queryField("statementDocument", (t) =>
  t.field({
    type: DocumentFileType,
    nullable: true,
    description: "A statement as a file.",
    authScopes: { may: "statement:read" },
    args: { id: t.arg.id({ required: true }), format: t.arg({ type: DocumentFormatType, required: true }) },
    resolve: async (_root, { id, format }, context) => {
      const statement = await findStatement(context.read, context.signedIn(), String(id));
      if (statement && !(await mayReadDocuments(context.read, context.signedIn(), statement))) return null;
      return statement && written(await statementDocument(context.read, statement), format);
    },
  }),
);
