import type { Clause, ClauseTable } from "../../domain/contracts/contract-document.ts";
import type { TermsChange } from "../../domain/contracts/terms-changes.ts";
import type { ClauseDiff, VersionComparison } from "../../domain/contracts/version-comparison.ts";
import type { DiffPart } from "../../domain/contracts/word-diff.ts";
import { builder } from "../builder.ts";

const Row = builder.objectRef<string[]>("ClauseTableRow").implement({
  fields: (t) => ({ cells: t.stringList({ resolve: (row) => row }) }),
});

const Table = builder.objectRef<ClauseTable>("ClauseTable").implement({
  fields: (t) => ({
    columns: t.exposeStringList("columns"),
    rows: t.field({ type: [Row], resolve: (table) => table.rows }),
  }),
});

export const ClauseType = builder.objectRef<Clause>("ContractClause").implement({
  description: "A part of the contract in words, made from its terms.",
  fields: (t) => ({
    id: t.exposeString("id"),
    heading: t.exposeString("heading"),
    paragraphs: t.exposeStringList("paragraphs"),
    table: t.field({ type: Table, nullable: true, resolve: (clause) => clause.table }),
  }),
});

const Change = builder.objectRef<TermsChange>("TermsChange").implement({
  fields: (t) => ({
    path: t.exposeString("path"),
    label: t.exposeString("label"),
    before: t.exposeString("before", { nullable: true }),
    after: t.exposeString("after", { nullable: true }),
  }),
});

const Part = builder.objectRef<DiffPart>("TextDiffPart").implement({
  fields: (t) => ({
    kind: t.string({ description: "same, added or removed", resolve: (part) => part.kind }),
    text: t.exposeString("text"),
  }),
});

const ClauseDiffType = builder.objectRef<ClauseDiff>("ClauseDiff").implement({
  fields: (t) => ({
    id: t.exposeString("id"),
    heading: t.exposeString("heading"),
    parts: t.field({ type: [Part], resolve: (clause) => clause.parts }),
  }),
});

export const ComparisonType = builder.objectRef<VersionComparison>("SowVersionComparison").implement({
  fields: (t) => ({
    figures: t.field({ type: [Change], resolve: (comparison) => comparison.figures }),
    clauses: t.field({ type: [ClauseDiffType], resolve: (comparison) => comparison.clauses }),
  }),
});
