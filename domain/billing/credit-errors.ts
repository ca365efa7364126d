import { DomainError } from "../shared/domain-error.ts";

/** More is to be credited than is left of the line or of the invoice. */
export class CreditTooLarge extends DomainError {
  constructor(p: { leftMinor: bigint; label?: string }) {
    const of = p.label ? `"${p.label}"` : "the invoice";
    super({
      code: "credit_too_large",
      message: `That is not a part of what is left to credit of ${of}.`,
      field: "lines",
      details: { leftMinor: String(p.leftMinor) },
    });
  }
}

/** The part that was paid is given back as refund and customer balance: the two have to add up to it. */
export class GiveBackDoesNotAddUp extends DomainError {
  constructor(p: { totalMinor: bigint; givenMinor: bigint }) {
    super({
      code: "give_back_does_not_add_up",
      message: "Refund and balance together have to be what is credited of the part that was paid.",
      field: "refund",
      details: { givenMinor: String(p.givenMinor), totalMinor: String(p.totalMinor) },
    });
  }
}

/** More is to be refunded than the buyer's payment still holds. */
export class RefundTooLarge extends DomainError {
  constructor(p: { refundableMinor: bigint }) {
    super({
      code: "refund_too_large",
      message: "The payment does not hold that much to refund any more; the rest can go to the balance.",
      field: "refund",
      details: { refundableMinor: String(p.refundableMinor) },
    });
  }
}

/** The payment is disputed: a refund beside the dispute would pay the buyer twice. */
export class PaymentDisputed extends DomainError {
  constructor() {
    super({
      code: "payment_disputed",
      message: "The payment is disputed with the bank; a refund now could pay the buyer twice.",
      field: "refund",
    });
  }
}

/** The invoice is not one that can be credited. */
export class InvoiceNotCreditable extends DomainError {
  constructor(message: string) {
    super({ code: "invoice_not_creditable", message });
  }
}

/** The bank does not let this dispute be contested, or its day has passed. */
export class DisputeNotContestable extends DomainError {
  constructor(message: string) {
    super({ code: "dispute_not_contestable", message });
  }
}
