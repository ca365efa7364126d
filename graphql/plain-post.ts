import { NoSchemaIntrospectionCustomRule } from "graphql";
import type { Viewer } from "../domain/identity/viewer.ts";
import type { Clock } from "../server/clock.ts";
import type { Database } from "../server/db.ts";
import type { Answered } from "../server/identity/key-requests.ts";
import type { Logger } from "../server/logger.ts";
import { labelOf, outcomeOf } from "./answered.ts";
import { runKnown } from "./execute.ts";
import { openKnownDocuments } from "./known-documents.ts";
import type { TrustedDocuments } from "./trusted-documents.ts";

type Deps = {
  db: Database;
  clock: Clock;
  logger: Logger;
  development: boolean;
  trusted: TrustedDocuments | null;
};
type Plain = { query: string; variables: Record<string, unknown>; operationName: string | undefined };

const HEADERS = { "content-type": "application/json; charset=utf-8" };

/**
 * The usual request, one JSON operation answered as JSON, without the half millisecond that Yoga spends
 * around it. Answers null for everything else, for a document with faults too: Yoga then words the answer.
 */
export function plainPosts(deps: Deps) {
  const open = openKnownDocuments();
  const { trusted } = deps;
  const closed = openKnownDocuments([NoSchemaIntrospectionCustomRule], trusted?.has);
  return async (text: string, viewer: Viewer | null): Promise<Answered | null> => {
    const plain = plainRequest(text);
    if (!plain) return null;
    const known = deps.development || viewer?.via === "api_key" ? open : closed;
    const document = known.of(plain.query);
    if (!document) return null;
    const result = await runKnown({ ...deps, viewer, document, ...plain });
    return {
      response: new Response(JSON.stringify(result), { headers: HEADERS }),
      operation: labelOf(document, plain.operationName),
      outcome: outcomeOf(result),
    };
  };
}

/** Whether the headers are those of a plain request; its body is still to be looked at. */
export function asksPlainly(request: Request): boolean {
  const { headers, method } = request;
  const accepted = headers.get("accept") ?? "*/*";
  return (
    method === "POST" &&
    /^application\/json\s*(;\s*charset=utf-8)?$/i.test(headers.get("content-type") ?? "") &&
    (accepted === "*/*" || accepted === "application/json")
  );
}

function plainRequest(text: string): Plain | null {
  const body = parsed(text);
  if (!isObject(body) || typeof body.query !== "string") return null;
  const { query, variables, operationName } = body;
  const others = Object.keys(body).some((key) => !["query", "variables", "operationName"].includes(key));
  const named = operationName ?? undefined;
  const given = variables ?? {};
  if (others || !isObject(given) || (named !== undefined && typeof named !== "string")) return null;
  return { query, variables: given, operationName: named };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
