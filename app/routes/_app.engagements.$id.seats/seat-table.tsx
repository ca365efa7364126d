import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day, When } from "../../components/date-time.tsx";
import type { EngagementSeatsPageQuery } from "../../gql/graphql.ts";

type Line = NonNullable<EngagementSeatsPageQuery["engagementSeats"]>["lines"][number];
type Row = { id: string; from: string; count: number; said: string; at: string | null; inForce: boolean };

/** The head counts of one line in order of their days, the signed one first. */
export function SeatTable({ line, zone }: { line: Line; zone: string }) {
  const signed = { id: "signed", from: line.from, count: line.seats, said: "As signed", at: null };
  const stated = line.counts.map(
    ({ id, effectiveOn, count, side, statedBy, statedAt, inForce }): Row => ({
      ...{ id, from: effectiveOn, count, said: `${statedBy}, for the ${side}`, at: statedAt, inForce },
    }),
  );
  return (
    <DataTable
      caption={`Head counts of ${line.name}`}
      columns={columns(zone)}
      rows={[{ ...signed, inForce: true }, ...stated]}
      rowKey={(row) => row.id}
    />
  );
}

function columns(zone: string): Column<Row>[] {
  return [
    { key: "from", header: "From", rowHeader: true, cell: (row) => <Day date={row.from} /> },
    {
      ...{ key: "count", header: "Seats", numeric: true },
      cell: (row) => (row.inForce ? row.count : <s>{row.count}</s>),
    },
    { key: "said", header: "Stated by", cell: (row) => row.said },
    {
      ...{ key: "at", header: "Stated on" },
      cell: (row) => (row.at ? <When instant={row.at} zone={zone} /> : "with the contract"),
    },
  ];
}
