import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useParams, useSearchParams } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { numberText } from "../../components/count-words.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { listPage, pageLinks } from "../../components/list-address.ts";
import { ListSearch } from "../../components/list-search.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { useLive } from "../../components/use-live.ts";
import { found, query } from "../../graphql.server.ts";
import { WorkDocument } from "./work.graphql.ts";
import { readWorkAddress } from "./work-address.ts";
import { WorkFilters } from "./work-filters.tsx";
import { WorkTable } from "./work-table.tsx";

const PAGE = 25;

export const meta: MetaFunction = () => [{ title: "Work · Engine Room" }];
export const handle = { crumbs: () => [{ label: "Work" }] };

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const id = params.id ?? "";
  const variables = { id, ...readWorkAddress(searchParams), ...listPage(searchParams, PAGE) };
  const answer = await query({ request, context }, WorkDocument, variables);
  const { zone } = found(answer.engagementMonths);
  const mayImport = answer.viewer?.permissions.includes("work:import") ?? false;
  return { zone, mayImport, counts: answer.workCounts, work: answer.workItems };
}

export default function Work() {
  const { zone, mayImport, counts, work } = useLoaderData<typeof loader>();
  const { id } = useParams();
  const [search] = useSearchParams();
  useLive(id);
  const base = `/engagements/${id}/work`;
  const total = counts.reduce((sum, one) => sum + one.n, 0);
  const late = counts.filter((one) => one.overdue).reduce((sum, one) => sum + one.n, 0);
  const { pageInfo, edges } = work;
  return (
    <Section
      first
      title="Work"
      note={`${numberText(total)} in all, ${numberText(late)} late now`}
      actions={
        mayImport ? (
          <>
            <ButtonLink to={`${base}/sources`}>Data sources</ButtonLink>
            <ButtonLink to={`${base}/new`}>Enter work</ButtonLink>
            <ButtonLink to={`${base}/import`} variant="primary">
              Import work
            </ButtonLink>
          </>
        ) : (
          <ButtonLink to={`${base}/sources`}>Data sources</ButtonLink>
        )
      }
    >
      <ListSearch
        label="Work"
        hint="A reference or words of the title"
        keep={["state", "priority", "overdue"]}
      />
      <WorkFilters counts={counts} />
      <WorkTable
        rows={edges.map((edge) => edge.node)}
        zone={zone}
        empty={<NoWork total={total} base={base} mayImport={mayImport} />}
      />
      <Pagination
        label="Work"
        summary={`${edges.length} shown`}
        {...pageLinks(search, {
          previous: pageInfo.hasPreviousPage ? pageInfo.startCursor : null,
          next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
        })}
      />
    </Section>
  );
}

function NoWork({ total, base, mayImport }: { total: number; base: string; mayImport: boolean }) {
  if (total > 0)
    return (
      <EmptyState
        kind="none-found"
        title="No work fits these filters"
        action={<ButtonLink to="?">Clear all</ButtonLink>}
      />
    );
  return (
    <EmptyState
      kind="nothing-yet"
      title="No work has been recorded yet"
      action={mayImport ? <ButtonLink to={`${base}/import`}>Import work</ButtonLink> : null}
    >
      Work comes from the provider's own desk. Once it is imported, every clock and month is measured from
      it.
    </EmptyState>
  );
}
