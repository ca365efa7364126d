import { serviceModule } from "../../domain/catalogue/catalogue.ts";
import type { WeeklyHours } from "../../domain/catalogue/covered-hours.ts";
import type { ModuleCode } from "../../domain/catalogue/service-module.ts";
import { draftTermsFromListing } from "../../domain/contracts/terms-draft.ts";
import type { World } from "../world.ts";
import { signedContract } from "./contracted.ts";

export const OFFICE_HOURS: WeeklyHours = Object.fromEntries(
  ["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "17:00"]]]),
);

export type ListingInput = {
  organizationId: string;
  moduleCode?: ModuleCode;
  title?: string;
  priceMinor?: number;
  currency?: string;
  languages?: string[];
  hours?: WeeklyHours;
  zone?: string;
  published?: boolean;
};

/** Puts a listing into the database as its provider would have published it; answers its id. */
export async function addListing(world: World, input: ListingInput): Promise<string> {
  const { rows } = await world.owner.query<{ id: string }>(
    `insert into listing (organization_id, module_code, title, summary, price_model, monthly_fee_minor,
      currency,
       languages, hours, zone, pool_bps, service_levels, onboarding_days, published_at)
     values ($1, $2, $3, 'Close, payables and reports', 'fixed_monthly', $4, $5, $6, $7, $8, 1200, '[]',
       14, $9)
     returning id`,
    [
      input.organizationId,
      input.moduleCode ?? "bookkeeping",
      input.title ?? "Monthly close",
      input.priceMinor ?? 120_000,
      input.currency ?? "EUR",
      input.languages ?? ["en"],
      JSON.stringify(input.hours === undefined ? OFFICE_HOURS : input.hours),
      input.zone ?? "Europe/Berlin",
      input.published === false ? null : "2026-01-01T00:00:00Z",
    ],
  );
  return rows[0]?.id ?? "";
}

/** An attestation of a provider; valid all of 2026 and 2027 unless told otherwise. */
export async function addAttestation(
  world: World,
  input: { organizationId: string; kind: string; level?: string; validFrom?: string; validTo?: string },
): Promise<void> {
  await world.owner.query(
    `insert into attestation (organization_id, kind, issuer, scope, level, valid_from, valid_to)
     values ($1, $2, 'Test Assurance', 'Everything', $3, $4, $5)`,
    [
      input.organizationId,
      input.kind,
      input.level ?? "verified",
      input.validFrom ?? "2026-01-01",
      input.validTo ?? "2027-12-31",
    ],
  );
}

export type EngagementInput = {
  buyer: string;
  provider: string;
  moduleCode?: ModuleCode;
  title?: string;
  feeMinor?: number;
};

/** A running engagement with its signed version, as the story of a contract leaves it; answers its id. */
export async function addEngagement(world: World, input: EngagementInput): Promise<string> {
  const module = serviceModule(input.moduleCode ?? "bookkeeping");
  const title = input.title ?? module.name;
  const terms = draftTermsFromListing({
    listing: {
      ...{
        moduleCode: module.code,
        title,
        summary: "What the test needs",
        currency: "EUR",
        zone: "Europe/Berlin",
      },
      monthlyFeeMinor: BigInt(input.feeMinor ?? 400_000),
      hours: { mon: [["09:00", "17:00"]] },
      poolBps: 1200,
      serviceLevels: [],
    },
    startsOn: "2025-11-01",
  });
  return signedContract(world, { organizationId: input.buyer, providerId: input.provider, terms });
}

/** A frozen month of an engagement with one figure a level; answers the id of the month's close. */
export async function freezeMonth(
  world: World,
  input: {
    engagementId: string;
    period: string;
    levels: readonly { levelId: string; measured: string | null; n: number }[];
  },
): Promise<string> {
  const { rows } = await world.owner.query<{ id: string }>(
    `insert into period_close (organization_id, provider_id, engagement_id, period, rule_version,
      calendar_version,
       item_count, event_count, levels, prev_hash, hash, frozen_at)
     select organization_id, provider_id, id, $2, 'sla-1', 1, 10, 40, $3, repeat('0', 64), repeat('1',
       64), now()
     from engagement where id = $1 returning id`,
    [input.engagementId, input.period, JSON.stringify(input.levels)],
  );
  return rows[0]?.id ?? "";
}
