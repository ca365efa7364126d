import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { auditFilterOf, requireAuditor } from "../../audit.server.ts";
import { ButtonLink } from "../../components/button.tsx";
import { ChainStatus } from "../../components/chain-status.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { query } from "../../graphql.server.ts";
import { AuditDocument } from "./audit.graphql.ts";
import { COLUMNS } from "./columns.tsx";
import { Filters } from "./filters.tsx";

export const handle = {
  crumbs: () => [{ label: "Organisation", href: "/organisation" }, { label: "Audit trail" }],
};
export const meta: MetaFunction = () => [{ title: "Audit trail · Engine Room" }];

const PAGE = 50;

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireAuditor({ request, context });
  const search = new URL(request.url).searchParams;
  const before = search.get("before");
  const page = before ? { last: PAGE, before } : { first: PAGE, after: search.get("after") };
  return query({ request, context }, AuditDocument, { filter: auditFilterOf(search), ...page });
}

export default function Audit() {
  const { auditTrail, auditEvents } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const { pageInfo, edges } = auditEvents;
  const kept = [...search].filter(([name, value]) => name !== "after" && name !== "before" && value);
  const to = (more: Record<string, string>) => new URLSearchParams([...kept, ...Object.entries(more)]);
  return (
    <>
      <PageHead
        title="Audit trail"
        lead="Who did what for this organisation, in which role, by which session or key, and from where.
          A row is written in the same transaction as the deed; each carries the hash of the one before."
      />
      <p>
        <ChainStatus trail={auditTrail} />
      </p>
      <Filters search={search} />
      <Section
        title="Rows"
        note="newest first"
        actions={
          <>
            <ButtonLink to={`/organisation/audit/file?${to({ as: "csv" })}`} reloadDocument>
              CSV
            </ButtonLink>
            <ButtonLink to={`/organisation/audit/file?${to({ as: "json" })}`} reloadDocument>
              JSON
            </ButtonLink>
          </>
        }
      >
        <DataTable
          caption="Rows of the audit trail"
          density="compact"
          columns={COLUMNS}
          rows={edges.map((edge) => edge.node)}
          rowKey={(row) => row.id}
          empty={
            <EmptyState
              kind={kept.length > 0 ? "none-found" : "nothing-yet"}
              title={kept.length > 0 ? "No row fits these filters" : "Nothing was done yet"}
            >
              {kept.length > 0
                ? "Choose other days, another person or another action."
                : "From the first deed on, each one is written down here."}
            </EmptyState>
          }
        />
        <Pagination
          label="rows"
          {...(pageInfo.hasPreviousPage && pageInfo.startCursor
            ? { previousHref: `?${to({ before: pageInfo.startCursor })}` }
            : {})}
          {...(pageInfo.hasNextPage && pageInfo.endCursor
            ? { nextHref: `?${to({ after: pageInfo.endCursor })}` }
            : {})}
        />
      </Section>
    </>
  );
}
