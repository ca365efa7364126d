import { DomainError } from "../shared/domain-error.ts";

/** A payment of the invoice is on its way; a second one must not begin. */
export class PaymentUnderWay extends DomainError {
  constructor(state: string) {
    super({
      code: "payment_under_way",
      message:
        state === "processing"
          ? "A payment of this invoice is with the bank. It takes up to four business days; " +
            "nothing more can be paid until the bank has answered."
          : "A payment of this invoice is being asked for right now. Wait a moment.",
      details: { state },
    });
  }
}

/** The method cannot be charged for this invoice; says why. */
export class MethodNotChargeable extends DomainError {
  constructor(why: string) {
    super({ code: "method_not_chargeable", message: why });
  }
}

/** Automatic payment uses the method. */
export class MethodInUse extends DomainError {
  constructor() {
    super({
      code: "method_in_use",
      message:
        "Automatic payment uses this way to pay. Choose another one for it, or switch automatic payment off first.",
    });
  }
}

/** What was agreed to is not what the page says now. */
export class ConsentOutdated extends DomainError {
  constructor() {
    super({
      code: "consent_outdated",
      message:
        "The words of the consent have changed since you opened the page. Read them again and agree.",
    });
  }
}

/** The invoice cannot be written off now; says why. */
export class NotToBeWrittenOff extends DomainError {
  constructor(why: string) {
    super({ code: "not_to_be_written_off", message: why });
  }
}

/** Nobody collects this invoice any more, or not yet. */
export class NotInCollection extends DomainError {
  constructor() {
    super({
      code: "not_in_collection",
      message: "This invoice is not being collected: it is paid, given up or not due yet.",
    });
  }
}

/** The suspension has ended already: it was lifted, or the debt was paid. */
export class AlreadyLifted extends DomainError {
  constructor() {
    super({ code: "already_lifted", message: "This suspension has ended: new work is taken already." });
  }
}
