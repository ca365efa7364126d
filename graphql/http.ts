import { GraphQLError, NoSchemaIntrospectionCustomRule, parse, type ValidationRule } from "graphql";
import { createYoga } from "graphql-yoga";
import type { Viewer } from "../domain/identity/viewer.ts";
import type { Clock } from "../server/clock.ts";
import type { Database } from "../server/db.ts";
import type { Logger } from "../server/logger.ts";
import { storable } from "../server/storable.ts";
import { type OpenedContext, openContext } from "./context.ts";
import { masked } from "./execute.ts";
import { MOST_TOKENS } from "./known-documents.ts";
import { asksPlainly, plainPosts } from "./plain-post.ts";
import { schema } from "./schema.ts";

type Deps = { db: Database; clock: Clock; logger: Logger; development: boolean };

/**
 * The GraphQL end point over HTTP: one JSON operation a request, no batches, no uploads, masked errors. The
 * usual request is answered without Yoga, which words every other answer.
 */
export function graphqlEndpoint(deps: Deps) {
  const yoga = createYoga<{ viewer: Viewer | null }, OpenedContext>({
    schema,
    graphqlEndpoint: "/graphql",
    graphiql: deps.development,
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
    plugins: [
      {
        onParse: ({ setParseFn }: { setParseFn: (read: typeof parse) => void }) => {
          setParseFn((source) => parse(source, { maxTokens: MOST_TOKENS }));
        },
        // The schema is published as a file; the end point describes itself to API keys and to the developer.
        onValidate: (p: { addValidationRule: (rule: ValidationRule) => void; context: unknown }) => {
          const { viewer } = p.context as { viewer: Viewer | null };
          if (!deps.development && viewer?.via !== "api_key")
            p.addValidationRule(NoSchemaIntrospectionCustomRule);
        },
        onExecute: ({ args }: { args: { contextValue?: unknown; variableValues?: unknown } }) => {
          args.variableValues = storable(args.variableValues);
          return { onExecuteDone: () => (args.contextValue as OpenedContext).finish() };
        },
      },
    ],
  });
  const answerPlain = plainPosts(deps);
  return async (request: Request) => {
    const { url, method, headers } = request;
    const body = method === "GET" || method === "HEAD" ? null : await request.text();
    const plain = body !== null && asksPlainly(request) ? body : null;
    return async (viewer: Viewer | null): Promise<Response> => {
      const answer = plain === null ? null : await answerPlain(plain, viewer);
      return answer ?? yoga.fetch(new Request(url, { method, headers, body }), { viewer });
    };
  };
}

function wrapped(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
