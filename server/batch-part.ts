import pg from "pg";

/** How the rows of a statement are read. */
type Shape = {
  fields: pg.FieldDef[];
  parsers: ((text: string) => unknown)[];
};

/** What a connection has said of the statements prepared on it, so that it need not say it again. */
const shapes = new WeakMap<pg.Connection, Map<string, Shape>>();

const NOTHING: Shape = { fields: [], parsers: [] };

/** The messages of the driver, which its types do not name, and what it remembers of a connection. */
type Speaking = pg.Connection & {
  parsedStatements: Record<string, string>;
  submittedNamedStatements: Record<string, string>;
  parse: (message: object) => void;
  bind: (message: object) => void;
  describe: (message: object) => void;
  execute: (message: object) => void;
};

/** The driver's own way of writing a value, which its types do not name either. */
const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } }).utils;

/** The text that the connection has prepared, or is about to, under a name. */
function preparedAs(connection: pg.Connection, name: string | undefined): string | undefined {
  const { parsedStatements, submittedNamedStatements } = connection as Speaking;
  return name ? (parsedStatements[name] ?? submittedNamedStatements[name]) : undefined;
}

const PORTAL = { type: "P", name: "" };
const ALL_ROWS = {};

/**
 * One statement of a batch: its messages, and its answer. The driver's own query makes three objects of a
 * dozen fields for each and asks anew each time how the rows look; a write sends seven of them.
 */
export class BatchPart {
  readonly statement: pg.QueryConfig;
  /** As the protocol takes them: what can't be written is refused before anything is sent. */
  readonly #values: unknown[];
  readonly result: pg.QueryResult;
  /** Why a value of the answer could not be read. */
  unreadable: Error | null = null;
  #shape: Shape | undefined;
  /** Of the connection, where this statement's shape is to be kept. */
  #shapes: Map<string, Shape> | undefined;

  constructor(statement: pg.QueryConfig) {
    this.statement = statement;
    this.#values = statement.values?.map(prepareValue) ?? [];
    this.result = { command: "", rowCount: null, oid: 0, rows: [], fields: [] };
  }

  /** Whether the connection has another statement by this name. */
  clashes(connection: pg.Connection): boolean {
    return (preparedAs(connection, this.statement.name) ?? this.statement.text) !== this.statement.text;
  }

  /** Sends it without a Sync: prepared where that was not done, its shape asked for where unknown. */
  submit(connection: pg.Connection): void {
    const to = connection as Speaking;
    const { name, text } = this.statement;
    if (preparedAs(connection, name) === undefined) {
      to.parse({ name, text });
      if (name) to.submittedNamedStatements[name] = text;
    }
    to.bind({ statement: name, values: this.#values });
    this.#shape = name ? this.#keptBy(connection).get(name) : undefined;
    if (!this.#shape) to.describe(PORTAL);
    to.execute(ALL_ROWS);
  }

  #keptBy(connection: pg.Connection): Map<string, Shape> {
    this.#shapes = shapes.get(connection) ?? new Map();
    shapes.set(connection, this.#shapes);
    return this.#shapes;
  }

  describe(fields: pg.FieldDef[]): void {
    const types = this.statement.types ?? pg.types;
    this.#shape = {
      fields,
      parsers: fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, "text")),
    };
  }

  add(values: readonly (string | null)[]): void {
    if (this.unreadable) return;
    try {
      this.result.rows.push(this.#row(values));
    } catch (error) {
      this.unreadable = error as Error;
    }
  }

  #row(values: readonly (string | null)[]): unknown {
    const { fields, parsers } = this.#shape ?? NOTHING;
    const read = (n: number) => {
      const text = values[n];
      return text === null || text === undefined ? null : parsers[n]?.(text);
    };
    if ((this.statement as { rowMode?: string }).rowMode === "array") return fields.map((_, n) => read(n));
    const row: Record<string, unknown> = {};
    for (let n = 0; n < fields.length; n += 1) row[fields[n]?.name ?? ""] = read(n);
    return row;
  }

  /** The tag is `SELECT 3`, `INSERT 0 1`, `BEGIN`: the deed, and behind it how many rows, where it has any. */
  complete(tag: string): void {
    const shape = this.#shape ?? NOTHING;
    const { name } = this.statement;
    if (name) this.#shapes?.set(name, shape);
    this.result.fields = shape.fields;
    const space = tag.indexOf(" ");
    this.result.command = space < 0 ? tag : tag.slice(0, space);
    if (space >= 0) this.result.rowCount = Number(tag.slice(tag.lastIndexOf(" ") + 1));
  }
}
