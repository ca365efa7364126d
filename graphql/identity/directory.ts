import { NotFound } from "../../domain/shared/refusals.ts";
import type { GroupRow } from "../../server/identity/directory/groups.read.ts";
import {
  directoryTokens,
  mappedGroups,
  type TokenRow,
} from "../../server/identity/directory/settings.read.ts";
import {
  createDirectoryToken,
  mapDirectoryGroup,
  revokeDirectoryToken,
} from "../../server/identity/directory/tokens.ts";
import { singleSignOnParts } from "../../server/identity/sso/parts.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const Token = builder.objectRef<TokenRow>("DirectoryToken").implement({
  description: "A token by which the organisation's directory keeps its people here (SCIM 2.0).",
  fields: (t) => ({
    tokenId: t.exposeID("id"),
    name: t.exposeString("name"),
    prefix: t.exposeString("prefix"),
    defaultRole: t.exposeString("roleValue"),
    createdByName: t.exposeString("createdByName"),
    expiresAt: t.field({ type: "DateTime", resolve: (one) => one.expiresAt }),
    revokedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.revokedAt }),
    lastUsedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.lastUsedAt }),
  }),
});

const Created = builder
  .objectRef<{ id: string; secret: string | null }>("CreatedDirectoryToken")
  .implement({
    fields: (t) => ({
      token: t.field({ type: Token, resolve: (made, _args, context) => tokenNow(context, made.id) }),
      secret: t.string({
        nullable: true,
        description: "The token itself, this once.",
        resolve: (made) => made.secret,
      }),
    }),
  });

const Group = builder.objectRef<GroupRow>("DirectoryGroup").implement({
  description: "A group of the organisation's directory, and the role that it gives.",
  fields: (t) => ({
    groupId: t.exposeID("id"),
    name: t.exposeString("displayName"),
    people: t.int({ resolve: (one) => one.members.length }),
    role: t.string({ nullable: true, resolve: (one) => one.customRoleId ?? one.role }),
  }),
});

const CreateInput = builder.inputType("CreateDirectoryTokenInput", {
  fields: (t) => ({
    name: t.string({ required: true }),
    days: t.int({ required: true, description: "For how long it works, 365 at most." }),
    defaultRole: t.string({ required: true, description: "The role of whom no group says more about." }),
    idempotencyKey: t.string(),
  }),
});
const RevokeInput = builder.inputType("RevokeDirectoryTokenInput", {
  fields: (t) => ({ tokenId: t.id({ required: true }) }),
});
const MapInput = builder.inputType("MapDirectoryGroupInput", {
  fields: (t) => ({
    groupId: t.id({ required: true }),
    role: t.string({ description: "A role's word or id; without one the group gives none." }),
  }),
});

builder.queryFields((t) => ({
  directoryAddress: t.string({
    description: "Where the organisation's directory sends its requests.",
    authScopes: { may: "sso:manage" },
    resolve: () => `${singleSignOnParts().publicUrl}/scim/v2`,
  }),
  directoryTokens: t.field({
    type: [Token],
    authScopes: { may: "sso:manage" },
    resolve: (_root, _args, context) => directoryTokens(context.read, context.signedIn()),
  }),
  directoryGroups: t.field({
    type: [Group],
    authScopes: { may: "sso:manage" },
    resolve: (_root, _args, context) => mappedGroups(context.read, context.signedIn()),
  }),
}));

builder.mutationFields((t) => ({
  createDirectoryToken: t.field({
    type: Created,
    errors: {},
    authScopes: { may: "sso:manage" },
    args: { input: t.arg({ type: CreateInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, name, days, defaultRole } = input;
      return createDirectoryToken(context.caller(idempotencyKey), { name, days, defaultRole });
    },
  }),
  revokeDirectoryToken: t.field({
    type: Token,
    errors: {},
    authScopes: { may: "sso:manage" },
    args: { input: t.arg({ type: RevokeInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { id } = await revokeDirectoryToken(context.caller(null), { id: String(input.tokenId) });
      return tokenNow(context, id);
    },
  }),
  mapDirectoryGroup: t.field({
    type: Group,
    errors: {},
    authScopes: { may: "sso:manage" },
    args: { input: t.arg({ type: MapInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const given = { id: String(input.groupId), role: input.role ?? null };
      const { id } = await mapDirectoryGroup(context.caller(null), given);
      const group = (await mappedGroups(context.read, context.signedIn())).find((one) => one.id === id);
      if (!group) throw new NotFound("group");
      return group;
    },
  }),
}));

async function tokenNow(context: GraphQLContext, id: string): Promise<TokenRow> {
  const token = (await directoryTokens(context.read, context.signedIn())).find((one) => one.id === id);
  if (!token) throw new NotFound("token");
  return token;
}
