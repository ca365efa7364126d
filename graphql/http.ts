import { GraphQLError, NoSchemaIntrospectionCustomRule } from "graphql";
import { createYoga, type GraphiQLOptions, type Plugin } from "graphql-yoga";
import type { Viewer } from "../domain/identity/viewer.ts";
import type { Clock } from "../server/clock.ts";
import type { Database } from "../server/db.ts";
import type { Answered } from "../server/identity/key-requests.ts";
import type { Logger } from "../server/logger.ts";
import { labelOf, outcomeOf } from "./answered.ts";
import { type OpenedContext, openContext } from "./context.ts";
import { few, masked, readDocument, readVariables, told } from "./faults.ts";
import { beyondScopes } from "./key-reads.ts";
import { asksPlainly, plainPosts } from "./plain-post.ts";
import { schema } from "./schema.ts";
import { maySend, notTrusted, type TrustedDocuments } from "./trusted-documents.ts";

type Deps = {
  db: Database;
  clock: Clock;
  logger: Logger;
  development: boolean;
  /** The page on which developers write queries, with all it needs in it. */
  editor?: (options?: GraphiQLOptions) => string;
  /** What may be sent without an API key; null where anything may. */
  trusted: TrustedDocuments | null;
};
/** What Yoga is given with a request, and what is written down of it on the way. */
type Given = { viewer: Viewer | null; seen: { operation: string; outcome: string } };

/**
 * The GraphQL end point over HTTP: one JSON operation a request, no batches, no uploads, masked errors. The
 * usual request is answered without Yoga, which words every other answer.
 */
export function graphqlEndpoint(deps: Deps) {
  const yoga = createYoga<Given, OpenedContext>({
    schema,
    graphqlEndpoint: "/graphql",
    // Yoga's own page would bring scripts from another host.
    graphiql: deps.editor !== undefined,
    ...(deps.editor ? { renderGraphiQL: deps.editor } : {}),
    landingPage: false,
    multipart: false,
    // Left alone, Yoga lets every other site read answers that were given for our cookie.
    cors: false,
    batching: false,
    logging: false,
    context: ({ viewer }) => openContext({ db: deps.db, clock: deps.clock, viewer }),
    maskedErrors: {
      maskError: (error) => masked(error instanceof GraphQLError ? error : wrapped(error), deps.logger),
    },
    plugins: [guards(deps)],
  });
  const answerPlain = plainPosts(deps);
  return async (request: Request): Promise<(viewer: Viewer | null) => Promise<Answered>> => {
    const { url, method, headers } = request;
    const body = method === "GET" || method === "HEAD" ? null : await request.text();
    const plain = body !== null && asksPlainly(request) ? body : null;
    const isJson =
      method !== "POST" || /^application\/(\w+\+)?json\b/i.test(headers.get("content-type") ?? "");
    return async (viewer: Viewer | null): Promise<Answered> => {
      if (!isJson) return notJson();
      const answer = plain === null ? null : await answerPlain(plain, viewer);
      if (answer) return answer;
      const seen = { operation: "", outcome: "refused: not_valid" };
      const response = await yoga.fetch(new Request(url, { method, headers, body }), { viewer, seen });
      return { response, ...seen };
    };
  };
}

/** Makes variables fit to be stored; answers why they can't be. */
function cleaned(args: { variableValues?: unknown }): GraphQLError | null {
  try {
    args.variableValues = readVariables(args.variableValues);
    return null;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** What stands before the schema where Yoga answers; `plainPosts` keeps to the same rules. */
function guards(deps: Deps): Plugin<Given> {
  return {
    onParse: ({ params, context, setParseFn }) => {
      const { viewer, seen } = context;
      if (!maySend(deps.trusted, viewer, String(params.source))) {
        seen.outcome = "refused: document_not_known";
        throw notTrusted();
      }
      setParseFn((source) => readDocument(source));
    },
    // The schema is published as a file; the end point describes itself to API keys and to the developer.
    onValidate: ({ addValidationRule, context }) => {
      if (!deps.development && context.viewer?.via !== "api_key")
        addValidationRule(NoSchemaIntrospectionCustomRule);
    },
    onExecute: ({ args, setResultAndStopExecution }) => {
      const { viewer, seen, finish } = args.contextValue as unknown as OpenedContext & Given;
      seen.operation = labelOf(args.document, args.operationName ?? null);
      const refusal = beyondScopes(viewer, args.document) ?? cleaned(args);
      if (refusal) setResultAndStopExecution({ errors: told([refusal], deps.logger) });
      return {
        onExecuteDone: ({ result }) => {
          if ("data" in result || "errors" in result) seen.outcome = outcomeOf(result);
          return finish();
        },
      };
    },
    onResultProcess: ({ result, setResult }) => {
      if ("errors" in result && result.errors) setResult({ ...result, errors: few(result.errors) });
    },
  };
}

/** Forms and files are what a page of another site can send; operations come as JSON alone. */
function notJson(): Answered {
  const error = { message: "Send the operation as JSON.", extensions: { code: "not_json" } };
  const response = Response.json({ errors: [error] }, { status: 415 });
  return { response, operation: "", outcome: "refused: not_json" };
}

function wrapped(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
