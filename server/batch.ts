import pg from "pg";
import { BatchPart } from "./batch-part.ts";

/**
 * Statements that go to PostgreSQL as one message and are answered in one: a single Sync stands behind the
 * last of them, where the driver puts one behind each, and PostgreSQL sends what it has at every Sync. The
 * first statement that fails ends the batch; those behind it are not run. It is one of the driver's own
 * queries, since no other may stand in a pipeline; none of its portals outlives the message, which is what
 * those are refused for.
 */
export class Batch extends pg.Query {
  /** Settles when the connection is free again: what each statement answered, in their order. */
  readonly done: Promise<pg.QueryResult[]>;
  /** The driver puts its clock against time-outs around it. */
  declare callback: (error?: Error | null) => void;
  readonly #parts: BatchPart[];
  /** How many have been answered whole. */
  #answered = 0;

  constructor(statements: readonly pg.QueryConfig[]) {
    const { promise, resolve, reject } = Promise.withResolvers<pg.QueryResult[]>();
    const parts = statements.map((one) => new BatchPart(one));
    super("", (error) => (error ? reject(error) : resolve(parts.map(({ result }) => result))));
    this.done = promise;
    this.#parts = parts;
  }

  get #current(): BatchPart | undefined {
    return this.#parts[this.#answered];
  }

  // By these two the driver remembers which statement a connection has prepared.
  get name(): string | undefined {
    return this.#current?.statement.name;
  }
  set name(_: string | undefined) {}
  get text(): string | undefined {
    return this.#current?.statement.text;
  }
  set text(_: string | undefined) {}

  /** A property and no method, because it is one of the driver's class. */
  override submit = (connection: pg.Connection): Error | null => {
    const clash = this.#parts.find((part) => part.clashes(connection));
    if (clash) return new Error(`"${clash.statement.name}" was prepared for another statement.`);
    for (const part of this.#parts) part.submit(connection);
    connection.sync();
    return null;
  };

  handleRowDescription({ fields }: { fields: pg.FieldDef[] }): void {
    this.#current?.describe(fields);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.#current?.add(fields);
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#current?.complete(text);
    this.#answered += 1;
  }

  handleReadyForQuery(): void {
    this.callback(this.#parts.find(({ unreadable }) => unreadable)?.unreadable ?? null);
  }

  handleError(error: Error, connection: pg.Connection): void {
    // PostgreSQL has passed over the rest, also over what was to be prepared.
    const { submittedNamedStatements } = connection as Preparing;
    for (const { statement } of this.#parts.slice(this.#answered))
      if (statement.name) delete submittedNamedStatements[statement.name];
    this.callback(error);
  }
}

/** What the driver remembers of a connection: the statements that it has sent to be prepared. */
type Preparing = pg.Connection & { submittedNamedStatements: Record<string, string> };
