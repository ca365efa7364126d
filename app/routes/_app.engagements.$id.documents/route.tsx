import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { EngagementDocumentsDocument } from "./documents.graphql.ts";

export const handle = { crumbs: () => [{ label: "Documents" }] };

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { engagement } = await query({ request, context }, EngagementDocumentsDocument, {
    id: params.id ?? "",
  });
  return { documents: found(engagement).documents };
}

type Paper = Awaited<ReturnType<typeof loader>>["documents"][number];

export default function EngagementDocuments() {
  const { documents } = useLoaderData<typeof loader>();
  return (
    <Section title="Documents" note="newest first; every one can be printed" first>
      <DataTable
        caption="Documents of the engagement"
        rows={documents}
        rowKey={(paper) => paper.key}
        columns={[
          {
            key: "label",
            header: "Document",
            rowHeader: true,
            cell: (paper) => <Link to={addressOf(paper)}>{paper.label}</Link>,
          },
          { key: "state", header: "State", cell: (paper) => paper.state },
          { key: "at", header: "Date", cell: (paper) => <When instant={paper.at} /> },
        ]}
        empty={<EmptyState kind="nothing-yet" title="No documents yet" />}
      />
    </Section>
  );
}

function addressOf({ kind, subjectId, label }: Paper): string {
  switch (kind) {
    case "statement":
      return `/statements/${subjectId}`;
    case "invoice":
      return `/invoices/${subjectId}`;
    case "signed_contract":
      return `/contracts/${subjectId}#signatures`;
    default:
      return `/contracts/${subjectId}?version=${/\d+$/.exec(label)?.[0] ?? ""}`;
  }
}
