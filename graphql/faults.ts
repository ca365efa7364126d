import { type DocumentNode, GraphQLError, parse } from "graphql";
import { DomainError } from "../domain/shared/domain-error.ts";
import type { Logger } from "../server/logger.ts";
import { storable } from "../server/storable.ts";

/**
 * The longest document that is read at all, in tokens. The largest of our own pages has a tenth of it, and
 * the limits of depth, breadth and cost come only after the whole text has been read.
 */
export const MOST_TOKENS = 5_000;
/** Errors that one answer tells: a flood of aliases is refused once, and not once an alias. */
const MOST_ERRORS = 10;
/** What an error repeats of what was sent. */
const LONGEST_MESSAGE = 500;
/** Lists and objects within each other, in variables; none of ours comes near it. */
const DEEPEST = 100;

/** Reads a document. Throws GraphQLError for one that is none, too long or too deep. */
export function readDocument(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: MOST_TOKENS });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep("document");
    throw error;
  }
}

/** Variables whose texts PostgreSQL can hold. Throws GraphQLError for what is nested too deeply. */
export function readVariables<Value>(variables: Value): Value {
  if (isDeeper(variables, DEEPEST)) throw tooDeep("request's variables");
  return storable(variables);
}

/** Walks without making lists of what it finds: ten thousand events come as variables too. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((one) => isDeeper(one, levels - 1));
  for (const name in value) if (isDeeper((value as Record<string, unknown>)[name], levels - 1)) return true;
  return false;
}

function tooDeep(what: string): GraphQLError {
  return new GraphQLError(`This ${what} is nested too deeply.`, { extensions: { code: "too_deep" } });
}

/** An operation's errors as they are told: masked, and few. */
export function told(errors: readonly GraphQLError[], logger: Logger): GraphQLError[] {
  return few(errors).map((error) => masked(error, logger));
}

/** The first errors, none of them longer than what a person reads. */
export function few(errors: readonly GraphQLError[]): GraphQLError[] {
  return errors.slice(0, MOST_ERRORS).map(shortened);
}

/** A refusal may be read by the user; anything else is logged and becomes one sentence without detail. */
export function masked(error: GraphQLError, logger: Logger): GraphQLError {
  const cause = reasonOf(error);
  const options = { nodes: error.nodes ?? null, path: error.path ?? null };
  if (cause instanceof DomainError)
    return new GraphQLError(cause.message, { ...options, extensions: { code: cause.code } });
  if (!cause) return shortened(error);
  logger.error({ err: cause, path: error.path }, "a resolver failed");
  return new GraphQLError("Something went wrong on our side.", {
    ...options,
    extensions: { code: "internal" },
  });
}

/** What made an error. A value that does not fit its type is the asker's fault and has no reason of ours. */
function reasonOf({ originalError }: GraphQLError): Error | undefined {
  return originalError instanceof GraphQLError ? originalError.originalError : originalError;
}

function shortened(error: GraphQLError): GraphQLError {
  const { message, nodes, source, positions, path, originalError, extensions } = error;
  if (message.length <= LONGEST_MESSAGE) return error;
  return new GraphQLError(`${message.slice(0, LONGEST_MESSAGE)}…`, {
    ...{ nodes: nodes ?? null, source: source ?? null, positions: positions ?? null },
    ...{ path: path ?? null, originalError: originalError ?? null, extensions },
  });
}
