import type { Temporal } from "temporal-polyfill";
import { parseEpochDay } from "../../domain/shared/instant.ts";
import {
  ATTESTATION_LEVELS,
  type AttestationLevel,
  type AttestationState,
  attestationName,
  stateOfDays,
} from "../../domain/vetting/attestation.ts";
import type { Published } from "../published.ts";

/** An attestation as it was written down; days as "2026-11-21". */
export type AttestationFacts = {
  kind: string;
  level: string;
  issuer: string;
  scope: string;
  validFrom: string;
  validTo: string;
};

export type AttestationOnDay = AttestationFacts & {
  name: string;
  levelName: string;
  state: AttestationState;
  /** Days to the last one on which it holds; negative once it has lapsed. */
  daysLeft: number;
};

/**
 * Every attestation a provider shows, by kind and the latest first. Public: it is the provider's trust
 * page.
 */
export function readAttestations(
  published: Published,
  organizationId: string,
): Promise<AttestationFacts[]> {
  return published.sql<AttestationFacts>(
    `select kind, level, issuer, scope, valid_from::text as "validFrom", valid_to::text as "validTo"
     from attestation where organization_id = $1::uuid order by kind, valid_to desc`,
    [organizationId],
  );
}

/** How it stands on the day; dates carry no zone, so the day is the one of UTC. */
export function attestationOn(facts: AttestationFacts, now: Temporal.Instant): AttestationOnDay {
  const today = Math.floor(now.epochMilliseconds / 86_400_000);
  const term = { from: dayOf(facts.validFrom), to: dayOf(facts.validTo) };
  return {
    ...facts,
    name: attestationName(facts.kind),
    levelName: isLevel(facts.level) ? ATTESTATION_LEVELS[facts.level] : facts.level,
    state: stateOfDays(term, today),
    daysLeft: term.to - today,
  };
}

function dayOf(text: string): number {
  const day = parseEpochDay(text);
  if (day === null) throw new Error(`"${text}" is no day.`);
  return day;
}

function isLevel(level: string): level is AttestationLevel {
  return Object.hasOwn(ATTESTATION_LEVELS, level);
}
