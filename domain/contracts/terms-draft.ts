import { requiredAttestations, serviceModule } from "../catalogue/catalogue.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { ModuleCode, ServiceModule } from "../catalogue/service-module.ts";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import type { Terms } from "./terms.ts";

/** The marketplace's usual share of the net fee. */
export const DEFAULT_COMMISSION_BPS = 1000;

/** What a provider published; amounts in minor units of `currency`. */
export type ListingTerms = {
  moduleCode: ModuleCode;
  title: string;
  summary: string;
  monthlyFeeMinor: bigint;
  currency: string;
  /** Weekly hours as a calendar writes them; null is around the clock. */
  hours: BusinessCalendar["weekly"] | null;
  zone: string;
  poolBps: number;
  /** Levels the provider offers in place of the module's; empty keeps those of the module. */
  serviceLevels: readonly ServiceLevel[];
};

/**
 * A first draft: the module's outcomes, levels and attestations with the listing's price, hours and share
 * at risk. Both sides edit it from here; nothing in it binds anyone before it is signed.
 */
export function draftTermsFromListing(input: {
  listing: ListingTerms;
  /** "2026-12-01" */
  startsOn: string;
  holidays?: readonly string[];
  /** What a commission rule proposes; left out: the marketplace's usual share. */
  commissionBps?: number | undefined;
}): Terms {
  const { listing } = input;
  const module = serviceModule(listing.moduleCode);
  return {
    moduleCode: module.code,
    title: listing.title,
    summary: listing.summary,
    outcomes: outcomesOf(module),
    serviceLevels: [...(listing.serviceLevels.length > 0 ? listing.serviceLevels : module.defaultLevels)],
    calendar: calendarOf(input),
    zone: listing.zone,
    currency: listing.currency,
    monthlyFeeMinor: String(listing.monthlyFeeMinor),
    scheme: { kind: "at_risk_pool", poolBps: listing.poolBps, capBps: listing.poolBps },
    commissionBps: input.commissionBps ?? DEFAULT_COMMISSION_BPS,
    reopenPolicy: "continue",
    reopenWindowDays: 14,
    startsOn: input.startsOn,
    termMonths: 12,
    noticeDays: 60,
    paymentTermsDays: 30,
    requiredAttestations: [...requiredAttestations(module)],
  };
}

function outcomesOf(module: ServiceModule): Terms["outcomes"] {
  return module.delivers.map((text, index) => ({
    id: `outcome-${index + 1}`,
    text,
    acceptance: "Accepted with the month's statement unless contested before both sides approve it.",
  }));
}

function calendarOf(input: { listing: ListingTerms; holidays?: readonly string[] }): Terms["calendar"] {
  const { hours, zone } = input.listing;
  if (hours === null) return null;
  return { zone, weekly: hours, holidays: [...(input.holidays ?? [])], overrides: {} };
}
