import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { query } from "../../graphql.server.ts";
import { StatementTable } from "./statement-table.tsx";
import { StatementsDocument } from "./statements.graphql.ts";

const PAGE_SIZE = 50;

export const handle = { crumbs: () => [{ label: "Statements" }] };

export const meta: MetaFunction = () => [{ title: "Statements · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const after = new URL(request.url).searchParams.get("after");
  const { statements, viewer } = await query({ request, context }, StatementsDocument, {
    first: PAGE_SIZE,
    after,
  });
  const { hasNextPage, endCursor } = statements.pageInfo;
  return {
    viewerKind: viewer?.organizationKind,
    rows: statements.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    next: hasNextPage && endCursor ? `?after=${encodeURIComponent(endCursor)}` : null,
  };
}

export default function Statements() {
  const { rows, viewerKind, next } = useLoaderData<typeof loader>();
  const waiting = rows.filter((row) => row.waitsForViewer).length;
  return (
    <>
      <PageHead
        title={titleFor(waiting)}
        lead="Each month's fee less its service credits, step by step; both sides approve it."
      />
      <StatementTable rows={rows} viewerKind={viewerKind ?? "marketplace"} />
      <Pagination label="Statements" {...(next ? { nextHref: next } : {})} />
    </>
  );
}

function titleFor(waiting: number): string {
  if (waiting === 0) return "Statements";
  return waiting === 1 ? "One statement waits for you" : `${waiting} statements wait for you`;
}
