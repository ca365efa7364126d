import { Temporal } from "temporal-polyfill";
import { statementName } from "../../domain/billing/statement-name.ts";
import { may } from "../../domain/identity/permissions.ts";
import { toInstant } from "../../server/clock.ts";
import type { Tx } from "../../server/db.ts";
import type { EngagementRow } from "../../server/delivery/engagement.read.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { EngagementType } from "./engagement.ts";

type PaperKind = "contract_version" | "signed_contract" | "statement" | "invoice";

type Paper = { key: string; kind: PaperKind; subjectId: string; label: string; state: string; at: Date };

const PaperType = builder.objectRef<Paper>("EngagementDocument").implement({
  description: "A paper of the engagement; `kind` and `subjectId` say which.",
  fields: (t) => ({
    key: t.exposeString("key"),
    kind: t.string({
      description: "contract_version, signed_contract, statement or invoice",
      resolve: (paper) => paper.kind,
    }),
    subjectId: t.exposeID("subjectId"),
    label: t.exposeString("label"),
    state: t.exposeString("state"),
    at: t.field({ type: "DateTime", resolve: (paper) => paper.at }),
  }),
});

builder.objectField(EngagementType, "documents", (t) =>
  t.field({
    type: [PaperType],
    description: "Contract versions, the signed contract, statements and invoices, newest first.",
    complexity: 40,
    resolve: (one, _args, context) => papersOf(context, one),
  }),
);

async function papersOf(context: GraphQLContext, one: EngagementRow): Promise<Paper[]> {
  const viewer = context.signedIn();
  const papers = [
    ...(await contractPapers(context.read, one)),
    ...(may(viewer, "statement:read") ? await statementPapers(context.read, one) : []),
    ...(may(viewer, "invoice:read") ? await invoicePapers(context.read, one) : []),
  ];
  return papers.sort((left, right) => Temporal.Instant.compare(toInstant(right.at), toInstant(left.at)));
}

async function contractPapers(tx: Tx, one: EngagementRow): Promise<Paper[]> {
  const versions = await tx.sowVersion.findMany({
    where: { statementOfWorkId: one.statementOfWorkId },
    select: { id: true, number: true, createdAt: true },
  });
  const signed = await tx.signature.findFirst({
    where: { sowVersionId: one.sowVersionId, party: "buyer" },
    select: { id: true, signedAt: true },
  });
  const inForce = versions.find((version) => version.id === one.sowVersionId);
  const paper = { subjectId: one.statementOfWorkId };
  return [
    ...versions.map(({ id, number, createdAt }) => ({
      ...paper,
      key: id,
      kind: "contract_version" as const,
      label: `Contract, version ${number}`,
      state: id === one.sowVersionId ? "in force" : "replaced",
      at: createdAt,
    })),
    ...(signed
      ? [
          {
            ...paper,
            key: signed.id,
            kind: "signed_contract" as const,
            label: `Signed contract, version ${inForce?.number ?? 1}`,
            state: "signed",
            at: signed.signedAt,
          },
        ]
      : []),
  ];
}

async function statementPapers(tx: Tx, one: EngagementRow): Promise<Paper[]> {
  const rows = await tx.statement.findMany({
    where: { engagementId: one.id },
    select: { id: true, period: true, closing: true, state: true, createdAt: true },
  });
  return rows.map(({ id, period, closing, state, createdAt }) => ({
    key: id,
    kind: "statement",
    subjectId: id,
    label: closing === 0 ? `Statement ${period}` : statementName({ period, closing }),
    state: state.replaceAll("_", " "),
    at: createdAt,
  }));
}

async function invoicePapers(tx: Tx, one: EngagementRow): Promise<Paper[]> {
  const rows = await tx.invoice.findMany({
    where: { statement: { engagementId: one.id } },
    select: { id: true, number: true, state: true, issuedAt: true },
  });
  return rows.map(({ id, number, state, issuedAt }) => ({
    key: id,
    kind: "invoice",
    subjectId: id,
    label: `Invoice ${number}`,
    state: state.replaceAll("_", " "),
    at: issuedAt,
  }));
}
