import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import type { Viewer } from "../domain/identity/viewer.ts";
import { Batch } from "./batch.ts";
import { CopyOut, type TakeRow } from "./copy-out.ts";
import { deferred, heldOpen } from "./deferred.ts";
import type { Prisma } from "./generated/prisma/client.ts";
import { killPoint } from "./kill-point.ts";
import { type Presumption, presumption } from "./presumption.ts";
import { rawStatements, withRaw } from "./raw-client.ts";
import { inlined, rawQuery } from "./raw-sql.ts";
import type { Sealing } from "./sealed-fields.ts";
import { beginning, type Opening } from "./transaction-opening.ts";

type Tx = Prisma.TransactionClient;
type PrismaLike = {
  $transaction: (work: (tx: unknown) => Promise<void>, o: { timeout: number }) => Promise<unknown>;
};
/** Adds a statement that is sent last, together with the commit. */
export type Closing = (statement: Prisma.Sql) => void;

/**
 * Reads the rows of a statement as COPY BINARY writes them, without an object for any of them: for reads of
 * thousands of rows that are decoded by hand. Values are written into the statement, so it takes what
 * `inlined` takes.
 */
export async function copyRows(tx: Tx, statement: Prisma.Sql, take: TakeRow): Promise<void> {
  const { $copyRows } = tx as Tx & Partial<Copying>;
  if (!$copyRows) throw new TypeError("Rows are copied within a transaction of ours.");
  await $copyRows(`copy (${inlined(statement)}) to stdout (format binary)`, take);
}

/** A method of the client, so that it is reached through whatever stands in for one that is not open yet. */
type Copying = { $copyRows: (text: string, take: TakeRow) => Promise<void> };

/** The connection that Prisma's next transaction begins on, for as long as it takes to begin. */
const handOver = new AsyncLocalStorage<{ connection: Held | undefined }>();

/**
 * The pool that Prisma is given. Where one of our transactions is already open on a connection, Prisma's
 * "transaction" is handed that connection once and may neither begin, end nor release it. Everywhere else
 * this is a plain pool.
 */
export class TransactionPool extends pg.Pool {
  override connect(...args: unknown[]): never {
    const store = args.length === 0 ? handOver.getStore() : undefined;
    const held = store?.connection;
    if (!store || !held) return super.connect(...(args as [])) as never;
    store.connection = undefined;
    return Promise.resolve(held.forPrisma()) as never;
  }
}

/**
 * One transaction that speaks for the viewer's organisation, on one connection of the pool.
 *
 * What keeps organisations apart: the settings are local to the transaction and go out with its beginning,
 * before the first statement and together with it, so nothing can run before them; nothing can run after
 * the end, because the connection is taken from the callers first; and the connection goes back to the pool
 * only when PostgreSQL itself has said that no transaction is open on it. In every other case (a time-out,
 * a lost connection, a failed rollback) it is cut, and PostgreSQL undoes what was not committed.
 *
 * Raw statements go to the driver directly. Prisma joins at the first call of a model; its own limit of
 * time is longer than ours, so that it never strikes first.
 */
export async function inTransaction<T>(
  on: { pool: TransactionPool; prisma: unknown; longestMs: number; sealing: Sealing },
  as: { viewer: Viewer; readOnly: boolean },
  work: (tx: Tx, closing: Closing) => Promise<T>,
): Promise<T> {
  const opening = beginning(as);
  const stands = presumption();
  const held = new Held(await on.pool.connect(), opening, stands);
  const prisma = heldOpen<unknown>((hold) =>
    handOver.run({ connection: held }, () =>
      (on.prisma as PrismaLike).$transaction(hold, { timeout: 10 * on.longestMs }),
    ),
  );
  const last: pg.QueryConfig[] = [];
  try {
    const tx = transactionClient(held, prisma.open, on.sealing);
    const result = await held.within(
      on.longestMs,
      work(tx, (statement) => last.push(rawQuery([statement]))),
    );
    await prisma.finish();
    await held.commit(last);
    return result;
  } catch (error) {
    await held.rollback();
    await prisma.finish();
    throw error;
  } finally {
    held.release();
  }
}

const COMMIT = { name: "commit", text: "commit" };
const ROLLBACK = { name: "rollback", text: "rollback" };

type Statement = pg.QueryConfig | CopyOut;

/** A connection while one transaction has it. */
class Held {
  readonly #connection: pg.PoolClient;
  /** What goes out before the first statement, until it has; nothing is begun for work that asks nothing. */
  #opening: Opening | undefined;
  /** What the caller stands on, until PostgreSQL has confirmed it. */
  readonly #stands: Presumption | undefined;
  /** What was sent and is not answered whole yet. */
  readonly #underWay = new Set<Promise<void>>();
  /** Whether PostgreSQL has refused a statement of this transaction. */
  #failed = false;
  #over = false;
  #ended = true;
  #cut = false;
  readonly #heard = () => undefined;

  constructor(connection: pg.PoolClient, opening: Opening, stands?: Presumption) {
    this.#connection = connection;
    this.#opening = opening;
    this.#stands = stands;
    // The pool listens to idle connections only; an unheard error would end the process.
    connection.on("error", this.#heard);
  }

  /** Runs a statement after those before it; refuses once the transaction is over. */
  async query(config: pg.QueryConfig): Promise<pg.QueryResult> {
    if (this.#over) throw new Error("This transaction is over.");
    return this.#send([config]);
  }

  /**
   * Copies rows once everything sent before is answered whole: a copy reads at the socket itself and would
   * take the second half of a message that the driver has begun for messages of its own.
   */
  async copy(text: string, take: TakeRow): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    if (this.#over) throw new Error("This transaction is over.");
    if (this.#failed) throw new Error("A statement of this transaction has failed before.");
    const copy = new CopyOut(text, take);
    await Promise.all([this.#send([copy]), copy.done]);
  }

  /**
   * Sends statements in one piece, the opening before the first ones, and before everything the question
   * whether what the caller stands on still holds; answers for the last of them.
   */
  async #send(statements: readonly Statement[]): Promise<pg.QueryResult> {
    const stands = this.#stands;
    const opening = this.#opening ? [this.#opening.begin, this.#opening.settings] : [];
    this.#opening = undefined;
    const asked = stands?.open ? [stands.question] : [];
    const results = await this.#put([...opening, ...asked, ...statements]);
    stands?.judge(results[opening.length]?.rows ?? []);
    stands?.demand();
    return results.at(-1) as pg.QueryResult;
  }

  /**
   * Sends what ends the transaction. A commit in one message with the question would be past all answers, so
   * what the caller stands on is demanded there: PostgreSQL itself passes over the rest where it fell.
   *
   * Where nothing has been sent before, this message is the whole transaction, and PostgreSQL makes one of it
   * by itself: the statements up to a Sync are committed by it, or undone where one of them fails
   * (https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING).
   */
  async #end(last: readonly pg.QueryConfig[]): Promise<void> {
    const stands = this.#stands;
    stands?.demand();
    const whole = this.#opening;
    this.#opening = undefined;
    const demanded = stands?.open ? [stands.demanded] : [];
    try {
      const results = await this.#put([
        ...(whole ? [whole.settings] : []),
        ...demanded,
        ...last,
        ...(whole ? [] : [COMMIT]),
      ]);
      stands?.settle();
      if (!whole && results.at(-1)?.command !== "COMMIT")
        throw new Error("Nothing was committed: a statement had failed before.");
    } catch (error) {
      stands?.settle(error);
      throw error;
    } finally {
      stands?.demand();
    }
  }

  async #put(statements: readonly Statement[]): Promise<pg.QueryResult[]> {
    const { stream } = this.#connection.connection;
    this.#ended = false;
    const plain = statements.filter((one): one is pg.QueryConfig => !(one instanceof CopyOut));
    const copies = statements.filter((one): one is CopyOut => one instanceof CopyOut);
    const batch = plain.length > 0 ? new Batch(plain) : undefined;
    stream.cork();
    if (batch) this.#connection.query(batch);
    for (const copy of copies) this.#connection.query(copy);
    stream.uncork();
    this.#await([...(batch ? [batch] : []), ...copies]);
    return batch?.done ?? [];
  }

  /** Remembers what is not answered yet, and whether PostgreSQL has refused any of it. */
  #await(sent: readonly { done: Promise<unknown> }[]): void {
    const answered = Promise.allSettled(sent.map(({ done }) => done)).then((answers) => {
      this.#underWay.delete(answered);
      this.#failed ||= answers.some((one) => "reason" in one && one.reason instanceof pg.DatabaseError);
    });
    this.#underWay.add(answered);
  }

  /** Cuts the connection where the work takes too long, so that nothing of it can be committed any more. */
  async within<T>(ms: number, work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => {
        this.#cutOff();
        fail(new Error(`A transaction was open for ${ms} ms and has been undone.`));
      }, ms);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Sends what is to be said last, and the commit. PostgreSQL answers the commit of a failed transaction with
   * a rollback and no error, so the answer is read.
   */
  async commit(last: readonly pg.QueryConfig[]): Promise<void> {
    this.#over = true;
    if (this.#ended && last.length === 0) return;
    killPoint("commit.sending");
    const ended = this.#end(last);
    killPoint("commit.sent");
    await ended;
    this.#ended = true;
    killPoint("commit.answered");
  }

  /** Waits for what is still under way on the connection, and undoes it. */
  async rollback(): Promise<void> {
    this.#over = true;
    if (this.#cut || this.#ended) return;
    const undone = this.#put([ROLLBACK]).then(() => true);
    this.#ended = await undone.catch(() => false);
  }

  release(): void {
    if (this.#cut) return;
    const clean = this.#ended && this.#connection.getTransactionStatus() === "I";
    this.#connection.removeListener("error", this.#heard);
    this.#connection.release(!clean);
  }

  #cutOff(): void {
    this.#over = true;
    this.#cut = true;
    // A driver that pipelines would wait for what is under way.
    this.#connection.connection.stream.destroy();
    this.#connection.release(true);
  }

  /** The connection as Prisma sees it. */
  forPrisma() {
    const ignored = new Set(["BEGIN", "COMMIT", "ROLLBACK"]);
    const nothing = { rows: [], fields: [], rowCount: 0 };
    return {
      query: (config: pg.QueryConfig) =>
        ignored.has(config.text) ? Promise.resolve(nothing) : this.query(config),
      on: () => undefined,
      removeListener: () => undefined,
      release: () => undefined,
    };
  }
}

function transactionClient(held: Held, openPrisma: () => Promise<unknown>, sealing: Sealing): Tx {
  const copying: Copying = { $copyRows: (text, take) => held.copy(text, take) };
  return withRaw(deferred(openPrisma) as Tx, {
    ...rawStatements((config) => held.query(config)),
    ...copying,
    ...sealing,
  });
}
