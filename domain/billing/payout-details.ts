import { z } from "zod";
import { isKnownCurrency } from "../shared/currency.ts";
import { DomainError } from "../shared/domain-error.ts";
import { defineStateMachine } from "../shared/state-machine.ts";

export type PayoutDetailsState = "proposed" | "confirmed" | "rejected" | "withdrawn" | "replaced";
export type PayoutDetailsEvent = "confirm" | "reject" | "withdraw" | "replace";

/**
 * Where a provider's money goes: one person proposes an account, another one confirms it, and only then
 * does it take the place of the one before. An end is an end; the next try is a proposal of its own.
 */
export const payoutDetailsMachine = defineStateMachine<PayoutDetailsState, PayoutDetailsEvent>({
  noun: "payout details",
  initial: "proposed",
  states: ["proposed", "confirmed", "rejected", "withdrawn", "replaced"],
  transitions: [
    { from: "proposed", event: "confirm", to: "confirmed" },
    { from: "proposed", event: "reject", to: "rejected" },
    { from: "proposed", event: "withdraw", to: "withdrawn" },
    { from: "confirmed", event: "replace", to: "replaced" },
  ],
});

/**
 * Why an account number cannot be one, in words for who typed it; null where it can. One that begins like an
 * international number has to pass its check (ISO 13616, modulus 97 of ISO 7064); any other has 6 to 34
 * letters and digits.
 */
export function accountProblem(account: string): string | null {
  if (!/^[A-Z0-9]{6,34}$/.test(account))
    return "Give an IBAN, or an account number of 6 to 34 letters and digits.";
  if (!/^[A-Z]{2}\d{2}/.test(account)) return null;
  if (account.length < 15 || remainder97(account.slice(4) + account.slice(0, 4)) !== 1)
    return "This IBAN does not pass its own check. Compare it with your bank's papers.";
  return null;
}

function remainder97(text: string): number {
  let rest = 0;
  for (const sign of text)
    for (const digit of sign >= "A" ? String(sign.charCodeAt(0) - 55) : sign)
      rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}

export const proposePayoutDetailsInput = z.object({
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .refine(isKnownCurrency, "Give a currency by its three letters, like EUR."),
  holder: z.string().trim().min(1, "Name the account's holder.").max(120, "At most 120 characters."),
  account: z
    .string()
    .transform((typed) => typed.replaceAll(/[\s-]/g, "").toUpperCase())
    .superRefine((plain, context) => {
      const message = accountProblem(plain);
      if (message) context.addIssue({ code: "custom", message });
    }),
  bic: z
    .string()
    .trim()
    .toUpperCase()
    .nullish()
    .transform((text) => text || null)
    .pipe(
      z
        .string()
        .regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/, "A BIC has 8 or 11 letters and digits.")
        .nullable(),
    ),
});

export const decidePayoutDetailsInput = z
  .object({
    detailsId: z.uuid({ error: "There are no such payout details." }),
    confirm: z.boolean(),
    reason: z.string().trim().max(500, "Keep the reason within 500 characters.").optional(),
  })
  .refine((given) => given.confirm || (given.reason ?? "") !== "", {
    path: ["reason"],
    message: "Enter the reason.",
  });

/** Another proposal in this currency waits for its answer. */
export class ProposalWaits extends DomainError {
  constructor(currency: string) {
    const message = `Another account for ${currency} waits for its answer. Answer or withdraw it first.`;
    super({ code: "proposal_waits", message });
  }
}

/** What was proposed is what is in force already. */
export class SameDetails extends DomainError {
  constructor() {
    super({ code: "same_details", message: "This account is the one in force already." });
  }
}

/** Whoever proposed it has no place in the organisation any more. */
export class ProposerGone extends DomainError {
  constructor() {
    const message =
      "Whoever proposed this has left the organisation. Reject it, and let somebody else propose it.";
    super({ code: "proposer_gone", message });
  }
}
