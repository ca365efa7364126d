import { worstOf } from "../../components/attestations.tsx";
import { ButtonLink } from "../../components/button.tsx";
import { counted } from "../../components/count-words.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import {
  AttainmentCell,
  EngagementName,
  StatementCell,
  TrendCell,
} from "../../components/engagement-table.tsx";
import { CreditCell, ForecastCell, ScoreCell } from "../../components/forecast-cell.tsx";
import { Money } from "../../components/money.tsx";
import { countryName } from "../../components/place-names.ts";
import {
  STANDING_FILTER,
  StandingFilters,
  type StandingFilterWords,
  StandingPages,
} from "../../components/standings.tsx";
import { Status } from "../../components/status.tsx";
import type { Portfolio, Row } from "./route.tsx";

export const FILTERS: readonly StandingFilterWords[] = [
  STANDING_FILTER,
  { name: "module", label: "Module" },
  { name: "country", label: "Country", text: countryName },
  { name: "provider", label: "Provider" },
  { name: "buyer", label: "Buyer" },
];

const COLUMNS: ReadonlyArray<Column<Row>> = [
  {
    key: "name",
    header: "Engagement",
    rowHeader: true,
    cell: (row) => <EngagementName row={row} party="both" />,
  },
  { key: "attainment", header: "Attainment, target", cell: (row) => <AttainmentCell row={row} /> },
  { key: "trend", header: "13 months", cell: (row) => <TrendCell row={row} /> },
  {
    key: "forecast",
    header: "At the month's end",
    numeric: true,
    cell: (row) => <ForecastCell forecast={row.forecast} />,
  },
  {
    key: "credit",
    header: "Credits at risk",
    numeric: true,
    cell: (row) => (row.credits ? <CreditCell credits={row.credits} /> : <Money {...row.creditAtRisk} />),
  },
  {
    key: "score",
    header: "Score",
    cell: (row) => <ScoreCell id={row.engagementId} score={row.score} />,
  },
  { key: "attestations", header: "Attestations", cell: (row) => <Papers row={row} /> },
  { key: "statement", header: "Statement", cell: (row) => <StatementCell statement={row.statement} /> },
];

/** The engagements, worst first and page by page; the chips narrow them and live in the address. */
export function PortfolioTable(portfolio: Portfolio) {
  const { engagements, facets, total } = portfolio;
  return (
    <>
      <StandingFilters filters={FILTERS} facets={facets} />
      <DataTable
        caption="Engagements, worst first"
        columns={COLUMNS}
        rows={engagements}
        rowKey={(row) => row.engagementId}
        density="roomy"
        empty={
          total === 0 ? (
            <EmptyState kind="nothing-yet" title="No engagement runs yet">
              The first one stands here when both sides have signed.
            </EmptyState>
          ) : (
            <EmptyState
              kind="none-found"
              title="No engagement meets every filter"
              action={<ButtonLink to="/portfolio">Clear the filters</ButtonLink>}
            >
              {counted(total, "engagement")} {total === 1 ? "is" : "are"} hidden.
            </EmptyState>
          )
        }
      />
      <StandingPages {...portfolio} shown={engagements.length} />
    </>
  );
}

function Papers({ row }: { row: Row }) {
  const worst = worstOf(row.attestations);
  return <Status tone={worst.tone}>{worst.text}</Status>;
}
