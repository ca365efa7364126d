import { Form, Link } from "@remix-run/react";
import { SelectField } from "../../components/choice-fields.tsx";
import { Confirm } from "../../components/confirm.tsx";
import type { Column } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Money } from "../../components/money.tsx";
import { Status } from "../../components/status.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import type { ReconciliationQuery } from "../../gql/graphql.ts";

export type BreakRow = ReconciliationQuery["reconciliationBreaks"]["edges"][number]["node"];
type Owner = ReconciliationQuery["breakOwners"][number];

/** "3 hours", "5 days": the larger whole unit. */
export function ageText(hours: number): string {
  if (hours < 1) return "less than an hour";
  const [count, unit] = hours < 48 ? [hours, "hour"] : [Math.floor(hours / 24), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

const WHAT: Column<BreakRow> = {
  key: "what",
  header: "Break",
  rowHeader: true,
  cell: (row) => (
    <>
      <Status tone={row.closedAt ? "fine" : row.goneAt ? "held" : row.alarm ? "breached" : "risk"}>
        {row.kindName}
      </Status>
      <small>
        {row.says} {row.entryId ? <Link to={`/ledger/entries/${row.entryId}`}>See the entry</Link> : null}
        {row.goneAt && !row.closedAt ? " No longer found: close it with what was done." : null}
      </small>
    </>
  ),
};

const AMOUNTS: Column<BreakRow>[] = [
  {
    key: "expected",
    header: "Should be",
    numeric: true,
    cell: (row) => (row.expected ? <Money {...row.expected} /> : "no amount"),
  },
  {
    key: "actual",
    header: "In the books",
    numeric: true,
    cell: (row) => (row.actual ? <Money {...row.actual} /> : "no amount"),
  },
];

/** The columns of the open breaks, with what can be done about each. */
export function openColumns(owners: readonly Owner[]): Column<BreakRow>[] {
  return [
    WHAT,
    ...AMOUNTS,
    { key: "age", header: "Age", cell: (row) => ageText(row.ageHours) },
    { key: "owner", header: "Owner", cell: (row) => <OwnerForm row={row} owners={owners} /> },
    { key: "close", header: "Close", hiddenHeader: true, cell: (row) => <CloseForm row={row} /> },
  ];
}

export const CLOSED_COLUMNS: Column<BreakRow>[] = [
  WHAT,
  ...AMOUNTS,
  { key: "age", header: "Was open for", cell: (row) => ageText(row.ageHours) },
  {
    key: "reason",
    header: "Closed",
    cell: (row) => (
      <>
        {row.closeReason}
        <small>
          {row.closedByName}, {row.closedAt ? <When instant={row.closedAt} /> : null}
        </small>
      </>
    ),
  },
];

function OwnerForm({ row, owners }: { row: BreakRow; owners: readonly Owner[] }) {
  return (
    <Form method="post">
      <input type="hidden" name="breakId" value={row.id} />
      <SelectField
        label={row.ownerName ? "Owner" : "Nobody owns it yet"}
        name="ownerId"
        width="short"
        required
        defaultValue={row.ownerId ?? ""}
        placeholder="Choose"
        options={owners.map((one) => ({ value: one.id, label: one.name }))}
      />
      <SubmitButton name="intent" value="assign" size="small">
        Assign
      </SubmitButton>
    </Form>
  );
}

function CloseForm({ row }: { row: BreakRow }) {
  return (
    <Confirm
      label="Close"
      size="small"
      title={`Close “${row.kindName}”?`}
      confirmLabel="Close the break"
      name="intent"
      value="close"
      hidden={{ breakId: row.id }}
    >
      <p>{row.says} It stays in the list of closed ones with your name and the reason.</p>
      <TextArea
        label="What was found, and what was done"
        name="reason"
        required
        minLength={10}
        maxLength={1000}
      />
    </Confirm>
  );
}
