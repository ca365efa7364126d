import { Link } from "@remix-run/react";
import { Bullet } from "../../components/bullet.tsx";
import { Button, ButtonLink } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterChips } from "../../components/filter-chips.tsx";
import { Money } from "../../components/money.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Percent } from "../../components/percent.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonTable } from "../../components/skeleton.tsx";
import { Sparkline } from "../../components/sparkline.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import { ENGAGEMENTS, type Engagement, manyEngagements } from "./sample-engagements.ts";

const COLUMNS: ReadonlyArray<Column<Engagement>> = [
  { key: "name", header: "Engagement", rowHeader: true, cell: (row) => <Name row={row} /> },
  { key: "attainment", header: "Attainment, target", cell: (row) => <Attainment row={row} /> },
  {
    key: "months",
    header: "13 months",
    cell: (row) => (
      <Sparkline values={row.months} min={88} max={100} label={`13 months, now ${row.months.at(-1)} %`} />
    ),
  },
  {
    key: "risk",
    header: "Credits at risk",
    numeric: true,
    sort: { href: "/design?sort=risk", direction: "descending" },
    cell: (row) => <Money amountMinor={row.atRiskMinor} currency="USD" />,
  },
  {
    key: "fee",
    header: "Monthly fee",
    numeric: true,
    sort: { href: "/design?sort=fee" },
    cell: (row) => <Money amountMinor={row.feeMinor} currency={row.currency} />,
  },
  {
    key: "statement",
    header: "Statement",
    cell: (row) => <Status tone={row.statement.tone}>{row.statement.text}</Status>,
  },
];

export function TableParts() {
  return (
    <>
      <Section
        title="Engagements, worst first"
        note="November 1–21 · net of accepted exclusions"
        id="tables"
      >
        <FilterChips
          active={[
            { label: "Status", value: "active", clearHref: "/design?clear=status" },
            { label: "Covers", value: "09–17 London", clearHref: "/design?clear=covers" },
          ]}
          suggested={[
            {
              label: "Module",
              options: [
                { label: "Bookkeeping", href: "/design?module=bookkeeping", count: 14 },
                { label: "IT support", href: "/design?module=it", count: 9 },
              ],
            },
            { label: "Country", options: [{ label: "Poland", href: "/design?country=PL" }] },
            { label: "Name", form: <NameFilter /> },
          ]}
          clearAllHref="/design"
        />
        <DataTable
          caption="Engagements"
          columns={COLUMNS}
          rows={ENGAGEMENTS}
          rowKey={(row) => row.id}
          density="roomy"
        />
        <Pagination
          label="engagements"
          previousHref="/design?before=a"
          nextHref="/design?after=z"
          summary="4 of 312"
        />
      </Section>
      <FilteredTable />
      <Section title="Nothing here yet">
        <DataTable
          caption="Statements"
          columns={COLUMNS}
          rows={[]}
          rowKey={(row) => row.id}
          empty={
            <EmptyState
              kind="nothing-yet"
              title="The first statement arrives on 1 December"
              action={<ButtonLink to="/design#how">See how it is computed</ButtonLink>}
            >
              It adds the monthly fee and every credit of November, and shows the arithmetic of each line.
            </EmptyState>
          }
        />
      </Section>
      <NothingYet />
      <Section title="On its way">
        <SkeletonTable headers={["Engagement", "Attainment", "Statement"]} rows={3} />
      </Section>
    </>
  );
}

function FilteredTable() {
  return (
    <Section title="Many rows, compact, scrolling at 390 px" note="32 px a row">
      <DataTable
        caption="Many engagements"
        columns={COLUMNS.filter((column) => column.key !== "attainment" && column.key !== "months")}
        rows={manyEngagements(25)}
        rowKey={(row) => row.id}
        density="compact"
        narrow="scroll"
      />
    </Section>
  );
}

function NothingYet() {
  return (
    <Section title="A filter found none">
      <EmptyState
        kind="none-found"
        title="No engagement is paused in Portugal"
        action={<ButtonLink to="/design">Clear both filters</ButtonLink>}
      >
        24 engagements are hidden by Status and Country.
      </EmptyState>
    </Section>
  );
}

function Name({ row }: { row: Engagement }) {
  return (
    <>
      <Link to={`/design#${row.id}`}>{row.buyer}</Link>
      <small>
        {row.module} · {row.provider}
      </small>
    </>
  );
}

function Attainment({ row }: { row: Engagement }) {
  const tone: Exclude<StatusTone, "neutral" | "fine"> = row.verdict;
  return (
    <>
      <b>
        <Percent value={row.attained} />
      </b>
      {`\u00a0of\u00a0${row.target}`}
      <Bullet
        value={row.attained}
        target={row.target}
        min={85}
        tone={tone}
        label={`${row.attained} %, target ${row.target} %`}
      />
    </>
  );
}

function NameFilter() {
  return (
    <form method="get" action="/design">
      <label htmlFor="filter-name">Name contains</label>
      <input id="filter-name" name="name" />
      <Button type="submit" size="small">
        Filter
      </Button>
    </form>
  );
}
