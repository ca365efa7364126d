import { Link, useSearchParams } from "@remix-run/react";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { pageLinks } from "../../components/list-address.ts";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { DeliveryState } from "../_app.engagements.$id.work.sources_.deliveries.$deliveryId/delivery-state.tsx";
import type { Data } from "./route.tsx";

/** The log of a connection: every delivery with what became of it. */
export function Deliveries({ loaded }: { loaded: Data }) {
  const { connection, zone } = loaded;
  const [search] = useSearchParams();
  const { edges, pageInfo } = connection.deliveries;
  const base = `/engagements/${connection.engagementId}/work/sources/deliveries`;
  return (
    <Section title="Deliveries" note={`${connection.deliveryCount.toLocaleString("en-US")} in all`}>
      <DataTable
        caption="Deliveries"
        rows={edges.map((edge) => edge.node)}
        rowKey={(row) => row.id}
        empty={
          <EmptyState kind="nothing-yet" title="Nothing has been delivered yet">
            Deliveries with a wrong signature are refused and leave no trace here.
          </EmptyState>
        }
        columns={[
          {
            key: "at",
            header: "Received",
            rowHeader: true,
            cell: (row) => (
              <Link to={`${base}/${row.id}`}>
                <When instant={row.receivedAt} zone={zone} format="short" />
              </Link>
            ),
          },
          { key: "state", header: "State", cell: (row) => <DeliveryState delivery={row} /> },
          {
            key: "in",
            header: "Taken",
            numeric: true,
            cell: (row) => row.accepted.toLocaleString("en-US"),
          },
          {
            key: "known",
            header: "Known already",
            numeric: true,
            cell: (row) => row.duplicates.toLocaleString("en-US"),
          },
          {
            key: "no",
            header: "Refused",
            numeric: true,
            cell: (row) => row.refused.toLocaleString("en-US"),
          },
        ]}
      />
      <Pagination
        label="Deliveries"
        summary={`${edges.length} shown`}
        {...pageLinks(search, {
          previous: pageInfo.hasPreviousPage ? pageInfo.startCursor : null,
          next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
        })}
      />
    </Section>
  );
}
