import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { counted, needSentence, numberText } from "../../components/count-words.ts";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import {
  AttainmentCell,
  EngagementName,
  StatementCell,
  TrendCell,
} from "../../components/engagement-table.tsx";
import { CreditCell, ForecastCell, ScoreCell } from "../../components/forecast-cell.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import {
  FiguresNote,
  isNarrowed,
  STANDING_FILTER,
  StandingFilters,
  StandingPages,
  standingVariables,
} from "../../components/standings.tsx";
import { TodoList } from "../../components/todo-list.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { HomeDocument } from "./home.graphql.ts";
import { moreOfAKind, moreWork } from "./more-items.tsx";
import { paperItem } from "./paper-words.tsx";
import { workItem } from "./todo-words.tsx";
import { lastOfEachClock, warningItem } from "./warning-item.tsx";

export const handle = { crumbs: () => [{ label: "Home" }] };

export const meta: MetaFunction = () => [{ title: "Home · Engine Room" }];

const FILTERS = [STANDING_FILTER];

export async function loader({ request, context }: LoaderFunctionArgs) {
  if (requireViewer({ request, context }).organizationKind === "marketplace") throw redirect("/portfolio");
  const asked = standingVariables(new URL(request.url).searchParams, FILTERS);
  const { home, viewer, warnings } = await query({ request, context }, HomeDocument, asked);
  const side = viewer?.organizationKind === "provider" ? ("provider" as const) : ("buyer" as const);
  return {
    ...home,
    warnings: lastOfEachClock(warnings.edges.map((edge) => edge.node)),
    side,
    organization: viewer?.organizationName ?? "",
  };
}

type Data = Awaited<ReturnType<typeof loader>>;
export type Todo = Data["todos"][number];
export type Waiting = Data["waiting"][number];
export type Warning = Data["warnings"][number];

export default function Home() {
  const data = useLoaderData<typeof loader>();
  const { items, count } = itemsOf(data);
  return (
    <>
      <PageHead title={needSentence(count, { one: "thing", many: "things" })} lead={leadOf(data)} />
      {items.length > 0 ? <TodoList label="What needs you" items={items} /> : null}
      <Engagements {...data} />
    </>
  );
}

/** The most pressing of each kind, with a line for the rest of it, and how many things there are in all. */
function itemsOf(data: Data) {
  const { waiting, waitingCount, side, todos } = data;
  const warnings = data.warnings.map(warningItem);
  const work = waiting.map((one) => workItem(one, side));
  const rest = moreWork({ left: waitingCount - work.length, rank: work.at(-1)?.rank ?? 0, side });
  const paper = (todo: Todo) => paperItem(todo, data.asOf);
  const papers = [...todos.map(paper), ...moreOfAKind(todos, (todo) => paper(todo).rank)];
  const items = [...warnings, ...work, ...rest, ...papers].sort((a, b) => a.rank - b.rank);
  const kinds = new Map(todos.map((one) => [one.kind, one.ofKind]));
  const count = warnings.length + waitingCount + [...kinds.values()].reduce((sum, n) => sum + n, 0);
  return { items, count };
}

function leadOf({ total, belowTarget, organization }: Data): string {
  if (total === 0) return `${organization} has no running engagement yet.`;
  const below = belowTarget === 0 ? "all on target" : `${numberText(belowTarget)} below target`;
  return `${organization}, ${counted(total, "engagement")}: ${below} this month.`;
}

function Engagements(data: Data) {
  const { engagements, side, asOf, outOfDate, oldestFigures, total, facets } = data;
  const [search] = useSearchParams();
  const narrowed = isNarrowed(search, FILTERS);
  return (
    <Section
      title="Engagements, worst first"
      note={<FiguresNote asOf={asOf} outOfDate={outOfDate} oldestFigures={oldestFigures ?? null} />}
    >
      {total > engagements.length || narrowed ? (
        <StandingFilters filters={FILTERS} facets={facets} />
      ) : null}
      <DataTable
        caption="Engagements, worst first"
        rows={engagements}
        rowKey={(row) => row.engagementId}
        density="roomy"
        empty={narrowed ? <NoneFits /> : <NoEngagement side={side} />}
        columns={[
          {
            key: "name",
            header: "Engagement",
            rowHeader: true,
            cell: (row) => <EngagementName row={row} party={side === "buyer" ? "provider" : "buyer"} />,
          },
          { key: "attainment", header: "Attainment, target", cell: (row) => <AttainmentCell row={row} /> },
          {
            key: "forecast",
            header: "At the month's end",
            numeric: true,
            cell: (row) => <ForecastCell forecast={row.forecast} />,
          },
          { key: "trend", header: "13 months", cell: (row) => <TrendCell row={row} /> },
          {
            key: "open",
            header: "Open work",
            numeric: true,
            cell: (row) => (
              <>
                {numberText(row.openItems)}
                <small>{numberText(row.overdue)} past their limit</small>
              </>
            ),
          },
          {
            key: "credit",
            header: side === "buyer" ? "Credit at this pace" : "Credit at risk",
            numeric: true,
            cell: (row) =>
              row.credits ? <CreditCell credits={row.credits} /> : <Money {...row.creditAtRisk} />,
          },
          {
            key: "score",
            header: "Score",
            cell: (row) => <ScoreCell id={row.engagementId} score={row.score} />,
          },
          {
            key: "statement",
            header: "Last statement",
            cell: (row) => <StatementCell statement={row.statement} />,
          },
        ]}
      />
      {total > engagements.length || narrowed ? (
        <StandingPages {...data} shown={engagements.length} />
      ) : null}
    </Section>
  );
}

function NoneFits() {
  return (
    <EmptyState
      kind="none-found"
      title="No engagement fits these filters"
      action={<ButtonLink to="?">Clear all</ButtonLink>}
    />
  );
}

function NoEngagement({ side }: { side: "buyer" | "provider" }) {
  if (side === "buyer")
    return (
      <EmptyState
        kind="nothing-yet"
        title="Your first engagement starts in the catalogue"
        action={
          <ButtonLink variant="primary" to="/catalogue">
            Find a service
          </ButtonLink>
        }
      >
        Order an offer, agree the service levels, sign; from then on this page shows how the work goes.
      </EmptyState>
    );
  return (
    <EmptyState
      kind="nothing-yet"
      title="No buyer has signed yet"
      action={<ButtonLink to="/contracts">See your contracts</ButtonLink>}
    >
      Orders reach you under Contracts; what is signed shows here with its work.
    </EmptyState>
  );
}
