import { NotFound } from "../../domain/shared/refusals.ts";
import { resendInvitation, revokeInvitation } from "../../server/identity/people/change-invitation.ts";
import { changeRole } from "../../server/identity/people/change-role.ts";
import { inviteMember } from "../../server/identity/people/invite-member.ts";
import { leaveOrganization, removeMember } from "../../server/identity/people/leave.ts";
import {
  answerOwnership,
  offerOwnership,
  withdrawOwnership,
} from "../../server/identity/people/ownership.ts";
import { findPerson, openInvitations } from "../../server/identity/people/people.read.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { Invitation, Person } from "./people.ts";

const Done = builder.objectRef<{ id: string }>("OwnershipAnswered").implement({
  fields: (t) => ({ offerId: t.exposeID("id") }),
});
const Left = builder.objectRef<{ membershipId: string }>("OrganizationLeft").implement({
  fields: (t) => ({ membershipId: t.exposeID("membershipId") }),
});

const InviteInput = builder.inputType("InviteMemberInput", {
  fields: (t) => ({
    email: t.string({ required: true }),
    role: t.string({
      required: true,
      description: "A role's word, or the id of one the organisation made.",
    }),
    idempotencyKey: t.string(),
  }),
});
const InvitationInput = builder.inputType("InvitationInput", {
  fields: (t) => ({ invitationId: t.id({ required: true }), idempotencyKey: t.string() }),
});
const ChangeRoleInput = builder.inputType("ChangeMemberRoleInput", {
  fields: (t) => ({
    membershipId: t.id({ required: true }),
    role: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});
const MemberInput = builder.inputType("RemoveMemberInput", {
  fields: (t) => ({ membershipId: t.id({ required: true }), idempotencyKey: t.string() }),
});
const LeaveInput = builder.inputType("LeaveOrganizationInput", {
  fields: (t) => ({ idempotencyKey: t.string() }),
});
const OfferInput = builder.inputType("OfferOwnershipInput", {
  fields: (t) => ({
    membershipId: t.id({ required: true }),
    roleAfter: t.string({
      required: true,
      description: "What the reader is afterwards; their own role where they stay beside.",
    }),
    idempotencyKey: t.string(),
  }),
});
const WithdrawInput = builder.inputType("WithdrawOwnershipInput", {
  fields: (t) => ({ offerId: t.id({ required: true }), idempotencyKey: t.string() }),
});
const AnswerInput = builder.inputType("AnswerOwnershipInput", {
  fields: (t) => ({
    offerId: t.id({ required: true }),
    accept: t.boolean({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationFields((t) => ({
  inviteMember: t.field({
    type: Invitation,
    description: "Mails an address a link that works once, for seven days.",
    errors: {},
    authScopes: { may: "member:manage" },
    args: { input: t.arg({ type: InviteInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, email, role } = input;
      const { id } = await inviteMember(context.caller(idempotencyKey), { email, role });
      return invitationById(context, id);
    },
  }),
  resendInvitation: t.field({
    type: Invitation,
    description: "Mails a new link; the one before it ends.",
    errors: {},
    authScopes: { may: "member:manage" },
    args: { input: t.arg({ type: InvitationInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const id = String(input.invitationId);
      await resendInvitation(context.caller(input.idempotencyKey), { id });
      return invitationById(context, id);
    },
  }),
  revokeInvitation: t.field({
    type: builder.objectRef<{ id: string }>("InvitationRevoked").implement({
      fields: (f) => ({ invitationId: f.exposeID("id") }),
    }),
    errors: {},
    authScopes: { may: "member:manage" },
    args: { input: t.arg({ type: InvitationInput, required: true }) },
    resolve: (_root, { input }, context) =>
      revokeInvitation(context.caller(input.idempotencyKey), { id: String(input.invitationId) }),
  }),
}));

builder.mutationFields((t) => ({
  changeMemberRole: t.field({
    type: Person,
    errors: {},
    authScopes: { may: "member:manage" },
    args: { input: t.arg({ type: ChangeRoleInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const membershipId = String(input.membershipId);
      await changeRole(context.caller(input.idempotencyKey), { membershipId, role: input.role });
      return personById(context, membershipId);
    },
  }),
  removeMember: t.field({
    type: Person,
    description: "Ends a member's place at once: requests, open pages, sessions and keys.",
    errors: {},
    authScopes: { may: "member:manage" },
    args: { input: t.arg({ type: MemberInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const membershipId = String(input.membershipId);
      await removeMember(context.caller(input.idempotencyKey), { membershipId });
      return personById(context, membershipId);
    },
  }),
  leaveOrganization: t.field({
    type: Left,
    errors: {},
    authScopes: { may: "organization:read" },
    args: { input: t.arg({ type: LeaveInput, required: true }) },
    resolve: (_root, { input }, context) => leaveOrganization(context.caller(input.idempotencyKey), null),
  }),
}));

builder.mutationFields((t) => ({
  offerOwnership: t.field({
    type: Done,
    description: "Offers the reader's own place at the head; it changes hands when the other accepts.",
    errors: {},
    authScopes: { may: "ownership:transfer" },
    args: { input: t.arg({ type: OfferInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { membershipId, roleAfter } = input;
      const offer = { membershipId: String(membershipId), roleAfter };
      return offerOwnership(context.caller(input.idempotencyKey), offer);
    },
  }),
  withdrawOwnership: t.field({
    type: Done,
    errors: {},
    authScopes: { may: "ownership:transfer" },
    args: { input: t.arg({ type: WithdrawInput, required: true }) },
    resolve: (_root, { input }, context) =>
      withdrawOwnership(context.caller(input.idempotencyKey), { id: String(input.offerId) }),
  }),
  answerOwnership: t.field({
    type: Done,
    description: "The one to whom the head's place was offered takes it or does not.",
    errors: {},
    authScopes: { may: "organization:read" },
    args: { input: t.arg({ type: AnswerInput, required: true }) },
    resolve: (_root, { input }, context) =>
      answerOwnership(context.caller(input.idempotencyKey), {
        id: String(input.offerId),
        accept: input.accept,
      }),
  }),
}));

async function personById(context: GraphQLContext, id: string) {
  const person = await findPerson(context.read, context.signedIn(), id);
  if (!person) throw new NotFound("member");
  return person;
}

async function invitationById(context: GraphQLContext, id: string) {
  const [row] = await openInvitations(context.read, {
    viewer: context.signedIn(),
    now: context.clock.now(),
    id,
  });
  if (!row) throw new NotFound("invitation");
  return row;
}
