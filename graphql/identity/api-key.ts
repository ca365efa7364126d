import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { givenToKeys, scopeSummary } from "../../domain/identity/key-scopes.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { type CreatedApiKey, createApiKey } from "../../server/identity/create-api-key.ts";
import {
  type ApiKeyCallRow,
  type ApiKeyRow,
  apiKeyCalls,
  listApiKeys,
  readApiKey,
} from "../../server/identity/list-api-keys.ts";
import { revokeApiKey } from "../../server/identity/revoke-api-key.ts";
import { isId } from "../../server/party-scope.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const ApiKey = builder.objectRef<ApiKeyRow>("ApiKey").implement({
  description: "A key for the GraphQL end point. Its secret was shown once and is stored nowhere.",
  fields: (t) => ({
    apiKeyId: t.exposeString("id"),
    name: t.exposeString("name"),
    prefix: t.exposeString("prefix"),
    actsAs: t.exposeString("actsAs"),
    createdAt: t.field({ type: "DateTime", resolve: (key) => key.createdAt }),
    expiresAt: t.field({ type: "DateTime", nullable: true, resolve: (key) => key.expiresAt }),
    revokedAt: t.field({ type: "DateTime", nullable: true, resolve: (key) => key.revokedAt }),
    lastUsedAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "Within a second or two.",
      resolve: (key) => key.lastUsedAt,
    }),
    state: t.string({
      description: "works, revoked or expired.",
      resolve: (key, _args, context) => {
        if (key.revokedAt) return "revoked";
        const now = context.moment().epochMilliseconds;
        return key.expiresAt && key.expiresAt.getTime() <= now ? "expired" : "works";
      },
    }),
    scopes: t.stringList({
      nullable: true,
      description: "What the key may do of what its member may; null for all of it.",
      resolve: (key) => key.scopes,
    }),
    scopeSummary: t.string({ resolve: (key) => scopeSummary(key.scopes) }),
    perMinute: t.int({
      nullable: true,
      description: "How many requests it may send in a minute; null for one made before keys had budgets.",
      resolve: (key) => key.perMinute,
    }),
  }),
});

const Created = builder.objectRef<CreatedApiKey>("CreatedApiKey").implement({
  fields: (t) => ({
    key: t.field({ type: ApiKey, resolve: (made, _args, context) => keyById(context, made.id) }),
    secret: t.string({
      nullable: true,
      description: "The key itself, this once; null where a repeated request is answered.",
      resolve: (made) => made.secret,
    }),
  }),
});

const CreateApiKeyInput = builder.inputType("CreateApiKeyInput", {
  fields: (t) => ({
    name: t.string({ required: true }),
    days: t.int({ required: true, description: "For how long it works, 365 at most." }),
    scopes: t.stringList({
      required: true,
      description: "What it may do: permissions of the one who makes it, such as `statement:read`.",
    }),
    perMinute: t.int({
      description: "How many requests it may send in a minute; 600 where nothing is said.",
    }),
    idempotencyKey: t.string(),
  }),
});

const RevokeApiKeyInput = builder.inputType("RevokeApiKeyInput", {
  fields: (t) => ({ apiKeyId: t.id({ required: true }), idempotencyKey: t.string() }),
});

const Call = builder.objectRef<ApiKeyCallRow>("ApiKeyCall").implement({
  description: "One request that a key sent, kept for as long as the marketplace says.",
  fields: (t) => ({
    callId: t.exposeString("id"),
    at: t.field({ type: "DateTime", resolve: (call) => call.at }),
    operation: t.string({
      description: "The operation's name, or what it asks for where it has none.",
      resolve: (call) => call.operation,
    }),
    outcome: t.string({
      description: "answered, refused and why, failed, or too_many_requests.",
      resolve: (call) => call.outcome,
    }),
    address: t.exposeString("address"),
  }),
});

builder.queryFields((t) => ({
  apiKeys: t.field({
    type: [ApiKey],
    authScopes: { may: "api_key:manage" },
    resolve: (_root, _args, context) => listApiKeys(context.read, context.signedIn()),
  }),
  apiKey: t.field({
    type: ApiKey,
    nullable: true,
    authScopes: { may: "api_key:manage" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => keyOrNull(context, String(id)),
  }),
  apiKeyCalls: t.connection({
    type: Call,
    description: "What a key of the viewer's organisation did, newest first.",
    authScopes: { may: "api_key:manage" },
    args: { apiKeyId: t.arg.id({ required: true }) },
    resolve: (_root, { apiKeyId, ...args }, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: ApiKeyCallRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          apiKeyCalls(context.read, {
            viewer: context.signedIn(),
            keyId: String(apiKeyId),
            page: { before, after, take: limit, inverted },
          }),
      ),
  }),
  keyScopes: t.stringList({
    description: "What the viewer may give to a key.",
    authScopes: { may: "api_key:manage" },
    resolve: (_root, _args, context) => givenToKeys(context.signedIn()),
  }),
}));

builder.mutationFields((t) => ({
  createApiKey: t.field({
    type: Created,
    errors: {},
    authScopes: { may: "api_key:manage" },
    args: { input: t.arg({ type: CreateApiKeyInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, perMinute, ...key } = input;
      const budget = typeof perMinute === "number" ? { perMinute } : {};
      return createApiKey(context.caller(idempotencyKey), { ...key, ...budget });
    },
  }),
  revokeApiKey: t.field({
    type: ApiKey,
    errors: {},
    authScopes: { may: "api_key:manage" },
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { id } = await revokeApiKey(context.caller(input.idempotencyKey), {
        id: String(input.apiKeyId),
      });
      return keyById(context, id);
    },
  }),
}));

async function keyOrNull(context: GraphQLContext, id: string): Promise<ApiKeyRow | null> {
  return isId(id) ? readApiKey(context.read, context.signedIn(), id) : null;
}

async function keyById(context: GraphQLContext, id: string): Promise<ApiKeyRow> {
  const key = await keyOrNull(context, id);
  if (!key) throw new NotFound("API key");
  return key;
}
