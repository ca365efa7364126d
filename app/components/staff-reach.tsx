import { Confirm } from "./confirm.tsx";
import { type Column, DataTable } from "./data-table.tsx";
import { Day, When } from "./date-time.tsx";
import { EmptyState } from "./empty-state.tsx";
import { Status } from "./status.tsx";

interface Assignment {
  assignmentId: string;
  organization?: string | null;
  userName: string;
  assignedByName: string;
  since: string;
}

interface Access {
  accessId: string;
  organization: string;
  userName: string;
  reason: string;
  documents: boolean;
  hours: number;
  state: string;
  askedAt: string;
  expiresAt?: string | null;
  approvedByName?: string | null;
  mayApprove: boolean;
  mayEnd: boolean;
}

/** Who of the marketplace looks after an organisation. */
export function AssignmentTable(p: {
  rows: readonly Assignment[];
  withOrganization?: boolean;
  mayAct?: boolean;
}) {
  const columns: Column<Assignment>[] = [
    { key: "who", header: "Who", rowHeader: true, cell: (row) => row.userName },
    ...(p.withOrganization
      ? [
          {
            key: "whom",
            header: "Looks after",
            cell: (row: Assignment) => row.organization ?? "all organisations",
          },
        ]
      : []),
    { key: "since", header: "Since", cell: (row) => <Day date={row.since.slice(0, 10)} /> },
    { key: "by", header: "Assigned by", cell: (row) => row.assignedByName },
  ];
  const end: Column<Assignment> = {
    key: "end",
    header: "Actions",
    hiddenHeader: true,
    cell: (row) => (
      <Confirm
        label="End"
        size="small"
        title={`${row.userName} no longer looks after ${row.organization ?? "all organisations"}?`}
        confirmLabel="End it"
        danger
        name="intent"
        value="unassign"
        hidden={{ assignmentId: row.assignmentId }}
      >
        From their next click on they read nothing of it by this.
      </Confirm>
    ),
  };
  return (
    <DataTable
      caption="Who looks after whom"
      rows={p.rows}
      rowKey={(row) => row.assignmentId}
      columns={p.mayAct ? [...columns, end] : columns}
      empty={<EmptyState kind="nothing-yet" title="Nobody is assigned" />}
    />
  );
}

/** Who was let in for a time, and why. */
export function AccessTable(p: { rows: readonly Access[]; withOrganization?: boolean; mayAct?: boolean }) {
  const columns: Column<Access>[] = [
    {
      key: "who",
      header: "Who",
      rowHeader: true,
      cell: (row) => (
        <>
          {row.userName}
          {p.withOrganization ? <small> reads {row.organization}</small> : null}
        </>
      ),
    },
    { key: "why", header: "Reason", cell: (row) => row.reason },
    {
      key: "what",
      header: "Documents",
      cell: (row) => {
        if (!row.documents) return "no";
        return row.approvedByName ? `yes, approved by ${row.approvedByName}` : "yes, if approved";
      },
    },
    { key: "asked", header: "Asked", cell: (row) => <When instant={row.askedAt} format="short" /> },
    { key: "state", header: "State", cell: (row) => <AccessState row={row} /> },
  ];
  const act: Column<Access> = {
    key: "do",
    header: "Actions",
    hiddenHeader: true,
    cell: (row) => <AccessActions row={row} />,
  };
  return (
    <DataTable
      caption="Let in for a time"
      rows={p.rows}
      rowKey={(row) => row.accessId}
      columns={p.mayAct ? [...columns, act] : columns}
      empty={<EmptyState kind="nothing-yet" title="Nobody was let in for a reason" />}
    />
  );
}

function AccessState({ row }: { row: Access }) {
  if (row.state === "waiting") return <Status tone="held">Waits for a second person</Status>;
  if (row.state === "ended") return <Status tone="neutral">Ended</Status>;
  return (
    <Status tone="risk">
      Open{" "}
      {row.expiresAt ? (
        <>
          until <When instant={row.expiresAt} format="short" />
        </>
      ) : null}
    </Status>
  );
}

function AccessActions({ row }: { row: Access }) {
  const hidden = { accessId: row.accessId };
  return (
    <>
      {row.mayApprove ? (
        <Confirm
          label="Approve"
          size="small"
          title={`Let ${row.userName} read documents of ${row.organization}?`}
          confirmLabel="Approve"
          name="intent"
          value="approve"
          hidden={hidden}
        >
          {row.reason} It is open for {row.hours} hours from now, and {row.organization} is shown it.
        </Confirm>
      ) : null}{" "}
      {row.mayEnd ? (
        <Confirm
          label="End"
          size="small"
          title={`End the access of ${row.userName} to ${row.organization}?`}
          confirmLabel="End it"
          danger
          name="intent"
          value="end"
          hidden={hidden}
        >
          From their next click on nothing is read by it.
        </Confirm>
      ) : null}
    </>
  );
}
