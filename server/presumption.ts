import { AsyncLocalStorage } from "node:async_hooks";
import type pg from "pg";
import { DomainError } from "../domain/shared/domain-error.ts";
import type { Prisma } from "./generated/prisma/client.ts";
import { rawQuery } from "./raw-sql.ts";

/** What a request was begun on no longer holds. Nothing of it is committed, and it is judged anew. */
export class PresumptionFell extends DomainError {
  constructor() {
    super({ code: "presumption_fell", message: "What this request was begun on has changed." });
  }
}

/** The code of PostgreSQL's refusal where what was demanded does not hold. */
const FELL = "ER001";

/**
 * What a request takes for true because it was true a moment ago. The first transaction of the request
 * carries in front of everything else, in the same message, either the statement that asks whether it still
 * is, or, where nothing is asked before the commit, the one that ends the transaction unless it is. So no
 * answer is given out and nothing is committed before PostgreSQL has confirmed it.
 */
export class Presumption {
  readonly #asking: () => Prisma.Sql;
  readonly #demanding: () => Prisma.Sql;
  readonly #expected: unknown;
  #state: "open" | "held" | "fell" = "open";

  /** Either statement is put together where it is sent: most requests send one of them. */
  constructor(p: { asking: () => Prisma.Sql; demanding: () => Prisma.Sql; expected: unknown }) {
    this.#asking = p.asking;
    this.#demanding = p.demanding;
    this.#expected = p.expected;
  }

  /** Answers one row, to be judged. */
  get question(): pg.QueryConfig {
    return rawQuery([this.#asking()]);
  }

  /** Answers nothing, and fails where the presumption does. */
  get demanded(): pg.QueryConfig {
    return rawQuery([this.#demanding()]);
  }

  get open(): boolean {
    return this.#state === "open";
  }

  get fell(): boolean {
    return this.#state === "fell";
  }

  /** Compares PostgreSQL's first answer with what was expected; a later one changes nothing. */
  judge(rows: readonly unknown[]): void {
    if (!this.open) return;
    this.#state = JSON.stringify(rows[0]) === JSON.stringify(this.#expected) ? "held" : "fell";
  }

  /** What came of a message that began with what was demanded. */
  settle(error?: unknown): void {
    if (this.open && !error) this.#state = "held";
    if (this.open && error instanceof Error && "code" in error && error.code === FELL) this.#state = "fell";
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
