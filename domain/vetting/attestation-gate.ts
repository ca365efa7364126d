import type { Temporal } from "temporal-polyfill";
import { attestationName, attestationStateOn, type HeldAttestation } from "./attestation.ts";
import { AttestationDeclaredOnly, AttestationLapsed, AttestationMissing } from "./errors.ts";

export type MissingAttestation = {
  readonly kind: string;
  readonly name: string;
  readonly reason: "missing" | "lapsed" | "not_yet_valid" | "declared_only";
  /** The last valid day where it lapsed, the first one where it is not valid yet, else null. */
  readonly date: Temporal.PlainDate | null;
};

/**
 * The required kinds for which nothing holds on the date. One attestation that is valid and whose evidence
 * somebody saw is enough; otherwise the reason is that of the one that came nearest.
 */
export function missingAttestations(input: {
  required: readonly string[];
  held: readonly HeldAttestation[];
  on: Temporal.PlainDate;
}): MissingAttestation[] {
  const missing: MissingAttestation[] = [];
  for (const kind of new Set(input.required)) {
    const shortcomings = input.held
      .filter((one) => one.kind === kind)
      .map((one) => shortcoming(one, input.on));
    if (shortcomings.includes(null)) continue;
    missing.push(
      nearest(shortcomings) ?? { kind, name: attestationName(kind), reason: "missing", date: null },
    );
  }
  return missing;
}

/** Throws the refusal of the first missing attestation; every missing one stands in its details. */
export function assertAttested(input: {
  required: readonly string[];
  held: readonly HeldAttestation[];
  on: Temporal.PlainDate;
  providerName: string;
}): void {
  const missing = missingAttestations(input);
  const [first] = missing;
  if (first) throw refusalOf({ first, missing, providerName: input.providerName });
}

function refusalOf(input: {
  first: MissingAttestation;
  missing: readonly MissingAttestation[];
  providerName: string;
}): Error {
  switch (input.first.reason) {
    case "lapsed":
      return new AttestationLapsed(input);
    case "declared_only":
      return new AttestationDeclaredOnly(input);
    case "missing":
    case "not_yet_valid":
      return new AttestationMissing(input);
    default:
      return input.first.reason satisfies never;
  }
}

function shortcoming(held: HeldAttestation, on: Temporal.PlainDate): MissingAttestation | null {
  const named = { kind: held.kind, name: attestationName(held.kind) };
  const state = attestationStateOn(held, on);
  switch (state) {
    case "lapsed":
      return { ...named, reason: "lapsed", date: held.validTo };
    case "not_yet_valid":
      return { ...named, reason: "not_yet_valid", date: held.validFrom };
    case "valid":
    case "expiring":
      return held.level === "declared" ? { ...named, reason: "declared_only", date: null } : null;
    default:
      return state satisfies never;
  }
}

const NEAREST_FIRST: readonly MissingAttestation["reason"][] = ["declared_only", "not_yet_valid", "lapsed"];

/** Among several that lapsed, the one that held longest; the reader asks how long ago it was. */
function nearest(shortcomings: readonly (MissingAttestation | null)[]): MissingAttestation | undefined {
  for (const reason of NEAREST_FIRST) {
    const found = shortcomings.filter((one) => one?.reason === reason);
    if (found.length > 0)
      return found.reduce((left, right) => (later(right, left) ? right : left)) ?? undefined;
  }
  return undefined;
}

function later(left: MissingAttestation | null, right: MissingAttestation | null): boolean {
  return (left?.date?.toString() ?? "") > (right?.date?.toString() ?? "");
}
