import { contractClauses } from "../../domain/contracts/contract-document.ts";
import { billingEditOf } from "../../domain/contracts/edited-billing.ts";
import { pricesEditOf } from "../../domain/contracts/edited-prices.ts";
import { editOf } from "../../domain/contracts/edited-terms.ts";
import type { ChainVerdict } from "../../domain/contracts/signature-evidence.ts";
import type { MissingAttestation } from "../../domain/vetting/attestation-gate.ts";
import type { SignatureRow, SowVersionRow } from "../../server/contracts/sow-version.read.ts";
import type { Organisation } from "../../server/contracts/statement-of-work.read.ts";
import { builder } from "../builder.ts";
import { ClauseType } from "./contract-clause.ts";

export const PartyType = builder.objectRef<Organisation>("ContractParty").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.exposeString("name"),
    city: t.exposeString("city"),
    country: t.exposeString("country"),
  }),
});

export const SowVersionType = builder.objectRef<SowVersionRow>("SowVersion").implement({
  description: "One version of the terms; never changed once written.",
  fields: (t) => ({
    id: t.exposeID("id"),
    number: t.exposeInt("number"),
    terms: t.field({ type: "JSON", resolve: (version) => version.terms }),
    edit: t.field({
      type: "JSON",
      description: "The terms as a TermsInput, to be changed and sent back.",
      resolve: (version) => editOf(version.terms),
    }),
    pricesEdit: t.field({
      type: "JSON",
      description: "The prices as a PricesInput, to be changed and sent back.",
      resolve: (version) => pricesEditOf(version.terms),
    }),
    billingEdit: t.field({
      type: "JSON",
      description: "The billing as a BillingInput, to be changed and sent back.",
      resolve: (version) => billingEditOf(version.terms),
    }),
    termsHash: t.exposeString("termsHash"),
    documentHash: t.string({
      description: "Of the contract's text. A signature must name it, so that it belongs to what was read.",
      resolve: (version) => version.documentHash,
    }),
    clauses: t.field({ type: [ClauseType], resolve: (version) => contractClauses(version) }),
    note: t.exposeString("note"),
    proposedBy: t.exposeString("proposedBy"),
    author: t.exposeString("author"),
    createdAt: t.field({ type: "DateTime", resolve: (version) => version.createdAt }),
  }),
});

export const SignatureType = builder.objectRef<SignatureRow>("Signature").implement({
  description: "One signature with its evidence. Each seals the one before it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    version: t.exposeInt("version"),
    party: t.exposeString("party"),
    typedName: t.exposeString("typedName"),
    email: t.exposeString("email"),
    authority: t.exposeString("authority"),
    consentTextVersion: t.exposeString("consentTextVersion"),
    authMethod: t.exposeString("authMethod"),
    address: t.exposeString("address"),
    userAgent: t.exposeString("userAgent"),
    openedAt: t.field({ type: "DateTime", resolve: (one) => one.openedAt }),
    consentedAt: t.field({ type: "DateTime", resolve: (one) => one.consentedAt }),
    signedAt: t.field({ type: "DateTime", resolve: (one) => one.signedAt }),
    termsHash: t.exposeString("termsHash"),
    document: t.string({ description: "The text that was signed.", resolve: (one) => one.document }),
    documentHash: t.exposeString("documentHash"),
    prevHash: t.exposeString("prevHash"),
    hash: t.exposeString("hash"),
  }),
});

export const ChainType = builder.objectRef<ChainVerdict>("SignatureChain").implement({
  description: "Every seal, text and hash of terms computed again from what is stored.",
  fields: (t) => ({ intact: t.exposeBoolean("intact"), faults: t.exposeStringList("faults") }),
});

export const AttestationGapType = builder.objectRef<MissingAttestation>("AttestationGap").implement({
  description: "A required attestation that does not hold today; nobody can sign before it does.",
  fields: (t) => ({
    kind: t.exposeString("kind"),
    name: t.exposeString("name"),
    reason: t.string({
      description: "missing, lapsed, not_yet_valid or declared_only",
      resolve: (gap) => gap.reason,
    }),
    date: t.field({ type: "Date", nullable: true, resolve: (gap) => gap.date?.toString() ?? null }),
  }),
});
