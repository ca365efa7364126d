import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ScoreCell } from "../../components/forecast-cell.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { query } from "../../graphql.server.ts";
import { ScorecardsDocument } from "./scorecards.graphql.ts";

export const handle = { crumbs: () => [{ label: "Scorecards" }] };

export const meta: MetaFunction = () => [{ title: "Scorecards · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const after = new URL(request.url).searchParams.get("after");
  const { scorecards } = await query({ request, context }, ScorecardsDocument, { after });
  const { hasNextPage, endCursor } = scorecards.pageInfo;
  return {
    rows: scorecards.edges.map((edge) => edge.node),
    next: hasNextPage ? endCursor : null,
  };
}

type Row = Awaited<ReturnType<typeof loader>>["rows"][number];

export default function Scorecards() {
  const { rows, next } = useLoaderData<typeof loader>();
  const carded = rows.filter((row) => row.current).length;
  return (
    <>
      <PageHead
        title={carded === 1 ? "One scorecard" : `${carded} scorecards`}
        lead="Each contract's weighted levels as one figure a month, out of 100; of this month at most half an hour old."
      />
      <Section title="By engagement" first>
        <DataTable
          caption="Scorecards by engagement"
          density="roomy"
          rows={rows}
          rowKey={(row) => row.engagementId}
          columns={COLUMNS}
          empty={
            <EmptyState
              kind="nothing-yet"
              title="No engagement to score yet"
              action={<ButtonLink to="/engagements">See the engagements</ButtonLink>}
            >
              A scorecard weights up to eight levels of a signed contract.
            </EmptyState>
          }
        />
        <Pagination
          label="engagements"
          {...(next ? { nextHref: `?${new URLSearchParams({ after: next })}` } : {})}
        />
      </Section>
    </>
  );
}

const COLUMNS: Column<Row>[] = [
  {
    key: "title",
    header: "Engagement",
    rowHeader: true,
    cell: (row) => (
      <>
        {row.title}
        <small>
          {row.provider} for {row.buyer}
        </small>
      </>
    ),
  },
  {
    key: "score",
    header: "Score and trend",
    cell: (row) => <ScoreCell id={row.engagementId} score={scoreOf(row)} />,
  },
  {
    key: "before",
    header: "Last whole month",
    numeric: true,
    cell: ({ months }) => months.findLast((one) => !one.runs && one.value)?.value ?? "none",
  },
  {
    key: "card",
    header: "Card",
    cell: ({ current }) =>
      current
        ? `version ${current.number}, ${current.levels.length} ${current.levels.length === 1 ? "level" : "levels"}`
        : "none yet",
  },
];

function scoreOf({ current, months, change }: Row) {
  if (!current) return null;
  const trend = months.map(({ month, value }) => ({ period: month, percent: value ?? null }));
  return { value: months.at(-1)?.value ?? null, change: change ?? null, trend };
}
