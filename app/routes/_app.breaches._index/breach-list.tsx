import { Link, useSearchParams } from "@remix-run/react";
import {
  BreachDue,
  BreachStatus,
  breachFigureText,
  SeverityStatus,
} from "../../components/breach-words.tsx";
import { ButtonLink } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { TabsNav } from "../../components/tabs-nav.tsx";
import type { BreachesQuery } from "../../gql/graphql.ts";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import { breachHref } from "./breach-address.ts";
import { BreachFilters } from "./breach-filters.tsx";

type Row = BreachesQuery["breaches"]["edges"][number]["node"];

/** Breaches, worst first, with their filters and pages; across engagements each says whose it is. */
export function BreachList(props: { page: BreachesQuery; across: boolean }) {
  const { pageInfo, edges } = props.page.breaches;
  const [search] = useSearchParams();
  const rows = edges.map((edge) => edge.node);
  const show = search.get("show") ?? "open";
  return (
    <>
      <TabsNav
        label="Breaches"
        tabs={[
          { label: "At work", href: breachHref(search, "show", null), current: show === "open" },
          { label: "Closed", href: breachHref(search, "show", "closed"), current: show === "closed" },
          { label: "All", href: breachHref(search, "show", "all"), current: show === "all" },
        ]}
      />
      <BreachFilters isStaff={props.page.viewer?.organizationKind === "marketplace"} rows={rows} />
      <DataTable
        caption="Breaches, worst first"
        columns={props.across ? [COLUMNS[0] as Column<Row>, ENGAGEMENT, ...COLUMNS.slice(1)] : COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        density="roomy"
        empty={<NoBreach filtered={[...search.keys()].some((key) => key !== "show")} show={show} />}
      />
      <Pagination
        label="breaches"
        {...(pageInfo.hasPreviousPage && pageInfo.startCursor
          ? { previousHref: breachHref(search, "before", pageInfo.startCursor) }
          : {})}
        {...(pageInfo.hasNextPage && pageInfo.endCursor
          ? { nextHref: breachHref(search, "after", pageInfo.endCursor) }
          : {})}
      />
    </>
  );
}

const ENGAGEMENT: Column<Row> = {
  key: "engagement",
  header: "Engagement",
  cell: (row) => (
    <>
      <Link to={`/engagements/${row.engagementId}/breaches`}>{row.engagementTitle}</Link>
      <small>
        {row.providerName} for {row.buyerName}
      </small>
    </>
  ),
};

/** Steps that have no day of their own. */
const AWAITED: Record<string, string> = {
  measuring: "the months that show the effect",
};

const COLUMNS: Column<Row>[] = [
  {
    key: "level",
    header: "Service level",
    rowHeader: true,
    cell: (row) => (
      <>
        <Link to={`/breaches/${row.id}`}>{row.levelName}</Link>
        <small>
          {monthName(row.month)}
          {row.repeated ? ", repeated" : ""}
        </small>
      </>
    ),
  },
  {
    key: "figure",
    header: "Figure",
    cell: (row) => (
      <>
        {breachFigureText(row.figure, row.status)}
        <small>{row.missed === 1 ? "1 missed item" : `${row.missed} missed items`}</small>
      </>
    ),
  },
  { key: "severity", header: "Severity", cell: (row) => <SeverityStatus breach={row} /> },
  { key: "state", header: "State", cell: (row) => <BreachStatus state={row.state} /> },
  {
    key: "due",
    header: "Next step",
    cell: (row) => AWAITED[row.state] ?? (row.closed ? "none, closed" : <NextStep row={row} />),
  },
  { key: "hand", header: "In hand", cell: (row) => row.assignedTo ?? "the two sides" },
];

/** The buyer's answer is named, because every other step with a day is the provider's. */
function NextStep({ row }: { row: Row }) {
  if (row.state !== "proposed") return <BreachDue breach={row} />;
  return (
    <>
      the buyer's answer
      {row.dueAt ? (
        <small>
          <BreachDue breach={row} />
        </small>
      ) : null}
    </>
  );
}

function NoBreach({ filtered, show }: { filtered: boolean; show: string }) {
  if (filtered)
    return (
      <EmptyState
        kind="none-found"
        title="No breach fits these filters"
        action={<ButtonLink to="?">Clear all</ButtonLink>}
      />
    );
  if (show === "open")
    return (
      <EmptyState
        kind="nothing-yet"
        title="No breach is at work"
        action={<ButtonLink to="?show=all">See all</ButtonLink>}
      >
        A month in which a level stays below its target opens one: with its root cause, what is done about
        it, and what that changed.
      </EmptyState>
    );
  return (
    <EmptyState kind="nothing-yet" title="No breach is recorded">
      Months that were frozen before breaches were recorded have none here, whatever they read: their
      figures stand with the service levels.
    </EmptyState>
  );
}
