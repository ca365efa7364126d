import { DomainError } from "../shared/domain-error.ts";

/** The event is for the other side of the contract to cause. */
export class WrongParty extends DomainError {
  constructor(event: string) {
    super({
      code: "wrong_party",
      message: `Only the ${SIDE[event] ?? "other side"} can do this on this statement of work.`,
      details: { event },
    });
  }
}

const SIDE: Readonly<Record<string, string>> = {
  propose: "buyer",
  offer: "buyer",
  sign: "buyer",
  withdraw: "buyer",
  countersign: "provider",
  decline: "provider",
};

/** The buyer's signature closes the contract, so the provider's comes before it. */
export class ProviderSignsFirst extends DomainError {
  constructor() {
    super({
      code: "provider_signs_first",
      message: "The provider countersigns this version first; then the buyer signs.",
    });
  }
}

/** Somebody else wrote a version since the page was opened. */
export class VersionOutdated extends DomainError {
  constructor(input: { current: number; given: number }) {
    super({
      code: "version_outdated",
      message:
        `Version ${input.current} has been written since you opened version ${input.given}. ` +
        "Look at what changed first.",
      details: input,
    });
  }
}

/** A new version that says exactly what the present one says. */
export class NothingChanged extends DomainError {
  constructor() {
    super({ code: "nothing_changed", message: "These terms are the same as in the present version." });
  }
}

/** The text that the signer read is not the text that would be signed. */
export class DocumentChanged extends DomainError {
  constructor() {
    super({
      code: "document_changed",
      message: "The contract's text has changed since you opened it. Read it again before signing.",
    });
  }
}

/** A listing cannot be ordered by the organisation that offers it, or by one that is not a buyer. */
export class NotABuyer extends DomainError {
  constructor() {
    super({ code: "not_a_buyer", message: "Only a buyer can order a service." });
  }
}

/** The conditions of a clock exclude each other: signed, it would never measure what the words promise. */
export class ClockRulesClash extends DomainError {
  constructor(input: { level: string; message: string }) {
    super({
      code: "clock_rules_clash",
      message: `The clock of "${input.level}" cannot work as it is written. ${input.message}`,
    });
  }
}
