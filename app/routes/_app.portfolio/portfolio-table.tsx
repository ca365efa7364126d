import { useSearchParams } from "@remix-run/react";
import { worstOf } from "../../components/attestations.tsx";
import { ButtonLink } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import {
  AttainmentCell,
  EngagementName,
  StatementCell,
  TrendCell,
} from "../../components/engagement-table.tsx";
import { FilterChips } from "../../components/filter-chips.tsx";
import { CreditCell, ForecastCell, ScoreCell } from "../../components/forecast-cell.tsx";
import { Money } from "../../components/money.tsx";
import { countryName } from "../../components/place-names.ts";
import { Status } from "../../components/status.tsx";
import type { Row } from "./route.tsx";

const FILTERS = [
  {
    name: "standing",
    label: "Standing",
    read: (row: Row) => row.status ?? "no_data",
    text: standingText,
  },
  {
    name: "module",
    label: "Module",
    read: (row: Row) => row.moduleCode,
    text: (_: string, row?: Row) => row?.moduleName ?? _,
  },
  {
    name: "country",
    label: "Country",
    read: (row: Row) => row.providerCountry,
    text: (code: string) => countryName(code),
  },
  {
    name: "provider",
    label: "Provider",
    read: (row: Row) => row.provider,
    text: (name: string) => name,
  },
  { name: "buyer", label: "Buyer", read: (row: Row) => row.buyer, text: (name: string) => name },
] as const;

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

/** All engagements, worst first; the chips narrow them and live in the address. */
export function PortfolioTable({ engagements }: { engagements: readonly Row[] }) {
  const [search] = useSearchParams();
  const shown = engagements.filter((row) =>
    FILTERS.every(({ name, read }) => !search.get(name) || search.get(name) === read(row)),
  );
  return (
    <>
      <PortfolioChips engagements={engagements} shown={shown} search={search} />
      <DataTable
        caption="Engagements, worst first"
        columns={COLUMNS}
        rows={shown}
        rowKey={(row) => row.engagementId}
        density="roomy"
        empty={
          engagements.length === 0 ? (
            <EmptyState kind="nothing-yet" title="No engagement runs yet">
              The first one stands here when both sides have signed.
            </EmptyState>
          ) : (
            <EmptyState
              kind="none-found"
              title="No engagement meets every filter"
              action={<ButtonLink to="/portfolio">Clear the filters</ButtonLink>}
            >
              {engagements.length} engagements are hidden.
            </EmptyState>
          )
        }
      />
    </>
  );
}

function PortfolioChips(p: {
  engagements: readonly Row[];
  shown: readonly Row[];
  search: URLSearchParams;
}) {
  const hrefWith = (name: string, value: string | null) => {
    const next = new URLSearchParams(p.search);
    if (value === null) next.delete(name);
    else next.set(name, value);
    return `/portfolio${next.size > 0 ? `?${next}` : ""}`;
  };
  return (
    <FilterChips
      active={FILTERS.flatMap(({ name, label, read, text }) => {
        const value = p.search.get(name);
        if (!value) return [];
        const row = p.engagements.find((one) => read(one) === value);
        return [{ label, value: text(value, row), clearHref: hrefWith(name, null) }];
      })}
      suggested={FILTERS.filter(({ name }) => !p.search.get(name)).map(({ name, label, read, text }) => ({
        label,
        options: [...new Set(p.shown.map(read))].map((value) => ({
          label: text(
            value,
            p.shown.find((row) => read(row) === value),
          ),
          href: hrefWith(name, value),
          count: p.shown.filter((row) => read(row) === value).length,
        })),
      }))}
      clearAllHref="/portfolio"
    />
  );
}

function Papers({ row }: { row: Row }) {
  const worst = worstOf(row.attestations);
  return <Status tone={worst.tone}>{worst.text}</Status>;
}

function standingText(status: string): string {
  const words: Record<string, string> = {
    failed: "below minimum",
    missed: "below target",
    met: "on target",
    excused: "too few items",
    no_data: "nothing counted yet",
  };
  return words[status] ?? status;
}
