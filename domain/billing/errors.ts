import { DomainError } from "../shared/domain-error.ts";
import type { TaxBlocker } from "./tax/tax-provider.ts";

/** The statement is not up for approval. */
export class StatementNotApprovable extends DomainError {
  constructor(state: string) {
    super({
      code: "statement_not_approvable",
      message: `This statement is ${state.replaceAll("_", " ")}, so it cannot be approved.`,
      details: { state },
    });
  }
}

/** The frozen month does not hold a figure for a level that the contract promises. */
export class FrozenMonthIncomplete extends DomainError {
  constructor(levelId: string) {
    super({
      code: "frozen_month_incomplete",
      message: `The frozen month has no figure for the service level "${levelId}".`,
      details: { levelId },
    });
  }
}

/** The invoice cannot be paid on the hosted page now. */
export class InvoiceNotPayable extends DomainError {
  constructor(state: string) {
    super({ code: "invoice_not_payable", message: whyNotPayable(state), details: { state } });
  }
}

function whyNotPayable(state: string): string {
  if (state === "paid") return "This invoice is paid already.";
  if (state === "written_off")
    return "This invoice was written off and has no payment page any more. Pay it with a saved way to pay.";
  return "This invoice cannot be paid yet: it is still on its way to the payment page.";
}

/** Stripe did not answer readably while a person waited; nothing is lost by trying again. */
export class StripeOutOfReach extends DomainError {
  constructor() {
    super({
      code: "stripe_out_of_reach",
      message: "Stripe did not answer just now. Nothing was changed; try again in a minute.",
    });
  }
}

/** Stripe said no, and says why. */
export class StripeSaidNo extends DomainError {
  constructor(reason: string) {
    super({ code: "stripe_refused", message: `Stripe refused: ${reason}` });
  }
}

/** What Stripe says was paid is not what the invoice asks for. */
export class PaidAmountDiffers extends DomainError {
  constructor(p: { number: string; ours: bigint; theirs: bigint }) {
    super({
      code: "paid_amount_differs",
      message: `Invoice ${p.number} asks for ${p.ours} minor units, Stripe says ${p.theirs} were paid.`,
    });
  }
}

/** A ratchet moves no target: too few frozen months, or none of them better than what is promised. */
export class RatchetMovesNothing extends DomainError {
  constructor() {
    super({
      code: "ratchet_moves_nothing",
      message:
        "No target moves: a ratchet needs twelve frozen months whose best were better than promised.",
    });
  }
}

/** The year that the order would begin with is ordered already. */
export class RenewalUnderWay extends DomainError {
  constructor(startsOn: string) {
    super({
      code: "renewal_under_way",
      message: `An order that begins on ${startsOn} is there already; change that one.`,
      details: { startsOn },
    });
  }
}

/** Nobody has stated what the tax of an invoice depends on, so it is not issued. */
export class TaxUndecided extends DomainError {
  readonly blockers: readonly TaxBlocker[];

  constructor(blockers: readonly TaxBlocker[]) {
    super({
      code: "tax_undecided",
      message: `The invoice cannot be issued yet. ${blockers.map(({ message }) => message).join(" ")}`,
    });
    this.blockers = blockers;
  }
}

/** The invoice cannot be written as an e-invoice; the message says which rules it breaks. */
export class NoEInvoice extends DomainError {
  constructor(broken: readonly { rule: string; says: string }[]) {
    const rules = broken.map(({ rule, says }) => `${says} (${rule})`);
    super({
      code: "no_e_invoice",
      message: `This document cannot be written as an e-invoice. ${rules.join(" ")}`,
    });
  }
}
