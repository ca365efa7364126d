import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { monthText } from "../../components/behind-figure.ts";
import { ButtonLink } from "../../components/button.tsx";
import { needSentence } from "../../components/count-words.ts";
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
import { TodoList } from "../../components/todo-list.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { HomeDocument } from "./home.graphql.ts";
import { paperItem } from "./paper-words.tsx";
import { workItem } from "./todo-words.tsx";
import { lastOfEachClock, warningItem } from "./warning-item.tsx";

export const handle = { crumbs: () => [{ label: "Home" }] };

export const meta: MetaFunction = () => [{ title: "Home · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  if (requireViewer({ request, context }).organizationKind === "marketplace") throw redirect("/portfolio");
  const { home, viewer, warnings } = await query({ request, context }, HomeDocument, {});
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
export type Engagement = Data["engagements"][number];
export type Warning = Data["warnings"][number];

export default function Home() {
  const data = useLoaderData<typeof loader>();
  const work = data.engagements.flatMap((one) => workItem(one, data.side) ?? []);
  const papers = data.todos.map((todo) => paperItem(todo, data.asOf));
  const items = [...data.warnings.map(warningItem), ...work, ...papers].sort((a, b) => a.rank - b.rank);
  return (
    <>
      <PageHead title={needSentence(items.length, { one: "thing", many: "things" })} lead={leadOf(data)} />
      {items.length > 0 ? <TodoList label="What needs you" items={items} /> : null}
      <Engagements {...data} />
    </>
  );
}

function leadOf({ engagements, organization }: Data): string {
  const below = engagements.filter((one) => one.status === "failed" || one.status === "missed").length;
  if (engagements.length === 0) return `${organization} has no running engagement yet.`;
  const count = engagements.length === 1 ? "1 engagement" : `${engagements.length} engagements`;
  return `${organization}, ${count}: ${below === 0 ? "all on target" : `${below} below target`} this month.`;
}

function Engagements({ engagements, side, asOf }: Data) {
  return (
    <Section
      title="Engagements, worst first"
      note={`${monthText(asOf.slice(0, 7))} 1–${Number(asOf.slice(8, 10))} · net of accepted exclusions`}
    >
      <DataTable
        caption="Engagements, worst first"
        rows={engagements}
        rowKey={(row) => row.engagementId}
        density="roomy"
        empty={<NoEngagement side={side} />}
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
                {row.openItems}
                <small>{row.overdue} past their limit</small>
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
    </Section>
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
