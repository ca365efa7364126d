import type { Temporal } from "temporal-polyfill";
import type { Terms } from "../../domain/contracts/terms.ts";
import {
  ATTESTATION_LEVELS,
  type AttestationLevel,
  type HeldAttestation,
} from "../../domain/vetting/attestation.ts";
import { toPlainDate } from "../clock.ts";
import type { Tx } from "../db.ts";

/**
 * What the gate before a signature is asked: the required kinds, what the provider holds, and today's date
 * there.
 */
export async function attestationQuestion(
  tx: Tx,
  input: { providerId: string; terms: Pick<Terms, "requiredAttestations" | "zone">; now: Temporal.Instant },
): Promise<{ required: readonly string[]; held: HeldAttestation[]; on: Temporal.PlainDate }> {
  const rows = await tx.attestation.findMany({
    where: { organizationId: input.providerId, kind: { in: input.terms.requiredAttestations } },
    select: { kind: true, level: true, validFrom: true, validTo: true },
  });
  return {
    required: input.terms.requiredAttestations,
    held: rows.map((row) => ({
      kind: row.kind,
      level: knownLevel(row.level),
      validFrom: toPlainDate(row.validFrom),
      validTo: toPlainDate(row.validTo),
    })),
    on: input.now.toZonedDateTimeISO(input.terms.zone).toPlainDate(),
  };
}

function knownLevel(level: string): AttestationLevel {
  return Object.hasOwn(ATTESTATION_LEVELS, level) ? (level as AttestationLevel) : "declared";
}
