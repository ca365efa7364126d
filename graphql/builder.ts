import SchemaBuilder from "@pothos/core";
import ComplexityPlugin from "@pothos/plugin-complexity";
import ErrorsPlugin from "@pothos/plugin-errors";
import PrismaPlugin from "@pothos/plugin-prisma";
import RelayPlugin from "@pothos/plugin-relay";
import ScopeAuthPlugin from "@pothos/plugin-scope-auth";
import { may, type Permission } from "../domain/identity/permissions.ts";
import { StepUpNeeded } from "../domain/identity/step-up.ts";
import { DomainError } from "../domain/shared/domain-error.ts";
import type { Money } from "../domain/shared/money.ts";
import { InvalidInput, NotAllowed, NotFound } from "../domain/shared/refusals.ts";
import type PrismaTypes from "../server/generated/pothos-types.ts";
import { getDatamodel } from "../server/generated/pothos-types.ts";
import type { PrismaClient } from "../server/generated/prisma/client.ts";
import type { GraphQLContext } from "./context.ts";

export type SchemaTypes = {
  Context: GraphQLContext;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  AuthScopes: {
    public: boolean;
    signedIn: boolean;
    /** For what shows a bit of everything the viewer's role may see: a key with scopes is not let in. */
    wholeRole: boolean;
    may: Permission;
  };
  Scalars: {
    DateTime: { Input: string; Output: Date | string };
    Date: { Input: string; Output: Date | string };
    BigInt: { Input: string; Output: bigint | string };
    JSON: { Input: unknown; Output: unknown };
  };
  Objects: { Money: Money };
};

export const builder = new SchemaBuilder<SchemaTypes>({
  defaultFieldNullability: false,
  plugins: [ErrorsPlugin, ScopeAuthPlugin, RelayPlugin, PrismaPlugin, ComplexityPlugin],
  prisma: {
    // The context hands out one read-only transaction a request, opened when the first field asks for it.
    client: (context) => context.read as unknown as PrismaClient,
    dmmf: getDatamodel(),
    onUnusedQuery: null,
    maxConnectionSize: 200,
    defaultConnectionSize: 20,
  },
  // Ids are uuidv7 and unlike each other as they are, so the API shows them as they stand in the addresses;
  // graphql/node.ts finds out what an id is of.
  relay: {
    clientMutationId: "omit",
    cursorType: "String",
    nodeQueryOptions: false,
    nodesQueryOptions: false,
  },
  scopeAuth: {
    authScopes: (context) => ({
      public: true,
      signedIn: context.viewer !== null,
      wholeRole: context.viewer !== null && context.viewer.scopes === undefined,
      may: (permission: Permission) => may(context.viewer, permission),
    }),
    unauthorizedError: () => new NotAllowed(),
    treatErrorsAsUnauthorized: false,
  },
  errors: {
    defaultTypes: [InvalidInput, NotFound, NotAllowed, StepUpNeeded, DomainError],
    directResult: false,
  },
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: 10,
    limit: { complexity: 20_000, depth: 12, breadth: 400 },
    complexityError: (kind) => new OperationTooLarge(kind),
  },
});

/** An operation that asks for more than one request may; the kind says in which way. */
class OperationTooLarge extends DomainError {
  constructor(kind: string) {
    const code = "operation_too_large";
    super({ code, message: `This operation asks for too much at once: its ${kind} is over the limit.` });
  }
}

builder.queryType({});
builder.mutationType({});
