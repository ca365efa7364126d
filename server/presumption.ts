import { AsyncLocalStorage } from "node:async_hooks";
import { DomainError } from "../domain/shared/domain-error.ts";
import type { Prisma } from "./generated/prisma/client.ts";
import { rawQuery } from "./raw-sql.ts";

/** What a request was begun on no longer holds. Nothing of it is committed, and it is judged anew. */
export class PresumptionFell extends DomainError {
  constructor() {
    super({ code: "presumption_fell", message: "What this request was begun on has changed." });
  }
}

/**
 * What a request takes for true because it was true a moment ago, and the statement that asks whether it
 * still is. The first transaction of the request carries that statement in front of everything else, in the
 * same message, and gives out no answer and commits nothing before PostgreSQL has confirmed it.
 */
export class Presumption {
  readonly statement;
  readonly #expected: string;
  #state: "open" | "held" | "fell" = "open";

  constructor(statement: Prisma.Sql, expected: unknown) {
    this.statement = rawQuery([statement]);
    this.#expected = JSON.stringify(expected);
  }

  get open(): boolean {
    return this.#state === "open";
  }

  get fell(): boolean {
    return this.#state === "fell";
  }

  /** Compares PostgreSQL's first answer with what was expected; a later one changes nothing. */
  judge(rows: readonly unknown[]): void {
    if (this.open) this.#state = JSON.stringify(rows[0]) === this.#expected ? "held" : "fell";
  }

  /** Throws PresumptionFell where PostgreSQL has said that it does not hold. */
  demand(): void {
    if (this.fell) throw new PresumptionFell();
  }
}

const underWay = new AsyncLocalStorage<Presumption>();

/** Runs work all of whose transactions stand on the presumption. */
export function presuming<T>(presumption: Presumption, work: () => Promise<T>): Promise<T> {
  return underWay.run(presumption, work);
}

/** What the present request stands on; undefined where it presumes nothing, or all of it was confirmed. */
export function presumption(): Presumption | undefined {
  const present = underWay.getStore();
  return present && (present.open || present.fell) ? present : undefined;
}
