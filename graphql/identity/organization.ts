import { may } from "../../domain/identity/permissions.ts";
import { ROLE_NAMES } from "../../domain/identity/viewer.ts";
import {
  listMembers,
  type MemberRow,
  type OrganizationFacts,
  readOwnOrganization,
} from "../../server/identity/list-organization.ts";
import { listSessions, type SessionRow } from "../../server/identity/list-sessions.ts";
import { readTaxIdentity } from "../../server/identity/tax-identity.read.ts";
import { builder } from "../builder.ts";
import { TaxIdentityType } from "./tax-identity.ts";

const Member = builder.objectRef<MemberRow>("Member").implement({
  fields: (t) => ({
    name: t.exposeString("name"),
    email: t.exposeString("email"),
    role: t.exposeString("role"),
    roleName: t.string({ resolve: (member) => ROLE_NAMES[member.role] }),
    since: t.field({ type: "DateTime", resolve: (member) => member.since }),
  }),
});

export const Organization = builder.objectRef<OrganizationFacts>("Organization").implement({
  description: "The reader's own organisation.",
  fields: (t) => ({
    organizationId: t.exposeString("id"),
    kind: t.exposeString("kind"),
    slug: t.exposeString("slug"),
    name: t.exposeString("name"),
    country: t.exposeString("country"),
    city: t.exposeString("city"),
    zone: t.exposeString("zone"),
    currency: t.exposeString("currency"),
    about: t.exposeString("about"),
    since: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
    taxIdentity: t.field({
      type: TaxIdentityType,
      nullable: true,
      description: "How the organisation is named on invoices; null while it has not stated it.",
      resolve: (one, _args, context) => readTaxIdentity(context.read, one.id),
    }),
    mayStateTaxIdentity: t.boolean({
      resolve: (_one, _args, context) => may(context.viewer, "tax_identity:state"),
    }),
    members: t.field({
      type: [Member],
      resolve: (_one, _args, context) => listMembers(context.read, context.signedIn()),
    }),
  }),
});

const SignedInSession = builder.objectRef<SessionRow>("SignedInSession").implement({
  fields: (t) => ({
    sessionId: t.exposeString("id"),
    createdAt: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
    expiresAt: t.field({ type: "DateTime", resolve: (one) => one.expiresAt }),
    userAgent: t.exposeString("userAgent"),
    address: t.exposeString("address"),
  }),
});

builder.queryFields((t) => ({
  organization: t.field({
    type: Organization,
    authScopes: { may: "organization:read" },
    resolve: (_root, _args, context) => readOwnOrganization(context.read, context.signedIn()),
  }),
  sessions: t.field({
    type: [SignedInSession],
    description: "Where the reader is signed in; nobody else's.",
    authScopes: { wholeRole: true },
    resolve: (_root, _args, context) =>
      listSessions(context.read, { viewer: context.signedIn(), now: context.clock.now() }),
  }),
}));
