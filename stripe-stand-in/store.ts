import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Kind, Tables } from "./tables.ts";

/** Rows by kind and id. A row that was read is frozen: a change is another row that is put in its place. */
export interface Store {
  get<K extends Kind>(kind: K, id: string): Tables[K] | undefined;
  /** Every row of a kind, or those that fit, in order of creation. */
  all<K extends Kind>(kind: K, fits?: (row: Tables[K]) => boolean): Tables[K][];
  put<K extends Kind>(kind: K, row: Tables[K]): void;
  remove(kind: Kind, id: string): void;
  /**
   * All of the changes of the work or, where it throws, none. One line of the log, so a crash cannot
   * halve it.
   */
  transact<T>(work: () => T): T;
}

type Rows = Map<string, { id: string }>;
type Change = ["put", Kind, { id: string }] | ["remove", Kind, string];

/**
 * Opens the store of a directory. Every transaction is one appended line of `state.jsonl`; a last line that a
 * killed process left incomplete is dropped. Opening rewrites the log to one line per row.
 */
export function openStore(directory: string): Store {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "state.jsonl");
  const tables = new Map<Kind, Rows>();
  if (existsSync(file)) {
    for (const changes of readLog(file)) for (const change of changes) apply({ tables, change });
  }
  compact({ tables, file });
  let staged: Change[] | undefined;
  let undo: Array<() => void> = [];

  function record(change: Change) {
    if (staged === undefined) throw new Error("A change of the store needs a transaction.");
    undo.push(inverse({ tables, change }));
    apply({ tables, change });
    staged.push(change);
  }

  return {
    get: (kind, id) => rowsOf({ tables, kind }).get(id) as Tables[typeof kind] | undefined,
    all: (kind, fits) => {
      const rows = [...rowsOf({ tables, kind }).values()] as Tables[typeof kind][];
      return fits ? rows.filter(fits) : rows;
    },
    put: (kind, row) => record(["put", kind, frozen(row)]),
    remove: (kind, id) => record(["remove", kind, id]),
    transact: (work) => {
      if (staged !== undefined) return work();
      staged = [];
      undo = [];
      try {
        const result = work();
        if (staged.length > 0) appendFileSync(file, `${JSON.stringify(staged)}\n`);
        return result;
      } catch (error) {
        for (const restore of undo.reverse()) restore();
        throw error;
      } finally {
        staged = undefined;
      }
    },
  };
}

function* readLog(file: string): Generator<Change[]> {
  const lines = readFileSync(file, "utf8").split("\n");
  for (const [index, line] of lines.entries()) {
    if (line === "") continue;
    try {
      yield JSON.parse(line) as Change[];
    } catch (error) {
      if (lines.slice(index + 1).some((later) => later !== "")) {
        throw new Error(`Line ${index + 1} of ${file} is damaged.`, { cause: error });
      }
    }
  }
}

function compact({ tables, file }: { tables: Map<Kind, Rows>; file: string }) {
  const lines: string[] = [];
  for (const [kind, rows] of tables) {
    for (const row of rows.values()) lines.push(`${JSON.stringify([["put", kind, row]])}\n`);
  }
  writeFileSync(`${file}.new`, lines.join(""));
  renameSync(`${file}.new`, file);
}

function apply({ tables, change }: { tables: Map<Kind, Rows>; change: Change }) {
  const [verb, kind, subject] = change;
  const rows = rowsOf({ tables, kind });
  if (verb === "put") rows.set(subject.id, frozen(subject));
  else rows.delete(subject);
}

/** A copy that nobody can change. What is frozen is a part of such a copy already and is shared. */
function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  const copy = Array.isArray(value)
    ? value.map(frozen)
    : Object.fromEntries(Object.entries(value).map(([name, part]) => [name, frozen(part)]));
  return Object.freeze(copy) as T;
}

function inverse({ tables, change }: { tables: Map<Kind, Rows>; change: Change }): () => void {
  const [verb, kind, subject] = change;
  const rows = rowsOf({ tables, kind });
  const id = verb === "put" ? subject.id : subject;
  const before = rows.get(id);
  return () => {
    if (before === undefined) rows.delete(id);
    else rows.set(id, before);
  };
}

function rowsOf({ tables, kind }: { tables: Map<Kind, Rows>; kind: Kind }): Rows {
  const existing = tables.get(kind);
  if (existing !== undefined) return existing;
  const created: Rows = new Map();
  tables.set(kind, created);
  return created;
}
