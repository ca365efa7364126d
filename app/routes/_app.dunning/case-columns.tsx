import { Link } from "@remix-run/react";
import { Confirm } from "../../components/confirm.tsx";
import type { Column } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { DunningState, daysText, stepName } from "../../components/dunning-words.tsx";
import { Money } from "../../components/money.tsx";
import { Status } from "../../components/status.tsx";
import { DateField, TextArea, TextField } from "../../components/text-fields.tsx";
import type { Case } from "./route.tsx";

export const CASE_COLUMNS: Column<Case>[] = [
  {
    key: "invoice",
    header: "Invoice",
    rowHeader: true,
    cell: (row) => (
      <>
        <Link to={`/invoices/${row.invoiceId}`}>{row.number}</Link> <small>{row.buyerName}</small>
      </>
    ),
  },
  { key: "stands", header: "Stands", cell: (row) => <Stands row={row} /> },
  { key: "age", header: "Overdue", numeric: true, cell: (row) => daysText(row.daysOverdue) },
  { key: "next", header: "Next step", cell: (row) => <Next row={row} /> },
  { key: "declined", header: "Last decline", cell: (row) => row.declined ?? "None" },
  { key: "total", header: "Total", numeric: true, cell: (row) => <Money {...row.total} /> },
  { key: "do", header: "What you can do", hiddenHeader: true, cell: (row) => <Deeds row={row} /> },
];

function Stands({ row }: { row: Case }) {
  if (row.closedBecause === "paid") return <Status tone="fine">Paid</Status>;
  if (row.closedBecause === "credited") return <Status tone="fine">Credited</Status>;
  if (row.isProcessing && !row.closedBecause) return <Status tone="held">With the bank</Status>;
  return <DunningState state={row.state} />;
}

function Next({ row }: { row: Case }) {
  if (row.closedBecause) return row.writeOffReason ? <small>{row.writeOffReason}</small> : "None";
  if (row.writeOffReason) return "Is being written off";
  if (row.heldUntil)
    return (
      <>
        Held through <Day date={row.heldUntil} />
        {row.nextState ? `, then ${stepName(row.nextState).toLowerCase()}` : null}{" "}
        <small>
          {row.heldBecause} ({row.heldByName})
        </small>
      </>
    );
  if (row.nextOn)
    return (
      <>
        {row.nextState ? `${stepName(row.nextState)} on ` : null}
        <Day date={row.nextOn} />
      </>
    );
  return (
    <>
      Write-off from <Day date={row.writeOffFrom} />
    </>
  );
}

function Deeds({ row }: { row: Case }) {
  return (
    <>
      {row.mayHold ? (
        <Confirm
          label="Wait"
          size="small"
          variant="quiet"
          title={`Wait for invoice ${row.number}?`}
          confirmLabel="Wait"
          name="intent"
          value="hold"
          hidden={{ invoiceId: row.invoiceId }}
        >
          <p>No step is taken up to and on this day of the buyer's calendar. The buyer sees the day.</p>
          <DateField label="Until" name="until" required />
          <TextField label="What was agreed" name="because" required minLength={3} maxLength={500} />
        </Confirm>
      ) : null}
      {row.mayWriteOff ? (
        <Confirm
          label="Write off"
          size="small"
          danger
          title={`Write off invoice ${row.number}?`}
          confirmLabel="Write off"
          name="intent"
          value="write_off"
          hidden={{ invoiceId: row.invoiceId }}
        >
          <p>
            The commission becomes bad debt, the provider's share falls away, and new work stays suspended
            until an administrator takes it again. A payment that still comes takes it all back.
          </p>
          <TextArea label="Reason" name="reason" required minLength={10} maxLength={1000} />
        </Confirm>
      ) : null}
    </>
  );
}
