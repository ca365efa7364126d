import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { DomainError } from "../shared/domain-error.ts";

/** How long the link in an invitation works. */
export const INVITATION_DAYS = 7;
/** Mails with invitations that an organisation may send in 24 hours, those sent again included. */
export const MOST_INVITATIONS_A_DAY = 50;

export const emailSchema = z
  .string({ error: "Write an e-mail address." })
  .trim()
  .toLowerCase()
  .max(254, "An address has at most 254 characters.")
  .pipe(z.email("This is not an e-mail address."));

export const inviteSchema = z.object({
  email: emailSchema,
  role: z.string({ error: "Choose a role." }).min(1, "Choose a role.").max(80, "Choose a role."),
});

export const newPersonSchema = z.object({
  name: z
    .string({ error: "Write your name." })
    .trim()
    .min(1, "Write your name as colleagues know it.")
    .max(120, "Keep the name within 120 characters."),
});

export type InvitationState = "open" | "accepted" | "revoked" | "expired";

/** Where an invitation stands at `now`; the first thing that happened to it stays. */
export function invitationState(
  p: {
    acceptedAt: Temporal.Instant | null;
    revokedAt: Temporal.Instant | null;
    expiresAt: Temporal.Instant;
  },
  now: Temporal.Instant,
): InvitationState {
  if (p.acceptedAt) return "accepted";
  if (p.revokedAt) return "revoked";
  return Temporal.Instant.compare(p.expiresAt, now) <= 0 ? "expired" : "open";
}

/** When a link that is sent at `now` stops working. */
export function expiryOf(now: Temporal.Instant): Temporal.Instant {
  return now.add(Temporal.Duration.from({ hours: INVITATION_DAYS * 24 }));
}

export class TooManyInvitations extends DomainError {
  constructor() {
    super({
      code: "too_many_invitations",
      message: `${MOST_INVITATIONS_A_DAY} invitations went out in the last 24 hours. Send more tomorrow.`,
    });
  }
}

/** The address belongs to a present member, or waits for an answer already. */
export class AlreadyThere extends DomainError {
  constructor(what: "member" | "invited") {
    const message =
      what === "member"
        ? "This address is a member already."
        : "This address was invited already. Send the invitation again, or revoke it first.";
    super({ code: `already_${what}`, message, field: "email" });
  }
}

/** The one answer to a link that was used, has ended, was revoked, or never was. */
export class InvitationUnknown extends DomainError {
  constructor() {
    super({
      code: "invitation_unknown",
      message: "This invitation is not known, or no longer. Ask whoever invited you for a new one.",
    });
  }
}
