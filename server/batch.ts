import pg from "pg";

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
  readonly #parts: Part[];
  /** How many have been answered whole. */
  #answered = 0;

  constructor(statements: readonly pg.QueryConfig[]) {
    const { promise, resolve, reject } = Promise.withResolvers<pg.QueryResult[]>();
    const results: pg.QueryResult[] = [];
    super("", (error) => (error ? reject(error) : resolve(results)));
    this.done = promise;
    this.#parts = statements.map(
      (one) => new Part(one, (error, result) => (error ? this.callback(error) : results.push(result))),
    );
  }

  get #current(): Part | undefined {
    return this.#parts[this.#answered];
  }

  // By these two the driver remembers which statement a connection has prepared.
  get name(): string | undefined {
    return this.#current?.name;
  }
  set name(_: string | undefined) {}
  get text(): string | undefined {
    return this.#current?.text;
  }
  set text(_: string | undefined) {}

  /** A property and no method, because it is one of the driver's class. */
  override submit = (connection: pg.Connection): void => {
    for (const part of this.#parts) part.submit(connection);
    connection.sync();
  };

  handleRowDescription(message: unknown): void {
    this.#current?.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.#current?.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: pg.Connection): void {
    this.#current?.handleCommandComplete(message, connection);
    this.#answered += 1;
  }

  handleReadyForQuery(connection: pg.Connection): void {
    for (const part of this.#parts) part.handleReadyForQuery(connection);
    this.callback();
  }

  handleError(error: Error, connection: pg.Connection): void {
    // PostgreSQL has passed over the rest, also over what was to be prepared.
    const { submittedNamedStatements } = connection as Preparing;
    for (const { name } of this.#parts.slice(this.#answered))
      if (name) delete submittedNamedStatements[name];
    this.callback(error);
  }
}

/** What the driver remembers of a connection: the statements that it has sent to be prepared. */
type Preparing = pg.Connection & { submittedNamedStatements: Record<string, string> };

/** One statement of a batch: the driver's own, without the Sync behind it. */
class Part extends pg.Query {
  declare name: string | undefined;
  declare text: string;
  declare portal: string;
  declare handleRowDescription: (message: unknown) => void;
  declare handleDataRow: (message: unknown) => void;
  declare handleCommandComplete: (message: unknown, connection: pg.Connection) => void;
  declare handleReadyForQuery: (connection: pg.Connection) => void;

  constructor(config: pg.QueryConfig, answer: (error: Error | null, result: pg.QueryResult) => void) {
    super({ ...config, queryMode: "extended" } as pg.QueryConfig, undefined, answer as never);
  }

  /** Where the driver asks for the rows and puts the Sync. */
  _getRows(connection: pg.Connection): void {
    connection.execute({ portal: this.portal }, true);
  }
}
