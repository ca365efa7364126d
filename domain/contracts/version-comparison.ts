import { type Clause, type ContractFacts, contractClauses } from "./contract-document.ts";
import { type TermsChange, termsChanges } from "./terms-changes.ts";
import { type DiffPart, wordDiff } from "./word-diff.ts";

export type ClauseDiff = { id: string; heading: string; parts: DiffPart[] };

export type VersionComparison = {
  /** Money and service levels: listed above the text. */
  figures: TermsChange[];
  /** The clauses whose text differs, in the order of the later version. */
  clauses: ClauseDiff[];
};

/** Two versions side by side: changed figures first, then the changed clauses word by word. */
export function compareVersions(input: { before: ContractFacts; after: ContractFacts }): VersionComparison {
  const figures = termsChanges({ before: input.before.terms, after: input.after.terms }).filter(
    (change) => change.kind === "figure",
  );
  const before = new Map(contractClauses(input.before).map((clause) => [clause.id, clause]));
  const clauses = contractClauses(input.after).map((clause) => ({
    id: clause.id,
    heading: clause.heading,
    parts: wordDiff({ before: textOf(before.get(clause.id)), after: textOf(clause) }),
  }));
  return {
    figures,
    clauses: clauses.filter((clause) => clause.parts.some((part) => part.kind !== "same")),
  };
}

function textOf(clause: Clause | undefined): string {
  if (!clause) return "";
  const rows = clause.table?.rows.map((row) => `${row.join(" · ")}.`) ?? [];
  return [...clause.paragraphs, ...rows].join("\n");
}
