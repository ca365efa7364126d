import { DomainError } from "../shared/domain-error.ts";
import type { MissingAttestation } from "./attestation-gate.ts";

type Input = {
  first: MissingAttestation;
  missing: readonly MissingAttestation[];
  providerName: string;
};

/** A required attestation held once and is past its last day. */
export class AttestationLapsed extends DomainError {
  constructor({ first, missing, providerName }: Input) {
    super({
      code: "attestation_lapsed",
      message: `${first.name} of ${providerName} lapsed on ${first.date}. It must be renewed before signing.`,
      details: detailsOf(missing),
    });
  }
}

/** A required attestation was only declared: nobody has seen its evidence. */
export class AttestationDeclaredOnly extends DomainError {
  constructor({ first, missing, providerName }: Input) {
    super({
      code: "attestation_declared_only",
      message: `${first.name} of ${providerName} is only declared. Its evidence must be seen before signing.`,
      details: detailsOf(missing),
    });
  }
}

/** A required attestation does not exist, or does not hold yet. */
export class AttestationMissing extends DomainError {
  constructor({ first, missing, providerName }: Input) {
    const from = first.date === null ? "" : ` It holds from ${first.date}.`;
    super({
      code: "attestation_missing",
      message: `${providerName} has no ${first.name} that holds today, and this contract needs one.${from}`,
      details: detailsOf(missing),
    });
  }
}

function detailsOf(missing: readonly MissingAttestation[]) {
  return {
    attestations: missing.map(({ kind, name, reason, date }) => ({
      kind,
      name,
      reason,
      date: date?.toString() ?? null,
    })),
  };
}
