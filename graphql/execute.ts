import { type DocumentNode, type ExecutionResult, execute, GraphQLError, validate } from "graphql";
import type { Viewer } from "../domain/identity/viewer.ts";
import { DomainError } from "../domain/shared/domain-error.ts";
import type { Clock } from "../server/clock.ts";
import type { Database } from "../server/db.ts";
import type { Logger } from "../server/logger.ts";
import { storable } from "../server/storable.ts";
import { openContext } from "./context.ts";
import { beyondScopes } from "./key-reads.ts";
import { schema } from "./schema.ts";

const valid = new WeakSet<DocumentNode>();

type Operation = {
  db: Database;
  clock: Clock;
  logger: Logger;
  viewer: Viewer | null;
  document: DocumentNode;
  variables: Record<string, unknown>;
  operationName?: string | undefined;
};

/**
 * Runs one operation of our own pages in this process. Throws where the document does not fit the schema:
 * that is our own mistake, never the user's.
 */
export async function runOperation(p: Operation): Promise<ExecutionResult> {
  if (!valid.has(p.document)) {
    const faults = validate(schema, p.document);
    if (faults[0]) throw faults[0];
    valid.add(p.document);
  }
  return runKnown(p);
}

/**
 * Runs one operation whose document has been found valid, in one context, and ends its read transaction.
 * Pages and the HTTP end point share it.
 */
export async function runKnown(p: Operation): Promise<ExecutionResult> {
  const refusal = beyondScopes(p.viewer, p.document);
  if (refusal) return { errors: [masked(refusal, p.logger)] };
  const context = openContext(p);
  try {
    const result = await execute({
      schema,
      document: p.document,
      contextValue: context,
      variableValues: storable(p.variables),
      operationName: p.operationName ?? null,
    });
    return {
      ...result,
      ...(result.errors ? { errors: result.errors.map((error) => masked(error, p.logger)) } : {}),
    };
  } finally {
    await context.finish();
  }
}

/** A refusal may be read by the user; anything else is logged and becomes one sentence without detail. */
export function masked(error: GraphQLError, logger: Logger): GraphQLError {
  const cause = error.originalError;
  const options = { nodes: error.nodes ?? null, path: error.path ?? null };
  if (cause instanceof DomainError)
    return new GraphQLError(cause.message, { ...options, extensions: { code: cause.code } });
  if (!cause) return error;
  logger.error({ err: cause, path: error.path }, "a resolver failed");
  return new GraphQLError("Something went wrong on our side.", {
    ...options,
    extensions: { code: "internal" },
  });
}
