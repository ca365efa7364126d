import { monthName } from "../../../domain/billing/month-name.ts";
import type { Column } from "../../components/data-table.tsx";
import { Money } from "../../components/money.tsx";
import type { EarningsPageQuery } from "../../gql/graphql.ts";

export type Month = EarningsPageQuery["earnings"]["months"][number];
type Total = EarningsPageQuery["earnings"]["totals"][number];
type Sums = Pick<
  Total,
  "gross" | "commission" | "earned" | "creditNotes" | "lostToDisputes" | "paidOut" | "returned"
>;

const HEADERS: [keyof Sums, string][] = [
  ["gross", "Paid by buyers"],
  ["commission", "Commission"],
  ["earned", "Earned"],
  ["creditNotes", "Credit notes"],
  ["lostToDisputes", "Lost to disputes"],
  ["paidOut", "Paid out"],
  ["returned", "Taken back"],
];

function sumColumns<Row extends Sums>(): Column<Row>[] {
  return HEADERS.map(([key, header]) => ({
    ...{ key, header, numeric: true },
    cell: (row) => <Money {...row[key]} />,
  }));
}

export function totalColumns(isStaff: boolean): Column<Total>[] {
  return [
    {
      ...{ key: "currency", header: isStaff ? "Provider" : "Currency", rowHeader: true },
      cell: (row) => (isStaff ? `${row.providerName}, ${row.currency}` : row.currency),
    },
    { key: "payments", header: "Payments", numeric: true, cell: (row) => row.payments },
    ...sumColumns<Total>(),
  ];
}

export function monthColumns(isStaff: boolean): Column<Month>[] {
  return [
    {
      ...{ key: "month", header: "Month", rowHeader: true },
      cell: (row) => (isStaff ? `${row.providerName}, ${monthName(row.month)}` : monthName(row.month)),
    },
    ...sumColumns<Month>(),
    { key: "closing", header: "Owed at the end", numeric: true, cell: (row) => <Closing row={row} /> },
  ];
}

function Closing({ row: { closing, underDispute } }: { row: Month }) {
  return (
    <>
      <Money {...closing} />
      {BigInt(underDispute.amountMinor) > 0n ? (
        <small>
          {" "}
          of it <Money {...underDispute} /> under dispute
        </small>
      ) : null}
    </>
  );
}
