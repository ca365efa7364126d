import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DataExports } from "../../components/data-exports.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { DataExportsDocument } from "../../data-export.graphql.ts";
import { answeredExport, type ExportAnswer } from "../../data-export.server.ts";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import {
  AskForErasureDocument,
  PersonErasureDocument,
  WithdrawErasureDocument,
} from "./erasure.graphql.ts";
import { Erasure } from "./erasure.tsx";

export const handle = {
  crumbs: () => [{ label: "Your account", href: "/account" }, { label: "Your data" }],
};
export const meta: MetaFunction = () => [{ title: "Your data · Engine Room" }];

export async function loader(door: LoaderFunctionArgs) {
  const { email } = requireViewer(door);
  const [{ dataExports }, { personErasure }] = await Promise.all([
    query(door, DataExportsDocument, { kind: "PERSON" }),
    query(door, PersonErasureDocument, {}),
  ]);
  return { dataExports, personErasure, email, idempotencyKey: crypto.randomUUID() };
}

type ErasureAnswer = { erasure: { message: string } };

export async function action(door: ActionFunctionArgs) {
  requireViewer(door);
  const form = await door.request.formData();
  const answer = await answeredExport(door, { form, kind: "PERSON", back: "/account/data" });
  if (answer) return answer;
  const erasure = await answeredErasure(door, String(form.get("intent")));
  if (!("message" in erasure)) return redirect("/account/data#erasure");
  return data({ erasure: { message: erasure.message } } satisfies ErasureAnswer, { status: 409 });
}

async function answeredErasure(door: Pick<ActionFunctionArgs, "request" | "context">, intent: string) {
  if (intent === "ask-erasure")
    return (await query(door, AskForErasureDocument, { input: {} })).askForErasure;
  if (intent === "withdraw-erasure")
    return (await query(door, WithdrawErasureDocument, { input: {} })).withdrawErasure;
  throw data({ message: "This page knows no such form." }, { status: 400 });
}

export default function AccountData() {
  const { dataExports, personErasure, email, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as ExportAnswer | ErasureAnswer | undefined;
  return (
    <>
      <PageHead title="Your data" lead={`What is kept about you, who sign in as ${email}.`} />
      <DataExports
        exports={dataExports}
        words={
          "Your account, places, sessions, mails, signatures, and what you did and when, in all your organisations. " +
          "What you worked on belongs to them and is not in it. It is kept for seven days."
        }
        idempotencyKey={idempotencyKey}
        refusal={answer && "export" in answer ? answer.export.message : undefined}
      />
      <Erasure
        underWay={personErasure}
        refusal={answer && "erasure" in answer ? answer.erasure.message : undefined}
      />
    </>
  );
}
