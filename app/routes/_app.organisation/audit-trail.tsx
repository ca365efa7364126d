import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import type { Data } from "./route.tsx";

/** What was done for the organisation, and whether the chain that guards it still holds. */
export function AuditTrail({ trail }: { trail: NonNullable<Data["auditTrail"]> }) {
  return (
    <Section
      title="Audit trail"
      note={`The latest ${trail.events.length} of ${trail.rows} rows`}
      id="audit"
    >
      <p>
        {trail.intact ? (
          <Status tone="met">
            All {trail.rows} rows were rebuilt and match their hashes; none was changed or taken away
          </Status>
        ) : (
          <Status tone="breached">
            The chain does not hold
            {trail.firstBroken ? ` from row ${trail.firstBroken}` : ": its last rows are missing"}
          </Status>
        )}
      </p>
      <DataTable
        caption="Audit trail"
        density="compact"
        rows={trail.events}
        rowKey={(event) => event.seq}
        columns={[
          { key: "seq", header: "Row", numeric: true, width: "56", cell: (event) => event.seq },
          { key: "at", header: "When", cell: (event) => <When instant={event.at} /> },
          { key: "who", header: "Who", cell: (event) => event.actorName },
          {
            key: "what",
            header: "What",
            rowHeader: true,
            cell: (event) => event.action.replaceAll(/[._]/g, " "),
          },
          {
            key: "subject",
            header: "On",
            cell: (event) => (
              <>
                {event.subjectType.replaceAll("_", " ")} <code>{event.subjectId.slice(-8)}</code>
              </>
            ),
          },
          { key: "hash", header: "Hash", cell: (event) => <code>{event.hash.slice(0, 12)}…</code> },
        ]}
      />
    </Section>
  );
}
