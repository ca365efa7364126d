import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import type { Data } from "./route.tsx";

/** What the key did, newest first. */
export function CallLog({ calls }: { calls: Data["calls"] }) {
  const { pageInfo, edges } = calls;
  return (
    <Section title="What it did" note="Newest first; a request stands here within seconds">
      <DataTable
        caption="Requests of the key"
        density="compact"
        rows={edges.map((edge) => edge.node)}
        rowKey={(call) => call.callId}
        empty={
          <EmptyState kind="nothing-yet" title="It has sent no request yet">
            Each request of the key is written down here, with what it asked for and from where.
          </EmptyState>
        }
        columns={[
          { key: "at", header: "When", cell: (call) => <When instant={call.at} /> },
          { key: "what", header: "Asked for", rowHeader: true, cell: (call) => call.operation || "–" },
          { key: "how", header: "Outcome", cell: (call) => <Outcome outcome={call.outcome} /> },
          { key: "from", header: "From", cell: (call) => <code>{call.address || "–"}</code> },
        ]}
      />
      <Pagination
        label="requests"
        {...(pageInfo.hasPreviousPage && pageInfo.startCursor
          ? { previousHref: `?before=${pageInfo.startCursor}` }
          : {})}
        {...(pageInfo.hasNextPage && pageInfo.endCursor
          ? { nextHref: `?after=${pageInfo.endCursor}` }
          : {})}
      />
    </Section>
  );
}

function Outcome({ outcome }: { outcome: string }) {
  if (outcome === "answered") return <Status tone="fine">Answered</Status>;
  if (outcome === "failed") return <Status tone="breached">Failed on our side</Status>;
  if (outcome === "too_many_requests") return <Status tone="held">Told to wait</Status>;
  return <Status tone="risk">Refused: {outcome.replace(/^refused: /, "").replaceAll("_", " ")}</Status>;
}
