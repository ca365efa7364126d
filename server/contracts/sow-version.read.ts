import type { Temporal } from "temporal-polyfill";
import { type ContractFacts, documentText } from "../../domain/contracts/contract-document.ts";
import {
  type ChainVerdict,
  type SealedSignature,
  sha256Tag,
  verifyChain,
} from "../../domain/contracts/signature-evidence.ts";
import { type Terms, termsHash } from "../../domain/contracts/terms.ts";
import { type MissingAttestation, missingAttestations } from "../../domain/vetting/attestation-gate.ts";
import { toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";
import { storedTerms } from "./locked-statement-of-work.ts";
import { attestationQuestion } from "./required-attestations.ts";
import type { StatementOfWorkRow } from "./statement-of-work.read.ts";

export type SowVersionRow = ContractFacts & {
  id: string;
  termsHash: string;
  documentHash: string;
  note: string;
  proposedBy: string;
  author: string;
  createdAt: Date;
};

export type SignatureRow = SealedSignature & { id: string; version: number };

/** Every version, oldest first. The caller has read the contract in the viewer's scope. */
export async function versionsOf(tx: Tx, sow: StatementOfWorkRow): Promise<SowVersionRow[]> {
  const rows = await tx.sowVersion.findMany({
    where: { statementOfWorkId: sow.id },
    orderBy: { number: "asc" },
  });
  const authors = await tx.user.findMany({
    where: { id: { in: rows.map((row) => row.createdById) } },
    select: { id: true, name: true },
  });
  return rows.map((row) => {
    const facts = {
      terms: storedTerms(row.terms),
      number: row.number,
      buyer: sow.buyer,
      provider: sow.provider,
    };
    return {
      ...facts,
      id: row.id,
      termsHash: row.termsHash,
      documentHash: sha256Tag(documentText(facts)),
      note: row.note,
      proposedBy: row.proposedBy,
      author: authors.find((one) => one.id === row.createdById)?.name ?? "",
      createdAt: row.createdAt,
    };
  });
}

/** Every signature on the contract with its evidence, in the order of the chain's making. */
export async function signaturesOf(tx: Tx, statementOfWorkId: string): Promise<SignatureRow[]> {
  const rows = await tx.signature.findMany({
    where: { sowVersion: { statementOfWorkId } },
    include: { sowVersion: { select: { number: true } } },
    orderBy: [{ signedAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ sowVersion, openedAt, consentedAt, signedAt, ...row }) => ({
    ...row,
    version: sowVersion.number,
    openedAt: text(openedAt),
    consentedAt: text(consentedAt),
    signedAt: text(signedAt),
  }));
}

/** Recomputes the chain of signatures from the rows: seals, texts and terms. */
export async function chainOf(tx: Tx, sow: StatementOfWorkRow): Promise<ChainVerdict> {
  const versions = await tx.sowVersion.findMany({
    where: { statementOfWorkId: sow.id },
    select: { id: true, terms: true },
  });
  const hashes = new Map(versions.map((row) => [row.id, termsHash(storedTerms(row.terms))]));
  return verifyChain(await signaturesOf(tx, sow.id), (id) => hashes.get(id));
}

/** What stands between today and a signature. */
export async function attestationGaps(
  tx: Tx,
  input: { providerId: string; terms: Pick<Terms, "requiredAttestations" | "zone">; now: Temporal.Instant },
): Promise<MissingAttestation[]> {
  return missingAttestations(await attestationQuestion(tx, input));
}

function text(date: Date): string {
  return toInstant(date).toString({ fractionalSecondDigits: 3 });
}
