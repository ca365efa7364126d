import { Link } from "@remix-run/react";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Section } from "../../components/section.tsx";
import type { Data } from "./route.tsx";

const STATES: Record<string, string> = {
  uploaded: "Columns not matched yet",
  checked: "Checked, not confirmed",
  importing: "Running",
  done: "Done",
};

/** The latest files. */
export function ImportHistory({ loaded }: { loaded: Data }) {
  const { recentImports, engagementId, zone, mayManage } = loaded;
  return (
    <Section title="Imports" id="imports" note="The latest ten files">
      <DataTable
        caption="Imports"
        rows={recentImports}
        rowKey={(row) => row.id}
        empty={<EmptyState kind="nothing-yet" title="No file has been imported yet" />}
        columns={[
          {
            key: "file",
            header: "File",
            rowHeader: true,
            cell: (row) =>
              mayManage ? (
                <Link to={`/engagements/${engagementId}/work/import?batch=${row.id}`}>{row.fileName}</Link>
              ) : (
                row.fileName
              ),
          },
          {
            key: "when",
            header: "Uploaded",
            cell: (row) => <When instant={row.createdAt} zone={zone} format="short" />,
          },
          { key: "state", header: "State", cell: (row) => STATES[row.state] ?? row.state },
          { key: "items", header: "New items", numeric: true, cell: (row) => figure(row.counts?.itemsNew) },
          {
            key: "events",
            header: "New events",
            numeric: true,
            cell: (row) => figure(row.counts?.eventsNew),
          },
          {
            key: "refused",
            header: "Refused rows",
            numeric: true,
            cell: (row) => figure(row.counts?.rowsRefused),
          },
        ]}
      />
    </Section>
  );
}

/** Events that came after their month was frozen. */
export function LateEvents({ loaded }: { loaded: Data }) {
  const { edges, pageInfo } = loaded.lateWorkEvents;
  return (
    <Section
      title="Late events"
      id="late"
      note={pageInfo.hasNextPage ? "The latest 25" : "After their month was frozen"}
    >
      <DataTable
        caption="Late events"
        rows={edges.map((edge) => edge.node)}
        rowKey={(row) => row.id}
        empty={
          <EmptyState kind="nothing-yet" title="Every event came in time">
            What comes after its month was frozen changes no figure: it is kept here, for a correction.
          </EmptyState>
        }
        columns={[
          { key: "item", header: "Work", rowHeader: true, cell: (row) => row.itemReference },
          { key: "text", header: "What happened", cell: (row) => row.text },
          {
            key: "at",
            header: "When",
            cell: (row) => <When instant={row.at} zone={loaded.zone} format="short" />,
          },
          { key: "period", header: "Frozen month", cell: (row) => row.period },
          {
            key: "received",
            header: "Received",
            cell: (row) => <When instant={row.receivedAt} zone={loaded.zone} format="short" />,
          },
          {
            key: "from",
            header: "From",
            cell: (row) => (
              <>
                {row.receivedBy}
                <small>
                  <code>
                    {row.source} {row.eventId}
                  </code>
                </small>
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

function figure(n: number | undefined): string {
  return n === undefined ? "not known" : n.toLocaleString("en-US");
}
