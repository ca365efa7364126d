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
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { HoldTable } from "./hold-table.tsx";
import {
  LegalHoldsDocument,
  LiftLegalHoldDocument,
  PlaceLegalHoldDocument,
} from "./legal-holds.graphql.ts";
import { PlaceForm } from "./place-form.tsx";

type Door = Pick<LoaderFunctionArgs, "request" | "context">;
type Issue = { field: string; message: string };

export const handle = { crumbs: () => [{ label: "Legal holds" }] };
export const meta: MetaFunction = () => [{ title: "Legal holds · Engine Room" }];

/** The administrators' own page: for everybody else it is not there. */
function requireAdmin(door: Door): void {
  if (!may(requireViewer(door), "legal_hold:manage"))
    throw data({ message: "There is no such page." }, { status: 404 });
}

export async function loader(door: LoaderFunctionArgs) {
  requireAdmin(door);
  return { ...(await query(door, LegalHoldsDocument, {})), idempotencyKey: crypto.randomUUID() };
}

export type Data = Awaited<ReturnType<typeof loader>>;
export type HoldAnswer = {
  intent: string;
  message: string;
  issues: readonly Issue[];
  typed: Record<"organization" | "email" | "reason" | "until", string>;
};

export async function action(door: ActionFunctionArgs) {
  requireAdmin(door);
  const form = await door.request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const answer = await answerOf(door, text);
  if (!("message" in answer)) return redirect("/legal-holds");
  const typed = {
    ...{ organization: text("organization"), email: text("email") },
    ...{ reason: text("reason"), until: text("until") },
  };
  const issues = "issues" in answer ? answer.issues : [];
  const refused: HoldAnswer = { intent: text("intent"), message: answer.message, issues, typed };
  return data(refused, { status: 409 });
}

async function answerOf(door: Door, text: (name: string) => string) {
  const idempotencyKey = text("idempotencyKey") || null;
  switch (text("intent")) {
    case "place": {
      const subject = text("email").trim() || text("organization");
      const input = { subject, reason: text("reason"), until: text("until") || null, idempotencyKey };
      return (await query(door, PlaceLegalHoldDocument, { input })).placeLegalHold;
    }
    case "lift": {
      const input = { holdId: text("holdId"), because: text("because") };
      return (await query(door, LiftLegalHoldDocument, { input })).liftLegalHold;
    }
    default:
      throw data({ message: "This page knows no such form." }, { status: 400 });
  }
}

export default function LegalHolds() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as HoldAnswer | undefined;
  const inForce = page.legalHolds.filter((one) => !one.liftedAt).length;
  const isAtField = answer?.intent === "place" && answer.issues.length > 0;
  return (
    <>
      <PageHead
        title={inForce === 0 ? "Nothing is held" : `${inForce} legal ${inForce === 1 ? "hold" : "holds"}`}
        lead="What is held is not erased, whoever asks for it, until its day is over or somebody lifts it."
      />
      {answer && !isAtField ? <Notice tone="error" title={answer.message} live /> : null}
      <HoldTable holds={page.legalHolds} />
      <PlaceForm page={page} answer={answer?.intent === "place" ? answer : undefined} />
    </>
  );
}
