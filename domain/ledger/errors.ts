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
