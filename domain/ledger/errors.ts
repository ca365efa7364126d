import { DomainError } from "../shared/domain-error.ts";

/** The legs of an entry do not add up to nothing, or there are fewer than two of them. */
export class EntryUnbalanced extends DomainError {
  constructor(reason: string) {
    super({ code: "entry_unbalanced", message: `This is no journal entry: ${reason}.` });
  }
}

/** The same event was posted before with other legs: one of the two is wrong, and a person has to look. */
export class EntryContradicts extends DomainError {
  constructor(key: { source: string; sourceId: string; step: string }) {
    super({
      code: "entry_contradicts",
      message: `${key.source} ${key.sourceId} (${key.step}) is in the books already, with other amounts.`,
      details: key,
    });
  }
}

/** The books are closed for the day on which the entry would take effect. */
export class PeriodClosed extends DomainError {
  constructor(p: { effectiveOn: string; closedThrough: string }) {
    super({
      code: "period_closed",
      message: `The books are closed through ${p.closedThrough}; nothing can take effect on ${p.effectiveOn}.`,
      details: p,
    });
  }
}

/** The day to close through, or to reopen to, does not follow from where the books stand. */
export class LockNotMoved extends DomainError {
  constructor(message: string) {
    super({ code: "lock_not_moved", message, field: "through" });
  }
}

/** The break was closed before: a closed break stays as it is. */
export class BreakClosed extends DomainError {
  constructor(closedByName: string) {
    super({ code: "break_closed", message: `${closedByName} has closed this break already.` });
  }
}

/** One reconciliation runs at a time. */
export class ReconciliationRunning extends DomainError {
  constructor() {
    super({
      code: "reconciliation_running",
      message: "A reconciliation is running already; its result appears here.",
    });
  }
}
