import { DomainError } from "../shared/domain-error.ts";

/** How long the link to a new address works, and the way back to the old one. */
export const EMAIL_LINK_HOURS = 24;
export const WAY_BACK_DAYS = 7;

/** What a mailed link about an address does: it proves the new one, or gives the old one back. */
export type EmailLink = { does: "confirm" | "give_back"; address: string };

export type EmailLinkOutcome =
  | { outcome: "changed" | "given_back"; address: string }
  | { outcome: "unknown" }
  | { outcome: "taken" }
  | { outcome: "throttled"; retryAfterSeconds: number };

/** The address belongs to another account by now; nothing was changed. */
export class AddressTaken extends DomainError {
  constructor() {
    super({ code: "address_taken", message: "Another account has this address.", field: "email" });
  }
}
