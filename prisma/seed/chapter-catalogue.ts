import { createHash } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { serviceModule } from "../../domain/catalogue/catalogue.ts";
import type { ModuleCode } from "../../domain/catalogue/service-module.ts";
import { ATTESTATIONS } from "./attestations.ts";
import { LISTINGS, type StoryListing } from "./listings.ts";
import { organisationBySlug } from "./organisations.ts";
import { type Story, stamp } from "./story.ts";

export type ToldListing = StoryListing & { id: string; zone: string };

/** Offers and attestations of every provider; answers the offers by provider and service. */
export function tellCatalogue(
  story: Story,
  since: number,
): (slug: string, code: ModuleCode) => ToldListing {
  const told = LISTINGS.map((listing) => tellListing(story, listing, since));
  tellAttestations(story);
  return (slug, code) => {
    const found = told.find((one) => one.provider === slug && one.moduleCode === code);
    if (!found) throw new Error(`The story has no ${code} offer of ${slug}.`);
    return found;
  };
}

function tellListing(story: Story, listing: StoryListing, since: number): ToldListing {
  const id = story.id(since);
  const { zone } = organisationBySlug(listing.provider);
  const module = serviceModule(listing.moduleCode);
  story.add("listing", {
    id,
    organization_id: story.cast.organisationId(listing.provider),
    module_code: listing.moduleCode,
    title: listing.title,
    summary: listing.summary,
    price_model: module.pricing.model,
    monthly_fee_minor: listing.feeMinor,
    currency: listing.currency,
    languages: listing.languages,
    hours: listing.hours ?? ALL_WEEK,
    zone,
    holidays_of: listing.hours === null ? "" : organisationBySlug(listing.provider).country,
    pool_bps: listing.poolBps,
    service_levels: module.defaultLevels,
    onboarding_days: listing.onboardingDays,
    published_at: stamp(since),
    created_at: stamp(since),
  });
  return { ...listing, id, zone };
}

const DAY: [string, string][] = [["00:00", "24:00"]];

/** Around the clock in the words of a weekly calendar, so that a reader of hours needs no second case. */
const ALL_WEEK = { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: DAY, sun: DAY };

function tellAttestations(story: Story): void {
  const today = story.now.toZonedDateTimeISO("UTC").toPlainDate();
  for (const one of ATTESTATIONS) {
    const validTo = today.add({ days: one.lastDay });
    const validFrom = validTo.subtract({ years: 1 }).add({ days: 1 });
    const seenAt = validFrom.add({ days: 9 });
    const isVerified = one.level === "verified";
    story.add("attestation", {
      id: story.id(story.now.epochMilliseconds / 1000),
      organization_id: story.cast.organisationId(one.provider),
      kind: one.kind,
      issuer: one.issuer,
      scope: one.scope,
      level: one.level,
      valid_from: begun(validFrom, today),
      valid_to: validTo.toString(),
      evidence_hash:
        one.level === "declared" ? null : evidenceHash(`${one.provider} ${one.kind} ${validTo}`),
      verified_at: isVerified ? `${begun(seenAt, today)}T10:00:00Z` : null,
      verified_by: isVerified ? "Hanna Weir, Northern accounts" : null,
      created_at: `${begun(validFrom, today)}T09:00:00Z`,
    });
  }
}

/** A certificate of several years began earlier than a year before its last day. */
function begun(date: Temporal.PlainDate, today: Temporal.PlainDate): string {
  const latest = today.subtract({ days: 200 });
  return (Temporal.PlainDate.compare(date, latest) > 0 ? latest : date).toString();
}

function evidenceHash(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
