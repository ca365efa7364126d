import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { assertRulesWork } from "../../domain/contracts/clock-rules-edit.ts";
import { documentText } from "../../domain/contracts/contract-document.ts";
import { DocumentChanged, ProviderSignsFirst, VersionOutdated } from "../../domain/contracts/errors.ts";
import { assertSignable, authorityStatement } from "../../domain/contracts/signature.ts";
import {
  evidenceHash,
  type SignatureEvidence,
  sha256Tag,
} from "../../domain/contracts/signature-evidence.ts";
import { assertParty } from "../../domain/contracts/statement-of-work.policy.ts";
import {
  type Party,
  partyOf,
  signatureEvent,
  sowMachine,
} from "../../domain/contracts/statement-of-work.ts";
import { termsHash } from "../../domain/contracts/terms.ts";
import { roleNameOf } from "../../domain/identity/viewer.ts";
import { NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { assertAttested } from "../../domain/vetting/attestation-gate.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { lastSealOf } from "./last-seal.ts";
import {
  currentVersion,
  type LockedStatementOfWork,
  lockStatementOfWork,
} from "./locked-statement-of-work.ts";
import { partiesOf } from "./parties.ts";
import { attestationQuestion } from "./required-attestations.ts";

const instant = z.iso.datetime({ offset: true, error: "Reload the page and sign again." });

const inputSchema = z.object({
  statementOfWorkId: z.string(),
  version: z.number().int(),
  /** Of the text that was read: ties the signature to it. */
  documentHash: z.string(),
  typedName: z.string().max(200, "A name has 200 characters at most."),
  consent: z.boolean(),
  consentTextVersion: z.string(),
  authority: z.boolean(),
  /**
   * When the signing page was opened, and when the box of the consent was ticked where the page could
   * tell.
   */
  openedAt: instant,
  consentedAt: instant.nullish(),
});

type Input = z.output<typeof inputSchema>;
type Version = Awaited<ReturnType<typeof currentVersion>>;

/**
 * Gives the viewer's side's signature to the present version and, with the buyer's, puts the contract into
 * force. A second signature of the same side on the same version changes nothing and answers the first.
 * Refuses with NotFound, WrongParty, TransitionRefused, VersionOutdated, DocumentChanged, ClockRulesClash,
 * ProviderSignsFirst, the attestation's refusals, InvalidInput.
 */
export const signStatementOfWork = command({
  name: "statement_of_work.sign",
  permission: "contract:sign",
  requiresStepUp: true,
  async run(deed, raw: z.input<typeof inputSchema>) {
    const input = parseInput(inputSchema, raw);
    const { tx, viewer, now, about, enqueue } = deed;
    const sow = await lockStatementOfWork(tx, viewer, input.statementOfWorkId);
    const party = partyOf(viewer, sow);
    if (!party) throw new NotFound("statement of work");
    const version = await currentVersion(tx, sow);
    const given = await signatureOf(deed, { versionId: version.id, party });
    if (given && input.version === sow.currentVersion) {
      about("statement_of_work", sow.id, { version: version.number, party, repeated: true });
      return { id: sow.id, signatureId: given.id };
    }
    if (party === "buyer" && sow.state === "offered") throw new ProviderSignsFirst();
    const event = signatureEvent(party);
    assertParty(viewer, { sow, event });
    const state = next(sowMachine, sow.state, event);
    if (input.version !== sow.currentVersion)
      throw new VersionOutdated({ current: sow.currentVersion, given: input.version });
    assertRulesWork(version.terms);
    const parties = await partiesOf(tx, sow);
    const question = await attestationQuestion(tx, {
      providerId: sow.providerId,
      terms: version.terms,
      now,
    });
    assertAttested({ ...question, providerName: parties.provider.name });
    assertSignable(input, viewer.name);
    const document = documentText({ terms: version.terms, number: version.number, ...parties });
    if (sha256Tag(document) !== input.documentHash) throw new DocumentChanged();
    const signature = await seal(deed, { sow, version, party, input, document });
    const at = toDate(now);
    await tx.statementOfWork.update({ where: { id: sow.id }, data: { state, updatedAt: at } });
    about("statement_of_work", sow.id, { version: version.number, party, hash: signature.hash });
    if (state === "active")
      await enqueue(
        "statement_of_work.signed",
        { statementOfWorkId: sow.id, organizationId: sow.organizationId },
        `statement_of_work.signed:${sow.id}`,
      );
    return { id: sow.id, signatureId: signature.id };
  },
});

function signatureOf({ tx }: Deed, key: { versionId: string; party: Party }) {
  return tx.signature.findUnique({
    where: { sowVersionId_party: { sowVersionId: key.versionId, party: key.party } },
    select: { id: true },
  });
}

async function seal(
  { tx, viewer, now }: Deed,
  p: { sow: LockedStatementOfWork; version: Version; party: Party; input: Input; document: string },
): Promise<{ id: string; hash: string }> {
  const evidence: SignatureEvidence = {
    sowVersionId: p.version.id,
    party: p.party,
    userId: viewer.userId,
    email: viewer.email,
    typedName: p.input.typedName.trim(),
    authority: authorityStatement({
      organizationName: viewer.organizationName,
      roleName: roleNameOf(viewer),
    }),
    consentTextVersion: p.input.consentTextVersion,
    authMethod: viewer.via === "api_key" ? "api_key" : "password_session",
    address: viewer.address,
    userAgent: viewer.userAgent,
    ...timesOf(p.input, now),
    termsHash: termsHash(p.version.terms),
    documentHash: sha256Tag(p.document),
  };
  const prevHash = await lastSealOf(tx, p.sow.id);
  const hash = evidenceHash(evidence, prevHash);
  const { openedAt, consentedAt, signedAt, ...rest } = evidence;
  const parties = { organizationId: p.sow.organizationId, providerId: p.sow.providerId };
  const times = {
    openedAt: dateOf(openedAt),
    consentedAt: dateOf(consentedAt),
    signedAt: dateOf(signedAt),
  };
  const row = await tx.signature.create({
    data: { ...parties, ...rest, ...times, document: p.document, prevHash, hash },
  });
  return { id: row.id, hash };
}

/**
 * The three moments in order and no finer than the columns keep them, so that the seal can be computed
 * again from the row. A signer's clock may be wrong; ours is not, and nothing was opened or agreed to
 * after the signature.
 */
function timesOf(input: Input, now: Temporal.Instant) {
  const opened = earlier(Temporal.Instant.from(input.openedAt), now);
  const consented = earlier(input.consentedAt ? Temporal.Instant.from(input.consentedAt) : now, now);
  const text = (instant: Temporal.Instant) => instant.toString({ fractionalSecondDigits: 3 });
  return { openedAt: text(opened), consentedAt: text(later(consented, opened)), signedAt: text(now) };
}

function earlier(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) <= 0 ? one : other;
}

function later(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return earlier(one, other) === one ? other : one;
}

function dateOf(text: string): Date {
  return toDate(Temporal.Instant.from(text));
}
