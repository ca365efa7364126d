import type { Temporal } from "temporal-polyfill";
import { type EpochDay, epochDay } from "../shared/instant.ts";

/** What a provider can show, in the field's own words. */
export const ATTESTATION_KINDS = {
  soc1_type2: "SOC 1 Type 2",
  soc2_type2: "SOC 2 Type 2",
  iso27001: "ISO 27001",
  hipaa_baa: "HIPAA business associate agreement",
  pci_dss: "PCI DSS",
  gdpr_dpa: "GDPR data processing agreement",
  employment_licence: "Employment licence",
  local_entity: "Local entity proof",
  professional_indemnity: "Professional indemnity insurance",
  cyber_insurance: "Cyber insurance",
  fidelity_bond: "Fidelity bond",
  glba_assessment: "GLBA safeguards assessment",
  bias_audit: "Bias audit",
} as const;

export type AttestationKind = keyof typeof ATTESTATION_KINDS;

/** How far somebody looked. The three are shown apart and never merged into one tick. */
export const ATTESTATION_LEVELS = {
  declared: "Declared",
  evidence_seen: "Evidence seen",
  verified: "Independently verified",
} as const;

export type AttestationLevel = keyof typeof ATTESTATION_LEVELS;

/** From this many days before its last day an attestation is called expiring. */
export const EXPIRING_WITHIN_DAYS = 60;

export type AttestationState = "valid" | "expiring" | "lapsed" | "not_yet_valid";

/** The days it holds on, both included; dates carry no zone because certificates name none. */
export type AttestationTerm = {
  readonly validFrom: Temporal.PlainDate;
  readonly validTo: Temporal.PlainDate;
};

export type HeldAttestation = AttestationTerm & {
  readonly kind: string;
  readonly level: AttestationLevel;
};

/** The state on a date: lapsed from the day after `validTo`, expiring on the 60 days up to and on it. */
export function attestationStateOn(term: AttestationTerm, date: Temporal.PlainDate): AttestationState {
  return stateOfDays({ from: dayNumber(term.validFrom), to: dayNumber(term.validTo) }, dayNumber(date));
}

/** Days until the last valid day: 0 on that day, negative after it. */
export function daysLeft(term: AttestationTerm, date: Temporal.PlainDate): number {
  return dayNumber(term.validTo) - dayNumber(date);
}

/**
 * The same state from day numbers, for lists of hundreds where a date object each would be the dearest
 * part.
 */
export function stateOfDays(term: { from: EpochDay; to: EpochDay }, on: EpochDay): AttestationState {
  if (on < term.from) return "not_yet_valid";
  if (on > term.to) return "lapsed";
  return term.to - on <= EXPIRING_WITHIN_DAYS ? "expiring" : "valid";
}

function dayNumber(date: Temporal.PlainDate): EpochDay {
  return epochDay(date.year, date.month, date.day);
}

/** "SOC 1 Type 2"; a kind we do not know is shown as it was written. */
export function attestationName(kind: string): string {
  return isAttestationKind(kind) ? ATTESTATION_KINDS[kind] : kind.replaceAll("_", " ");
}

export function isAttestationKind(kind: string): kind is AttestationKind {
  return Object.hasOwn(ATTESTATION_KINDS, kind);
}
