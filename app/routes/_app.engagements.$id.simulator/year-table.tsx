import { monthName } from "../../../domain/billing/month-name.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Money } from "../../components/money.tsx";
import type { SimulatedMonthFragment } from "../../gql/graphql.ts";

type Month = SimulatedMonthFragment;

/** The history month by month as the prices would have billed it. */
export function YearTable({ months }: { months: readonly Month[] }) {
  return (
    <DataTable
      caption="Every month as these prices would have billed it"
      rows={months}
      rowKey={(month) => month.period}
      columns={COLUMNS}
    />
  );
}

const COLUMNS: Column<Month>[] = [
  {
    key: "month",
    header: "Month",
    rowHeader: true,
    cell: (month) => (
      <>
        {monthName(month.period)}
        {month.frozen ? null : <small> not frozen</small>}
      </>
    ),
  },
  { key: "measured", header: "What went wrong", cell: (month) => <Misses month={month} /> },
  {
    key: "credit",
    header: "Credits",
    numeric: true,
    cell: (month) => <Money {...month.credit} amountMinor={-BigInt(month.credit.amountMinor)} />,
  },
  { key: "prices", header: "Prices, collar, carried", cell: (month) => <Adjustments month={month} /> },
  { key: "net", header: "Net", numeric: true, cell: (month) => <Money {...month.net} /> },
];

function Misses({ month }: { month: Month }) {
  const costly = month.levels.filter((level) => level.credit.amountMinor !== "0");
  if (costly.length === 0) return <>Nothing</>;
  return costly.map((level) => (
    <div key={level.id}>
      {level.name}: {level.measured === null ? "no data" : `${level.measured} ${level.unit}`}
    </div>
  ));
}

function Adjustments({ month }: { month: Month }) {
  const moved = month.adjustments.filter((one) => one.amount.amountMinor !== "0");
  if (moved.length === 0) return <>None</>;
  return moved.map((one) => (
    <div key={one.id}>
      {one.label}: <Money {...one.amount} />
      <br />
      <small>{one.sentence}</small>
    </div>
  ));
}
