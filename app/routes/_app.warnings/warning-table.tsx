import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { monthText } from "../../components/behind-figure.ts";
import { Button } from "../../components/button.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { VisuallyHidden } from "../../components/visually-hidden.tsx";
import { WarningReason, WarningStatus } from "../../components/warning-words.tsx";
import type { WarningsQuery } from "../../gql/graphql.ts";

type Row = WarningsQuery["warnings"]["edges"][number]["node"];

/** The reader's warnings, newest first; what was not read yet says so and can be marked. */
export function WarningTable({ rows, empty }: { rows: readonly Row[]; empty: ReactNode }) {
  return (
    <DataTable
      caption="Warnings, newest first"
      rows={rows}
      rowKey={(row) => row.id}
      density="roomy"
      empty={empty}
      columns={[
        {
          key: "work",
          header: "About",
          rowHeader: true,
          cell: (row) => (
            <>
              <SubjectLink row={row} />
              <small>
                {row.priority ? `${row.priority} · ` : ""}
                {row.engagementTitle}
              </small>
            </>
          ),
        },
        {
          key: "step",
          header: "Warning",
          cell: (row) => (
            <>
              <WarningStatus step={row.step} />
              <small>
                <WarningReason warning={row} />
              </small>
            </>
          ),
        },
        {
          key: "shown",
          header: "Told",
          cell: (row) => <When instant={row.shownAt} format="short" />,
        },
        { key: "read", header: "Read", cell: (row) => <ReadCell row={row} /> },
      ]}
    />
  );
}

function SubjectLink({ row }: { row: Row }) {
  if (row.breachId)
    return (
      <Link to={`/breaches/${row.breachId}`}>
        {row.title}, {row.month ? monthText(row.month) : ""}
      </Link>
    );
  if (!row.workItemId)
    return (
      <Link to={`/engagements/${row.engagementId}`}>
        {row.title}
        {row.month ? `, ${monthText(row.month)}` : ""}
      </Link>
    );
  return (
    <Link to={`/work-items/${row.workItemId}`}>
      {row.reference} {row.title}
    </Link>
  );
}

function ReadCell({ row }: { row: Row }) {
  if (row.readAt) return <When instant={row.readAt} format="short" />;
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="warningId" value={row.id} />
      <Button type="submit" size="small" name="intent" value="read">
        Mark read
        <VisuallyHidden>
          {" "}
          {row.reference ?? row.title}, {row.step}
        </VisuallyHidden>
      </Button>
    </Form>
  );
}
