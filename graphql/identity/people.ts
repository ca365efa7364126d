import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { mayGrant } from "../../domain/identity/granting.ts";
import {
  countPeople,
  type InvitationRow,
  type OfferRow,
  openInvitations,
  openOffer,
  type PersonRow,
  peopleRows,
} from "../../server/identity/people/people.read.ts";
import { organizationRoles, type RoleRow } from "../../server/identity/people/roles.read.ts";
import { builder } from "../builder.ts";

export const Person = builder.objectRef<PersonRow>("OrganizationPerson").implement({
  description: "Somebody's place in the reader's organisation, present or ended.",
  fields: (t) => ({
    membershipId: t.exposeID("id"),
    name: t.exposeString("name"),
    email: t.exposeString("email"),
    roleName: t.exposeString("roleName"),
    roleValue: t.exposeString("roleValue", {
      description:
        "The role as a mutation takes it: a role's word, or the id of one the organisation made.",
    }),
    since: t.field({ type: "DateTime", resolve: (one) => one.since }),
    lastActiveAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.lastActiveAt }),
    endedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.endedAt }),
    endedByName: t.string({ nullable: true, resolve: (one) => one.endedByName }),
    isSelf: t.boolean({ resolve: (one, _args, context) => one.userId === context.viewer?.userId }),
    mayGovern: t.boolean({
      description: "Whether the reader may change this person's role or end their place.",
      resolve: (one, _args, context) => mayGrant(context.signedIn(), one.permissions),
    }),
  }),
});

export const Invitation = builder.objectRef<InvitationRow>("Invitation").implement({
  description: "An invitation that nobody has answered. Its link stands in the mail alone.",
  fields: (t) => ({
    invitationId: t.exposeID("id"),
    email: t.exposeString("email"),
    roleName: t.exposeString("roleName"),
    invitedByName: t.exposeString("invitedByName"),
    sentAt: t.field({ type: "DateTime", resolve: (one) => one.sentAt }),
    expiresAt: t.field({ type: "DateTime", resolve: (one) => one.expiresAt }),
    sendings: t.exposeInt("sendings"),
    state: t.string({ description: "open or expired", resolve: (one) => one.state }),
  }),
});

const Offer = builder.objectRef<OfferRow>("OwnershipOffer").implement({
  description: "The head's place, offered to a member who has not answered.",
  fields: (t) => ({
    offerId: t.exposeID("id"),
    fromName: t.exposeString("fromName"),
    toName: t.exposeString("toName"),
    isMine: t.boolean({
      description: "Whether the reader is the one to answer.",
      resolve: (one, _args, context) => one.toUserId === context.viewer?.userId,
    }),
    expiresAt: t.field({ type: "DateTime", resolve: (one) => one.expiresAt }),
  }),
});

export const RoleType = builder.objectRef<RoleRow>("OrganizationRole").implement({
  description: "A role of the reader's organisation with what it may do.",
  fields: (t) => ({
    value: t.exposeString("value"),
    name: t.exposeString("name"),
    isCustom: t.exposeBoolean("custom"),
    permissions: t.stringList({ resolve: (one) => [...one.permissions] }),
    holders: t.exposeInt("holders"),
    mayGrant: t.exposeBoolean("mayGrant"),
  }),
});

const Count = builder.objectRef<{ present: number; ended: number }>("PeopleCount").implement({
  fields: (t) => ({ present: t.exposeInt("present"), ended: t.exposeInt("ended") }),
});

builder.queryFields((t) => ({
  people: t.connection({
    type: Person,
    description: "People of the reader's organisation by name: the present, or those who have left.",
    authScopes: { may: "organization:read" },
    args: { ended: t.arg.boolean(), search: t.arg.string() },
    resolve: (_root, { ended, search, ...args }, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: PersonRow) => one.id, defaultSize: 50, maxSize: 100 },
        (page: ResolveCursorConnectionArgs) =>
          peopleRows(context.read, {
            viewer: context.signedIn(),
            filter: { ended: ended ?? false, search: search ?? "" },
            ...{ before: page.before, after: page.after, limit: page.limit, inverted: page.inverted },
          }),
      ),
  }),
  peopleCount: t.field({
    type: Count,
    authScopes: { may: "organization:read" },
    resolve: (_root, _args, context) => countPeople(context.read, context.signedIn()),
  }),
  invitations: t.field({
    type: [Invitation],
    authScopes: { may: "member:manage" },
    resolve: (_root, _args, context) =>
      openInvitations(context.read, { viewer: context.signedIn(), now: context.moment() }),
  }),
  ownershipOffer: t.field({
    type: Offer,
    nullable: true,
    authScopes: { may: "organization:read" },
    resolve: (_root, _args, context) =>
      openOffer(context.read, { viewer: context.signedIn(), now: context.moment() }),
  }),
  organizationRoles: t.field({
    type: [RoleType],
    authScopes: { may: "organization:read" },
    resolve: (_root, _args, context) => organizationRoles(context.read, context.signedIn()),
  }),
}));
