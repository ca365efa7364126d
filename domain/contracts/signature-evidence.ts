import { canonicalJson } from "../shared/canonical-json.ts";
import { sha256Hex } from "../shared/sha256.ts";

/** What is kept of one signature, in the words of its record. Instants in ISO 8601 with Z. */
export type SignatureEvidence = {
  sowVersionId: string;
  party: string;
  userId: string;
  email: string;
  typedName: string;
  authority: string;
  consentTextVersion: string;
  authMethod: string;
  address: string;
  userAgent: string;
  openedAt: string;
  consentedAt: string;
  signedAt: string;
  termsHash: string;
  documentHash: string;
};

export type SealedSignature = SignatureEvidence & { document: string; prevHash: string; hash: string };

/** Before the first signature of a contract stands nothing. */
export const CHAIN_START = `sha256:${"0".repeat(64)}`;

/** Signature n seals signature n-1: neither can be altered or left out without the last hash changing. */
export function evidenceHash(evidence: SignatureEvidence, prevHash: string): string {
  const { sowVersionId, party, userId, email, typedName, authority, consentTextVersion } = evidence;
  const { authMethod, address, userAgent, openedAt, consentedAt, signedAt } = evidence;
  const { termsHash, documentHash } = evidence;
  const who = { party, userId, email, typedName, authority, authMethod, address, userAgent };
  const what = { sowVersionId, termsHash, documentHash, consentTextVersion };
  return sha256Tag(canonicalJson({ prevHash, ...who, ...what, openedAt, consentedAt, signedAt }));
}

/** "sha256:" and 64 hex digits of the text's UTF-8 bytes. */
export function sha256Tag(text: string): string {
  return `sha256:${sha256Hex(text)}`;
}

export type ChainVerdict = { intact: boolean; faults: string[] };

/**
 * Recomputes every hash of a contract's signatures, in whatever order they come. `termsHashOf` answers the
 * hash of the stored terms of a version, recomputed as well.
 */
export function verifyChain(
  signatures: readonly SealedSignature[],
  termsHashOf: (sowVersionId: string) => string | undefined,
): ChainVerdict {
  const faults: string[] = [];
  const byPrevious = new Map(signatures.map((one) => [one.prevHash, one]));
  let head = CHAIN_START;
  let linked = 0;
  for (let one = byPrevious.get(head); one && linked < signatures.length; one = byPrevious.get(head)) {
    linked += 1;
    faults.push(...faultsOf(one, termsHashOf));
    head = one.hash;
  }
  if (linked !== signatures.length)
    faults.push("A signature is missing from the chain or stands outside it.");
  return { intact: faults.length === 0, faults };
}

function faultsOf(
  one: SealedSignature,
  termsHashOf: (sowVersionId: string) => string | undefined,
): string[] {
  const faults: string[] = [];
  const whose = `The ${one.party}'s signature`;
  if (evidenceHash(one, one.prevHash) !== one.hash) faults.push(`${whose} differs from its seal.`);
  if (sha256Tag(one.document) !== one.documentHash) faults.push(`${whose} lies under another text.`);
  if (termsHashOf(one.sowVersionId) !== one.termsHash) faults.push(`${whose} lies under other terms.`);
  return faults;
}
