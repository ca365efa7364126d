import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DataExports } from "../../components/data-exports.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { DataExportsDocument } from "../../data-export.graphql.ts";
import { answeredExport, type ExportAnswer } from "../../data-export.server.ts";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";

export const handle = {
  crumbs: () => [{ label: "Your account", href: "/account" }, { label: "Your data" }],
};
export const meta: MetaFunction = () => [{ title: "Your data · Engine Room" }];

export async function loader(door: LoaderFunctionArgs) {
  const { email } = requireViewer(door);
  const { dataExports } = await query(door, DataExportsDocument, { kind: "PERSON" });
  return { dataExports, email, idempotencyKey: crypto.randomUUID() };
}

export async function action(door: ActionFunctionArgs) {
  requireViewer(door);
  const form = await door.request.formData();
  const answer = await answeredExport(door, { form, kind: "PERSON", back: "/account/data" });
  if (answer) return answer;
  throw data({ message: "This page knows no such form." }, { status: 400 });
}

export default function AccountData() {
  const { dataExports, email, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as ExportAnswer | undefined;
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
        refusal={answer?.export.message}
      />
    </>
  );
}
