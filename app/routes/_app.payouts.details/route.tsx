import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { may } from "../../../domain/identity/permissions.ts";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import type { Revealed } from "../../components/reveal.tsx";
import { query } from "../../graphql.server.ts";
import { revealedNumber } from "../../reveal.server.ts";
import { requireViewer } from "../../session.server.ts";
import { DetailsTables } from "./details-tables.tsx";
import {
  DecidePayoutDetailsDocument,
  PayoutDetailsDocument,
  ProposePayoutDetailsDocument,
  WithdrawPayoutDetailsDocument,
} from "./payout-details.graphql.ts";
import { ProposeForm } from "./propose-form.tsx";

type Door = Pick<ActionFunctionArgs, "request" | "context">;

export const handle = {
  crumbs: () => [{ label: "Payouts", href: "/payouts" }, { label: "Where payouts go" }],
};

export const meta: MetaFunction = () => [{ title: "Where payouts go · Engine Room" }];

/** The provider's own page: for everybody else it is not there. */
function requireProvider(door: Door) {
  const viewer = requireViewer(door);
  if (viewer.organizationKind !== "provider" || !may(viewer, "payout:read"))
    throw data({ message: "There is no such page." }, { status: 404 });
  return viewer;
}

export async function loader(door: LoaderFunctionArgs) {
  const viewer = requireProvider(door);
  const { payoutDetails, maySetUpPayouts } = await query(door, PayoutDetailsDocument, {});
  return {
    rows: payoutDetails,
    maySetUp: maySetUpPayouts,
    mayReveal: may(viewer, "account_number:reveal"),
    idempotencyKey: crypto.randomUUID(),
  };
}

export type Details = Awaited<ReturnType<typeof loader>>["rows"][number];

export type ProposeAnswer = {
  message: string;
  issues: readonly { field: string; message: string }[];
  /** What was typed, without the account number. */
  typed: Record<string, string> | null;
};

export async function action(door: ActionFunctionArgs) {
  requireProvider(door);
  const form = await door.request.formData();
  const revealed = await revealedNumber(door, form);
  if (revealed) return revealed;
  const text = (name: string) => String(form.get(name) ?? "");
  const answer = await answerOf(door, text);
  if (answer.message === undefined) return redirect("/payouts/details");
  const typed =
    text("intent") === "propose"
      ? { currency: text("currency"), holder: text("holder"), bic: text("bic") }
      : null;
  const refused: ProposeAnswer = { message: answer.message, issues: answer.issues ?? [], typed };
  return data(refused, { status: 409 });
}

type Answer = { __typename: string; message?: string; issues?: ProposeAnswer["issues"] };

async function answerOf(door: Door, text: (name: string) => string): Promise<Answer> {
  const idempotencyKey = text("idempotencyKey") || null;
  const detailsId = text("detailsId");
  switch (text("intent")) {
    case "propose": {
      const asked = { currency: text("currency"), holder: text("holder"), account: text("account") };
      const input = { ...asked, bic: text("bic") || null, idempotencyKey };
      return (await query(door, ProposePayoutDetailsDocument, { input })).proposePayoutDetails;
    }
    case "confirm":
    case "reject": {
      const confirm = text("intent") === "confirm";
      const input = { detailsId, confirm, reason: text("reason") || null, idempotencyKey };
      return (await query(door, DecidePayoutDetailsDocument, { input })).decidePayoutDetails;
    }
    case "withdraw":
      return (await query(door, WithdrawPayoutDetailsDocument, { input: { detailsId, idempotencyKey } }))
        .withdrawPayoutDetails;
    default:
      throw data({ message: "This page knows no such form." }, { status: 400 });
  }
}

export default function PayoutDetailsPage() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as ProposeAnswer | { revealed: Revealed } | undefined;
  const refused = answer && "message" in answer ? answer : undefined;
  const revealed = answer && "revealed" in answer ? answer.revealed : undefined;
  const waiting = page.rows.filter((row) => row.state === "proposed").length;
  return (
    <>
      <PageHead
        title={waiting === 0 ? "Where payouts go" : "A new account waits for a second person"}
        lead="One person proposes a bank account and another confirms it. Until then the one before stays in force."
      />
      {refused && refused.issues.length === 0 ? <Notice tone="error" title={refused.message} live /> : null}
      <DetailsTables {...page} revealed={revealed} />
      {page.maySetUp ? (
        <ProposeForm answer={refused?.typed ? refused : undefined} idempotencyKey={page.idempotencyKey} />
      ) : (
        <Notice tone="info" title="Your owner and finance people say where payouts go." />
      )}
    </>
  );
}
