import { type DocumentNode, type ExecutionResult, execute, GraphQLError, validate } from "graphql";
import type { Viewer } from "../domain/identity/viewer.ts";
import type { Clock } from "../server/clock.ts";
import type { Database } from "../server/db.ts";
import type { Logger } from "../server/logger.ts";
import { openContext } from "./context.ts";
import { readVariables, told } from "./faults.ts";
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
  if (refusal) return { errors: told([refusal], p.logger) };
  const context = openContext(p);
  try {
    const result = await execute({
      schema,
      document: p.document,
      contextValue: context,
      variableValues: readVariables(p.variables),
      operationName: p.operationName ?? null,
    });
    return {
      ...result,
      ...(result.errors ? { errors: told(result.errors, p.logger) } : {}),
    };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  } finally {
    await context.finish();
  }
}
