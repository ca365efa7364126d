import pg from "pg";
import { Prisma } from "./generated/prisma/client.ts";

const { types } = pg;

/** What `tx.$queryRaw` and its siblings are called with: a template, or a statement made of one. */
export type RawArguments = [statement: TemplateStringsArray | Prisma.Sql, ...values: unknown[]];

/** A text that every connection prepares, and the name that it has there. */
type Prepared = { text: string; name: string };
const names = new Map<string, Prepared>();
const byTemplate = new WeakMap<TemplateStringsArray, Prepared>();
const hot = new WeakMap<Prisma.Sql, Prepared>();

/**
 * A statement that every connection prepares once, for the few that run with nearly every request: PostgreSQL
 * spends more time planning them than running them. Never for a text that is put together, since a prepared
 * one stays in the memory of every connection.
 */
export function prepared(texts: TemplateStringsArray, ...values: unknown[]): Prisma.Sql {
  const sql = Prisma.sql(texts, ...values);
  if (values.some((value) => value instanceof Prisma.Sql))
    throw new TypeError("A statement that is put together would be prepared anew for each of its forms.");
  // Putting the text together costs as much as sending it, so it is done once.
  const known = byTemplate.get(texts) ?? preparedText(sql.text);
  byTemplate.set(texts, known);
  hot.set(sql, known);
  return sql;
}

/** The same for a text that is put together, where the caller knows that it has only a few forms. */
export function preparedWhole(sql: Prisma.Sql): Prisma.Sql {
  hot.set(sql, preparedText(sql.text));
  return sql;
}

function preparedText(text: string): Prepared {
  const known = names.get(text) ?? { text, name: `prepared_${names.size}` };
  names.set(text, known);
  return known;
}

/** The statement as the driver takes it, with rows as Prisma's own raw queries give them. */
export function rawQuery([statement, ...values]: RawArguments): pg.QueryConfig {
  const sql = statement instanceof Prisma.Sql ? statement : Prisma.sql(statement, ...values);
  return { ...(hot.get(sql) ?? { text: sql.text }), values: sql.values.map(parameter), types: TYPES };
}

/** The same for a text with $1, $2 … of its own. */
export function rawText(text: string, values: readonly unknown[]): pg.QueryConfig {
  return { text, values: values.map(parameter), types: TYPES };
}

/**
 * The statement with its values written into it, so that several can be sent as one message. Every value is
 * null, a whole number or a text quoted by the driver; throws for anything else, and for a NUL, which would
 * end the message in the middle.
 */
export function inlined(sql: Prisma.Sql): string {
  return sql.strings.reduce((text, part, n) => `${text}${literal(sql.values[n - 1])}${part}`);
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  const text = value instanceof Date ? value.toISOString() : value;
  if (typeof text !== "string" || text.includes("\0"))
    throw new TypeError("Only texts, whole numbers, times and null can be written into a statement.");
  return pg.escapeLiteral(text);
}

/** Times are sent with their zone, so that the connection's own zone means nothing. */
function parameter(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(parameter);
  if (Prisma.Decimal.isDecimal(value)) return value.toFixed();
  // What can't be written is refused here: halfway through a batch it would leave the connection out of step.
  if (typeof value === "object" && value !== null && !Buffer.isBuffer(value)) return JSON.stringify(value);
  return value;
}

/** PostgreSQL's number of `text[]`. */
const TEXT_LIST = 1009;

type Parse = (text: string) => unknown;
const { INT8, NUMERIC, DATE, TIMESTAMP } = types.builtins;
const utc: Parse = (text) => new Date(`${text.replace(" ", "T")}Z`);
const day: Parse = (text) => new Date(text);
const decimal: Parse = (text) => new Prisma.Decimal(text);
const big: Parse = (text) => BigInt(text);
const listOf = (parse: Parse): Parse => {
  const texts = types.getTypeParser(TEXT_LIST as number) as Parse;
  const each = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(each) : value === null ? null : parse(String(value));
  return (text) => each(texts(text));
};

/** Where Prisma's values differ from the driver's own; the numbers are PostgreSQL's of the list types. */
const parsers = new Map<number, Parse>([
  [INT8, big],
  [NUMERIC, decimal],
  [DATE, day],
  [TIMESTAMP, utc],
  [1016, listOf(big)],
  [1231, listOf(decimal)],
  [1182, listOf(day)],
  [1115, listOf(utc)],
  [199, listOf(JSON.parse)],
  [3807, listOf(JSON.parse)],
]);

const getTypeParser = ((oid: number, format?: "text") =>
  parsers.get(oid) ?? types.getTypeParser(oid, format)) as typeof types.getTypeParser;

const TYPES = { getTypeParser };
