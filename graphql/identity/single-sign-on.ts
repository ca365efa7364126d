import { NotFound } from "../../domain/shared/refusals.ts";
import {
  enforceConnection,
  removeConnection,
  saveConnection,
} from "../../server/identity/sso/connection.ts";
import { addDomain, removeDomain, verifyDomain } from "../../server/identity/sso/domains.ts";
import { returnAddress, singleSignOnParts } from "../../server/identity/sso/parts.ts";
import {
  type ConnectionRow,
  type DomainRow,
  listDomains,
  readConnection,
} from "../../server/identity/sso/sso.read.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const Connection = builder.objectRef<ConnectionRow>("SsoConnection").implement({
  description: "How the organisation's people sign in with its own identity provider (OpenID Connect).",
  fields: (t) => ({
    connectionId: t.exposeID("id"),
    issuer: t.exposeString("issuer"),
    clientId: t.exposeString("clientId"),
    defaultRole: t.string({
      nullable: true,
      description: "The role of whoever comes for the first time; null where nobody joins by signing in.",
      resolve: (one) => one.roleValue,
    }),
    returnAddress: t.string({
      description: "The redirect address to register at the provider.",
      resolve: (one) => returnAddress(singleSignOnParts(), one.id),
    }),
    testedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.testedAt }),
    enforcedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.enforcedAt }),
    breakGlassName: t.string({
      nullable: true,
      description: "Who may still sign in with a password while all others may not.",
      resolve: (one) => one.breakGlassName,
    }),
    createdByName: t.exposeString("createdByName"),
    people: t.exposeInt("people", { description: "How many people have signed in by it." }),
  }),
});

const Domain = builder.objectRef<DomainRow>("SsoDomain").implement({
  description: "A domain of the organisation's addresses; it counts once its TXT record says so.",
  fields: (t) => ({
    domainId: t.exposeID("id"),
    domain: t.exposeString("domain"),
    recordName: t.exposeString("recordName"),
    recordValue: t.exposeString("recordValue"),
    verifiedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.verifiedAt }),
  }),
});

const Removed = builder.objectRef<{ id: string }>("SsoRemoved").implement({
  fields: (t) => ({ removedId: t.exposeID("id") }),
});

const SaveInput = builder.inputType("SaveSsoConnectionInput", {
  fields: (t) => ({
    issuer: t.string({ required: true }),
    clientId: t.string({ required: true }),
    clientSecret: t.string({ description: "Left out, the one that is kept stays." }),
    defaultRole: t.string({ description: "A role's word or id; without one nobody joins by signing in." }),
  }),
});
const ConnectionInput = builder.inputType("SsoConnectionInput", {
  fields: (t) => ({ connectionId: t.id({ required: true }) }),
});
const EnforceInput = builder.inputType("EnforceSsoInput", {
  fields: (t) => ({ connectionId: t.id({ required: true }), enforced: t.boolean({ required: true }) }),
});
const AddDomainInput = builder.inputType("AddSsoDomainInput", {
  fields: (t) => ({ domain: t.string({ required: true }) }),
});
const DomainInput = builder.inputType("SsoDomainInput", {
  fields: (t) => ({ domainId: t.id({ required: true }) }),
});

builder.queryFields((t) => ({
  ssoConnection: t.field({
    type: Connection,
    nullable: true,
    authScopes: { may: "sso:manage" },
    resolve: (_root, _args, context) => readConnection(context.read, context.signedIn()),
  }),
  ssoDomains: t.field({
    type: [Domain],
    authScopes: { may: "sso:manage" },
    resolve: (_root, _args, context) => listDomains(context.read, context.signedIn()),
  }),
}));

builder.mutationFields((t) => ({
  saveSsoConnection: t.field({
    type: Connection,
    errors: {},
    authScopes: { may: "sso:manage" },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { issuer, clientId, clientSecret, defaultRole } = input;
      const given = { issuer, clientId, clientSecret: clientSecret ?? "", defaultRole: defaultRole ?? "" };
      await saveConnection(context.caller(null), singleSignOnParts(), given);
      return connectionNow(context);
    },
  }),
  enforceSso: t.field({
    type: Connection,
    description: "Asks that members sign in by the connection alone, or allows passwords again.",
    errors: {},
    authScopes: { may: "sso:manage" },
    args: { input: t.arg({ type: EnforceInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { connectionId, enforced } = input;
      await enforceConnection(context.caller(null), { id: String(connectionId), enforced });
      return connectionNow(context);
    },
  }),
  removeSsoConnection: t.field({
    type: Removed,
    errors: {},
    authScopes: { may: "sso:manage" },
    args: { input: t.arg({ type: ConnectionInput, required: true }) },
    resolve: (_root, { input }, context) =>
      removeConnection(context.caller(null), { id: String(input.connectionId) }),
  }),
}));

builder.mutationFields((t) => ({
  addSsoDomain: t.field({
    type: Domain,
    errors: {},
    authScopes: { may: "sso:manage" },
    args: { input: t.arg({ type: AddDomainInput, required: true }) },
    resolve: async (_root, { input }, context) =>
      domainNow(context, await addDomain(context.caller(null), { domain: input.domain })),
  }),
  verifySsoDomain: t.field({
    type: Domain,
    description: "Looks at the domain's TXT record, and takes the domain as verified where it is there.",
    errors: {},
    authScopes: { may: "sso:manage" },
    args: { input: t.arg({ type: DomainInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const caller = context.caller(null);
      // Asked for by name: a domain that is not there is told before anything outside is needed.
      const parts = { txt: (name: string) => singleSignOnParts().txt(name) };
      return domainNow(context, await verifyDomain(caller, parts, { id: String(input.domainId) }));
    },
  }),
  removeSsoDomain: t.field({
    type: Removed,
    errors: {},
    authScopes: { may: "sso:manage" },
    args: { input: t.arg({ type: DomainInput, required: true }) },
    resolve: (_root, { input }, context) =>
      removeDomain(context.caller(null), { id: String(input.domainId) }),
  }),
}));

async function connectionNow(context: GraphQLContext): Promise<ConnectionRow> {
  const row = await readConnection(context.read, context.signedIn());
  if (!row) throw new NotFound("connection");
  return row;
}

async function domainNow(context: GraphQLContext, { id }: { id: string }): Promise<DomainRow> {
  const row = (await listDomains(context.read, context.signedIn())).find((one) => one.id === id);
  if (!row) throw new NotFound("domain");
  return row;
}
