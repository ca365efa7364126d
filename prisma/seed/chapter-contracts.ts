import { Temporal } from "temporal-polyfill";
import type { ModuleCode } from "../../domain/catalogue/service-module.ts";
import { documentText } from "../../domain/contracts/contract-document.ts";
import { authorityStatement, CURRENT_CONSENT } from "../../domain/contracts/signature.ts";
import { CHAIN_START, evidenceHash, sha256Tag } from "../../domain/contracts/signature-evidence.ts";
import { type Terms, termsHash, termsSchema } from "../../domain/contracts/terms.ts";
import { draftTermsFromListing } from "../../domain/contracts/terms-draft.ts";
import { engagementStateAt, lastDayOf } from "../../domain/delivery/engagement.ts";
import { onboardingChecklist } from "../../domain/delivery/onboarding.ts";
import { BILLED_PLANS, DATED_PLANS } from "./billed-plans.ts";
import { holidaysOf, yearsAround } from "./calendars.ts";
import type { CastMember } from "./cast.ts";
import type { ToldListing } from "./chapter-catalogue.ts";
import { withFurtherLevels } from "./further-levels.ts";
import { organisationBySlug } from "./organisations.ts";
import { PRICED_PLANS } from "./priced-plans.ts";
import { ruledLevels } from "./ruled-levels.ts";
import { type Story, stamp } from "./story.ts";

const DAY = 86_400;

export type Order = {
  key: string;
  buyer: string;
  provider: string;
  moduleCode: ModuleCode;
  title: string;
  country: string;
  sites?: Terms["sites"];
  termMonths?: number;
};

export type ToldContract = {
  sowId: string;
  versionId: string;
  buyerId: string;
  providerId: string;
  terms: Terms;
};

/**
 * An order and, as far as it has come, its signatures: a draft has none, a countersigned one the provider's,
 * an active one both.
 */
export function tellContract(
  story: Story,
  input: {
    order: Order;
    listing: ToldListing;
    state: "draft" | "countersigned" | "active";
    startsOn: string;
    /** When the buyer ordered. */
    orderedAt: number;
  },
): ToldContract {
  const { order, listing, state, orderedAt } = input;
  const told: ToldContract = {
    sowId: story.id(orderedAt),
    versionId: story.id(orderedAt + 1),
    buyerId: story.cast.organisationId(order.buyer),
    providerId: story.cast.organisationId(order.provider),
    terms: termsOf(story, input),
  };
  const parties = { organization_id: told.buyerId, provider_id: told.providerId };
  const lead = story.cast.member({ slug: order.buyer, role: "operations_lead" });
  story.add("statement_of_work", {
    id: told.sowId,
    ...parties,
    listing_id: listing.id,
    module_code: order.moduleCode,
    title: order.title,
    state,
    current_version: 1,
    offered_at: state === "draft" ? null : stamp(orderedAt + DAY),
    created_at: stamp(orderedAt),
    updated_at: stamp(state === "draft" ? orderedAt : orderedAt + 4 * DAY),
  });
  story.add("sow_version", {
    id: told.versionId,
    ...parties,
    statement_of_work_id: told.sowId,
    number: 1,
    terms: told.terms,
    terms_hash: termsHash(told.terms),
    note: "Ordered from the catalogue",
    created_by_id: lead.userId,
    created_at: stamp(orderedAt),
  });
  contractFact(story, { told, member: lead, action: "statement_of_work.order", at: orderedAt });
  if (state === "draft") return told;
  const offered = { told, member: lead, action: "statement_of_work.offer", at: orderedAt + DAY };
  contractFact(story, offered);
  tellSignatures(story, { ...input, told });
  return told;
}

/** The engagement that both signatures opened, with its checklist done. */
export function tellEngagement(
  story: Story,
  input: { order: Order; told: ToldContract; signedAt: number; zone: string },
): string {
  const { order, told, signedAt } = input;
  const id = story.id(signedAt);
  const { startsOn, zone } = told.terms;
  const endsOn = lastDayOf(told.terms);
  const parties = { organization_id: told.buyerId, provider_id: told.providerId };
  story.add("engagement", {
    id,
    ...parties,
    statement_of_work_id: told.sowId,
    sow_version_id: told.versionId,
    module_code: order.moduleCode,
    title: order.title,
    state: engagementStateAt({ startsOn, endsOn, zone, now: story.now }),
    starts_on: startsOn,
    ends_on: endsOn,
    zone,
    currency: told.terms.currency,
    created_at: stamp(signedAt),
  });
  for (const entry of onboardingChecklist(order.moduleCode)) {
    const role = entry.party === "buyer" ? "operations_lead" : "delivery_manager";
    const { userId, account } = story.cast.member({ slug: order[entry.party], role });
    story.add("checklist_item", {
      id: story.id(signedAt),
      ...parties,
      engagement_id: id,
      position: entry.position,
      party: entry.party,
      title: entry.title,
      required: entry.required,
      done_at: entry.required ? stamp(signedAt + entry.position * DAY) : null,
      done_by_id: entry.required ? userId : null,
      done_by_name: entry.required ? account.name : null,
    });
  }
  return id;
}

function termsOf(story: Story, input: { order: Order; listing: ToldListing; startsOn: string }): Terms {
  const { order, listing, startsOn } = input;
  const zone = organisationBySlug(order.buyer).zone;
  const draft = draftTermsFromListing({
    listing: {
      ...listing,
      zone,
      title: order.title,
      monthlyFeeMinor: BigInt(listing.feeMinor),
      serviceLevels: [],
    },
    startsOn,
    holidays: holidaysOf({ country: order.country, years: yearsAround(story.now) }),
  });
  const further = withFurtherLevels(draft.serviceLevels, { ...order, currency: draft.currency });
  const serviceLevels = ruledLevels(order, further);
  const terms = termsSchema.parse({
    ...draft,
    ...(order.sites ? { sites: order.sites } : {}),
    serviceLevels,
    termMonths: order.termMonths ?? 24,
    reopenPolicy: "continue",
  });
  const running = story.now.toZonedDateTimeISO(zone).toPlainDate().toPlainYearMonth();
  return termsSchema.parse({
    ...{ ...terms, ...PRICED_PLANS[order.key]?.(terms), ...BILLED_PLANS[order.key] },
    ...DATED_PLANS[order.key]?.(running),
  });
}

function tellSignatures(
  story: Story,
  input: { order: Order; told: ToldContract; state: string; orderedAt: number },
): void {
  const { order, told, orderedAt } = input;
  const countersigned = {
    party: "provider",
    slug: order.provider,
    role: "owner",
    roleName: "Owner",
  } as const;
  const signed = { party: "buyer", slug: order.buyer, role: "owner", roleName: "Owner" } as const;
  const document = documentText({
    terms: told.terms,
    number: 1,
    buyer: organisationBySlug(order.buyer),
    provider: organisationBySlug(order.provider),
  });
  let prevHash = CHAIN_START;
  const signers = input.state === "active" ? [countersigned, signed] : [countersigned];
  for (const [index, signer] of signers.entries()) {
    const member = story.cast.member({ slug: signer.slug, role: signer.role });
    const at = orderedAt + (2 + 2 * index) * DAY;
    prevHash = tellSignature(story, { told, document, prevHash, at, ...signer, member });
    const action = signer.party === "provider" ? "statement_of_work.countersign" : "statement_of_work.sign";
    contractFact(story, { told, member, action, at });
  }
}

function tellSignature(
  story: Story,
  p: {
    told: ToldContract;
    document: string;
    prevHash: string;
    at: number;
    party: "buyer" | "provider";
    roleName: string;
    member: CastMember;
  },
): string {
  const { told, member, at } = p;
  const evidence = {
    sowVersionId: told.versionId,
    party: p.party,
    userId: member.userId,
    email: member.account.email,
    typedName: member.account.name,
    authority: authorityStatement({ organizationName: member.account.organisation, roleName: p.roleName }),
    consentTextVersion: CURRENT_CONSENT,
    authMethod: "password",
    address: "192.0.2.17",
    userAgent: "Mozilla/5.0 (demo story)",
    openedAt: instantText(at - 420),
    consentedAt: instantText(at - 20),
    signedAt: instantText(at),
    termsHash: termsHash(told.terms),
    documentHash: sha256Tag(p.document),
  };
  const hash = evidenceHash(evidence, p.prevHash);
  story.add("signature", {
    id: story.id(at),
    organization_id: told.buyerId,
    provider_id: told.providerId,
    sow_version_id: told.versionId,
    party: p.party,
    user_id: member.userId,
    email: evidence.email,
    typed_name: evidence.typedName,
    authority: evidence.authority,
    consent_text_version: evidence.consentTextVersion,
    auth_method: evidence.authMethod,
    address: evidence.address,
    user_agent: evidence.userAgent,
    opened_at: evidence.openedAt,
    consented_at: evidence.consentedAt,
    signed_at: evidence.signedAt,
    terms_hash: evidence.termsHash,
    document: p.document,
    document_hash: evidence.documentHash,
    prev_hash: p.prevHash,
    hash,
  });
  return hash;
}

/** The instant as the evidence record writes it. */
function instantText(epochSeconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000).toString({
    fractionalSecondDigits: 3,
  });
}

function contractFact(
  story: Story,
  p: { told: ToldContract; member: CastMember; action: string; at: number },
): void {
  const isBuyer = p.member.account.organisationKind === "buyer";
  story.fact({
    organizationId: isBuyer ? p.told.buyerId : p.told.providerId,
    at: p.at,
    userId: p.member.userId,
    actor: p.member.account.name,
    action: p.action,
    subjectType: "statement_of_work",
    subjectId: p.told.sowId,
    data: { version: 1, termsHash: termsHash(p.told.terms) },
  });
}
