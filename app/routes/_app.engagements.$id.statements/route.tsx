import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { query } from "../../graphql.server.ts";
import { StatementTable } from "../_app.statements._index/statement-table.tsx";
import { StatementsDocument } from "../_app.statements._index/statements.graphql.ts";

export const meta: MetaFunction = () => [{ title: "Statements of an engagement · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const after = new URL(request.url).searchParams.get("after");
  const { statements } = await query({ request, context }, StatementsDocument, {
    first: 36,
    after,
    engagementId: params.id ?? "",
  });
  const { hasNextPage, endCursor } = statements.pageInfo;
  return {
    rows: statements.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    next: hasNextPage && endCursor ? `?after=${encodeURIComponent(endCursor)}` : null,
  };
}

export default function EngagementStatements() {
  const { rows, next } = useLoaderData<typeof loader>();
  return (
    <Section
      title="Statements"
      note="one for every closed month"
      actions={
        <>
          <ButtonLink to="../charges">Milestones and costs</ButtonLink>
          <ButtonLink to="../seats">Seats</ButtonLink>
          <ButtonLink to="../simulator">Try other prices on these months</ButtonLink>
        </>
      }
      first
    >
      <StatementTable rows={rows} />
      <Pagination label="Statements" {...(next ? { nextHref: next } : {})} />
    </Section>
  );
}
