import { Link } from "@remix-run/react";
import { Confirm } from "../../components/confirm.tsx";
import type { Column } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Money } from "../../components/money.tsx";
import { Status } from "../../components/status.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import type { Suspension } from "./route.tsx";

export const SUSPENSION_COLUMNS: Column<Suspension>[] = [
  { key: "buyer", header: "Buyer", rowHeader: true, cell: (row) => row.buyerName },
  { key: "stands", header: "New work", cell: (row) => <Stands row={row} /> },
  { key: "since", header: "Since", cell: (row) => <When instant={row.since} /> },
  { key: "because", header: "Began because", cell: (row) => row.because },
  { key: "holding", header: "Held by", cell: (row) => <Holding row={row} /> },
  { key: "do", header: "What you can do", hiddenHeader: true, cell: (row) => <Lift row={row} /> },
];

function Stands({ row }: { row: Suspension }) {
  if (!row.liftedAt) return <Status tone="breached">Suspended</Status>;
  return (
    <>
      <Status tone="fine">Taken again</Status>{" "}
      <small>
        <When instant={row.liftedAt} />
        {row.liftedByName ? `, by ${row.liftedByName}: ${row.liftedBecause}` : ", the debt was settled"}
      </small>
    </>
  );
}

function Holding({ row }: { row: Suspension }) {
  if (row.holdingInvoices.length === 0) return "Nothing";
  return (
    <ul>
      {row.holdingInvoices.map((one) => (
        <li key={one.invoiceId}>
          <Link to={`/invoices/${one.invoiceId}`}>{one.number}</Link> <Money {...one.total} />
          {one.isWrittenOff ? <small> written off</small> : null}
        </li>
      ))}
    </ul>
  );
}

function Lift({ row }: { row: Suspension }) {
  if (!row.mayLift) return null;
  return (
    <Confirm
      label="Take new work again"
      size="small"
      title={`Take new work of ${row.buyerName} again?`}
      confirmLabel="Take new work again"
      name="intent"
      value="lift"
      hidden={{ suspensionId: row.id }}
    >
      <p>
        What it owes stays owed, and these invoices never suspend it again; another one that is not paid
        does. The buyer is told by mail.
      </p>
      <TextArea label="Reason" name="reason" required minLength={10} maxLength={1000} />
    </Confirm>
  );
}
