import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { query } from "../../graphql.server.ts";
import {
  AnswerOwnershipDocument,
  ChangeMemberRoleDocument,
  InviteMemberDocument,
  LeaveOrganizationDocument,
  OfferOwnershipDocument,
  RemoveMemberDocument,
  ResendInvitationDocument,
  RevokeInvitationDocument,
  WithdrawOwnershipDocument,
} from "./people.graphql.ts";

type Door = Pick<ActionFunctionArgs, "request" | "context">;
type Issue = { field: string; message: string };
export type PeopleAnswer = {
  /** Which form was refused, so that its words stand beside it. */
  intent: string;
  message: string;
  issues: readonly Issue[];
  typed: { email: string; role: string };
};

/** A deed's answer as the page needs it: what it said no with, or nothing. */
type Answer = {
  __typename: string;
  message?: string;
  issues?: readonly Issue[];
  field?: string | null;
};

/** What each form of the page asks for, by its button. */
const DEEDS: Record<string, (door: Door, text: (name: string) => string) => Promise<Answer>> = {
  invite: async (door, text) => {
    const input = {
      email: text("email"),
      role: text("role"),
      idempotencyKey: text("idempotencyKey") || null,
    };
    return (await query(door, InviteMemberDocument, { input })).inviteMember;
  },
  resend: async (door, text) => {
    const input = { invitationId: text("invitationId") };
    return (await query(door, ResendInvitationDocument, { input })).resendInvitation;
  },
  revoke: async (door, text) => {
    const input = { invitationId: text("invitationId") };
    return (await query(door, RevokeInvitationDocument, { input })).revokeInvitation;
  },
  role: async (door, text) => {
    const input = { membershipId: text("membershipId"), role: text("role") };
    return (await query(door, ChangeMemberRoleDocument, { input })).changeMemberRole;
  },
  remove: async (door, text) => {
    const input = { membershipId: text("membershipId") };
    return (await query(door, RemoveMemberDocument, { input })).removeMember;
  },
  leave: async (door) => (await query(door, LeaveOrganizationDocument, { input: {} })).leaveOrganization,
  offer: async (door, text) => {
    const input = { membershipId: text("membershipId"), roleAfter: text("roleAfter") };
    return (await query(door, OfferOwnershipDocument, { input })).offerOwnership;
  },
  withdraw: async (door, text) => {
    const input = { offerId: text("offerId") };
    return (await query(door, WithdrawOwnershipDocument, { input })).withdrawOwnership;
  },
  answer: async (door, text) => {
    const input = { offerId: text("offerId"), accept: text("accept") === "yes" };
    return (await query(door, AnswerOwnershipDocument, { input })).answerOwnership;
  },
};

/** Does what a form of the page asks for; a refusal comes back with what was typed. */
export async function peopleAction(door: Door) {
  const form = await door.request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const intent = text("intent");
  const deed = Object.hasOwn(DEEDS, intent) ? DEEDS[intent] : undefined;
  if (!deed) throw data({ message: "This page knows no such form." }, { status: 400 });
  const answer = await deed(door, text);
  if (answer.message === undefined)
    return redirect(intent === "leave" ? "/" : `/organisation/people#${placeOf(intent)}`);
  const issues = answer.issues ?? (answer.field ? [{ field: answer.field, message: answer.message }] : []);
  const typed = { email: text("email"), role: text("role") };
  const refused: PeopleAnswer = { intent, message: answer.message, issues, typed };
  return data(refused, { status: 409 });
}

function placeOf(intent: string): string {
  return ["invite", "resend", "revoke"].includes(intent) ? "invited" : "people";
}
