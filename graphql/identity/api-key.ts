import { NotFound } from "../../domain/shared/refusals.ts";
import { type CreatedApiKey, createApiKey } from "../../server/identity/create-api-key.ts";
import { type ApiKeyRow, listApiKeys, readApiKey } from "../../server/identity/list-api-keys.ts";
import { revokeApiKey } from "../../server/identity/revoke-api-key.ts";
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
    lastUsedAt: t.field({ type: "DateTime", nullable: true, resolve: (key) => key.lastUsedAt }),
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
    idempotencyKey: t.string(),
  }),
});

const RevokeApiKeyInput = builder.inputType("RevokeApiKeyInput", {
  fields: (t) => ({ apiKeyId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.queryField("apiKeys", (t) =>
  t.field({
    type: [ApiKey],
    authScopes: { may: "api_key:manage" },
    resolve: (_root, _args, context) => listApiKeys(context.read, context.signedIn()),
  }),
);

builder.mutationFields((t) => ({
  createApiKey: t.field({
    type: Created,
    errors: {},
    authScopes: { may: "api_key:manage" },
    args: { input: t.arg({ type: CreateApiKeyInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, name, days } = input;
      return createApiKey(context.caller(idempotencyKey), { name, days });
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

async function keyById(context: GraphQLContext, id: string): Promise<ApiKeyRow> {
  const key = await readApiKey(context.read, context.signedIn(), id);
  if (!key) throw new NotFound("API key");
  return key;
}
