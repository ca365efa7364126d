import { z } from "zod";
import { DomainError } from "../../shared/domain-error.ts";
import { defineStateMachine } from "../../shared/state-machine.ts";

export type ResendState = "proposed" | "rejected" | "approved" | "sent" | "paid" | "returned";
export type ResendEvent = "reject" | "approve" | "send" | "pay" | "return";

/**
 * A wage that came back goes out again: the provider proposes the corrected account, another person on the
 * buyer's side approves it, and the rail says what became of it. One that comes back again is an end; the
 * next try is a proposal of its own.
 */
export const resendMachine = defineStateMachine<ResendState, ResendEvent>({
  noun: "wage that is sent again",
  initial: "proposed",
  states: ["proposed", "rejected", "approved", "sent", "paid", "returned"],
  transitions: [
    { from: "proposed", event: "reject", to: "rejected" },
    { from: "proposed", event: "approve", to: "approved" },
    { from: "approved", event: "send", to: "sent" },
    { from: "sent", event: "pay", to: "paid" },
    { from: "sent", event: "return", to: "returned" },
  ],
});

export const proposeResendInput = z.object({
  paymentId: z.uuid({ error: "There is no such wage." }),
  account: z
    .string()
    .transform((typed) => typed.replaceAll(" ", "").toUpperCase())
    .refine((plain) => /^[A-Z0-9]{6,34}$/.test(plain), "This is no account number."),
});

export const answerResendInput = z
  .object({
    resendId: z.uuid({ error: "There is no such wage." }),
    approve: z.boolean(),
    reason: z.string().trim().max(500, "Keep the reason within 500 characters.").optional(),
  })
  .refine((given) => given.approve || (given.reason ?? "") !== "", {
    path: ["reason"],
    message: "Enter the reason.",
  });

/** The wage is not one that came back and waits; says why. */
export class NotToSendAgain extends DomainError {
  constructor(why: string) {
    super({ code: "not_to_send_again", message: why });
  }
}

/** Who proposed an account may not approve it. */
export class SecondPersonNeeded extends DomainError {
  constructor() {
    super({
      code: "second_person_needed",
      message: "You proposed this account yourself. Another person has to approve it.",
    });
  }
}
