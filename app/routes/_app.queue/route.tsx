import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { listPage, pageLinks } from "../../components/list-address.ts";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { useLive } from "../../components/use-live.ts";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { QueueDocument } from "./queue.graphql.ts";
import { readQueueAddress } from "./queue-address.ts";
import { QueueFilters } from "./queue-filters.tsx";
import { QueueGroups } from "./queue-groups.tsx";
import { countWord } from "./queue-words.ts";

export const handle = { crumbs: () => [{ label: "Queue" }] };
export const meta: MetaFunction = () => [{ title: "Queue · Engine Room" }];

const PAGE = 50;
const LIVE = "Changes show by themselves.";
const POLLED = "The page is read again every half minute.";

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer({ request, context });
  const { searchParams } = new URL(request.url);
  const variables = { ...readQueueAddress(searchParams), ...listPage(searchParams, PAGE) };
  return query({ request, context }, QueueDocument, variables);
}

export default function Queue() {
  const { queue, queueCounts, queueEngagements, viewer } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const { group, engagementId, priorities, holder } = readQueueAddress(search);
  const live = useLive(engagementId);
  const filtered = Boolean(group || engagementId || priorities.length > 0 || holder);
  const { pageInfo, edges } = queue;
  const rows = edges.map((edge) => edge.node);
  return (
    <>
      <PageHead
        title={titleFor(queueCounts)}
        lead={`Open work of every engagement by the time it has left. ${live ? LIVE : POLLED}`}
      />
      <QueueFilters counts={queueCounts} engagements={queueEngagements} />
      {rows.length === 0 ? (
        <NoWork filtered={filtered} />
      ) : (
        <QueueGroups rows={rows} counts={queueCounts} across={viewer?.organizationKind === "marketplace"} />
      )}
      <Pagination
        label="Queue"
        summary={`${rows.length} shown`}
        {...pageLinks(search, {
          previous: pageInfo.hasPreviousPage ? pageInfo.startCursor : null,
          next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
        })}
      />
    </>
  );
}

function titleFor(counts: readonly { group: string; n: number }[]): string {
  const of = (group: string) => counts.find((one) => one.group === group)?.n ?? 0;
  const soon = of("hour") + of("four_hours");
  if (of("breached") === 0 && soon === 0) return "Nothing runs out within four hours";
  const late = `${countWord(of("breached"))} past the limit`;
  return soon === 0 ? late : `${late}, ${countWord(soon)} more within four hours`;
}

function NoWork({ filtered }: { filtered: boolean }) {
  if (filtered)
    return (
      <EmptyState
        kind="none-found"
        title="No open work fits these filters"
        action={<ButtonLink to="?">Clear all</ButtonLink>}
      />
    );
  return (
    <EmptyState kind="nothing-yet" title="No work is open">
      Work shows here from the moment it is recorded until it is done.
    </EmptyState>
  );
}
