import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { may } from "../../../domain/identity/permissions.ts";
import { DataExports } from "../../components/data-exports.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { DataExportsDocument } from "../../data-export.graphql.ts";
import { answeredExport, type ExportAnswer } from "../../data-export.server.ts";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";

export const handle = {
  crumbs: () => [{ label: "Organisation", href: "/organisation" }, { label: "Your data" }],
};
export const meta: MetaFunction = () => [{ title: "Your organisation's data · Engine Room" }];

type Door = Pick<LoaderFunctionArgs, "request" | "context">;

/** For whoever heads a buyer or provider; for everybody else the page is not there. */
function requireHead(door: Door) {
  const viewer = requireViewer(door);
  if (!may(viewer, "data:export")) throw data({ message: "There is no such page." }, { status: 404 });
  return viewer;
}

export async function loader(door: LoaderFunctionArgs) {
  const viewer = requireHead(door);
  const { dataExports } = await query(door, DataExportsDocument, { kind: "ORGANIZATION" });
  return { dataExports, organization: viewer.organizationName, idempotencyKey: crypto.randomUUID() };
}

export async function action(door: ActionFunctionArgs) {
  requireHead(door);
  const form = await door.request.formData();
  const answer = await answeredExport(door, { form, kind: "ORGANIZATION", back: "/organisation/records" });
  if (answer) return answer;
  throw data({ message: "This page knows no such form." }, { status: 400 });
}

export default function OrganisationRecords() {
  const { dataExports, organization, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as ExportAnswer | undefined;
  return (
    <>
      <PageHead title={`The data of ${organization}`} lead="What is kept here is yours to take along." />
      <DataExports
        exports={dataExports}
        words={
          "Every record that your organisation owns or shares with another party, with its contracts, invoices and " +
          "files, account and VAT numbers in full, and no secrets. A list in it names each file with its digest, and what " +
          "is left out with the reason. It is kept for seven days; asking and fetching stand in the audit trail."
        }
        idempotencyKey={idempotencyKey}
        refusal={answer?.export.message}
      />
    </>
  );
}
