import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { query } from "./graphql.server.ts";
import {
  ApproveOrganizationErasureDocument,
  AskForOrganizationErasureDocument,
  WithdrawOrganizationErasureDocument,
} from "./organization-erasure.graphql.ts";

type Door = Pick<ActionFunctionArgs, "request" | "context">;
export type OrganizationErasureAnswer = { message: string };

/** Answers the forms of both pages on which organisations are erased: asks, approves or takes back. */
export async function answeredOrganizationErasure(door: Door, back: string) {
  const form = await door.request.formData();
  const answer = await answerOf(door, (name) => String(form.get(name) ?? ""));
  if (!("message" in answer)) return redirect(back);
  return data({ message: answer.message } satisfies OrganizationErasureAnswer, { status: 409 });
}

async function answerOf(door: Door, text: (name: string) => string) {
  const input = { erasureId: text("erasureId") };
  switch (text("intent")) {
    case "ask":
      return (await query(door, AskForOrganizationErasureDocument, { input: {} }))
        .askForOrganizationErasure;
    case "approve":
      return (await query(door, ApproveOrganizationErasureDocument, { input })).approveOrganizationErasure;
    case "withdraw":
      return (await query(door, WithdrawOrganizationErasureDocument, { input }))
        .withdrawOrganizationErasure;
    default:
      throw data({ message: "This page knows no such form." }, { status: 400 });
  }
}
