import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { formatMoney } from "../../../domain/shared/format-money.ts";
import { monthText } from "../../components/behind-figure.ts";
import { counted, needSentence, numberText } from "../../components/count-words.ts";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { FiguresNote, standingVariables } from "../../components/standings.tsx";
import { TodoList } from "../../components/todo-list.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { escalatedItem } from "./breach-item.tsx";
import { urgentItem } from "./need-words.tsx";
import { PortfolioDocument } from "./portfolio.graphql.ts";
import { FILTERS, PortfolioTable } from "./portfolio-table.tsx";
import { rulingItem } from "./ruling-words.tsx";

export const handle = { crumbs: () => [{ label: "Portfolio" }] };

export const meta: MetaFunction = () => [{ title: "Portfolio · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer({ request, context });
  const { portfolio, contests, corrections, breaches } = await query(
    { request, context },
    PortfolioDocument,
    standingVariables(new URL(request.url).searchParams, FILTERS),
  );
  const rulings = [...contests.edges, ...corrections.edges].map((edge) => edge.node);
  const escalated = breaches.edges.map((edge) => edge.node);
  return { ...portfolio, rulings, escalated, more: breaches.pageInfo.hasNextPage };
}

export type Ruling = Awaited<ReturnType<typeof loader>>["rulings"][number];
export type Escalated = Awaited<ReturnType<typeof loader>>["escalated"][number];
export type Urgent = Awaited<ReturnType<typeof loader>>["urgent"][number];
export type Portfolio = Awaited<ReturnType<typeof loader>>;
export type Row = Portfolio["engagements"][number];

export default function PortfolioPage() {
  const portfolio = useLoaderData<typeof loader>();
  const { urgent, urgentCount, asOf, outOfDate, oldestFigures, rulings, escalated, more } = portfolio;
  return (
    <>
      <PageHead
        title={needSentence(urgentCount, { one: "engagement", many: "engagements" })}
        lead={leadOf(portfolio)}
      />
      {urgent.length > 0 ? (
        <TodoList label="Engagements that need you" items={urgent.map(urgentItem)} />
      ) : null}
      {urgentCount > urgent.length ? (
        <p>
          The gravest {urgent.length} of {numberText(urgentCount)}; the list below has all of them, worst
          first.
        </p>
      ) : null}
      {rulings.length > 0 ? (
        <Section title="Rulings that wait for you" note="both sides read the reason">
          <TodoList label="Rulings that wait for you" items={rulings.map(rulingItem)} />
        </Section>
      ) : null}
      {escalated.length > 0 ? (
        <Section
          title="Escalated breaches"
          note={
            <Link to="/breaches?escalated=1">
              {more ? "the worst five; see all" : "see them as a list"}
            </Link>
          }
        >
          <TodoList label="Escalated breaches" items={escalated.map(escalatedItem)} />
        </Section>
      ) : null}
      <Section
        title="Engagements, worst first"
        note={<FiguresNote asOf={asOf} outOfDate={outOfDate} oldestFigures={oldestFigures ?? null} />}
      >
        <PortfolioTable {...portfolio} />
      </Section>
    </>
  );
}

function leadOf({ total, belowTarget, asOf, creditsAtRisk }: Portfolio): string {
  const days = workingDaysLeft(asOf.slice(0, 10));
  const closes = days === 0 ? "closes now" : `closes in ${days} working ${days === 1 ? "day" : "days"}`;
  const standing = `${counted(total, "engagement")}, ${numberText(total - belowTarget)} on target`;
  return `${standing}. ${monthText(asOf.slice(0, 7))} ${closes}; ${creditsText(creditsAtRisk)} at the present pace.`;
}

/** Each currency for itself; nothing is converted. */
function creditsText(credits: Portfolio["creditsAtRisk"]): string {
  if (credits.length === 0) return "no credits are at risk";
  const amounts = credits.map(({ amountMinor, currency }) =>
    formatMoney({ amountMinor: BigInt(amountMinor), currency }),
  );
  return `${amounts.join(" and ")} of credits ${amounts.length === 1 ? "is" : "are"} at risk`;
}

/**
 * Mondays to Fridays after the day, to the end of its month; public holidays are each contract's own
 * affair.
 */
function workingDaysLeft(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: last - date }, (_, index) =>
    new Date(Date.UTC(year, month - 1, date + index + 1)).getUTCDay(),
  ).filter((weekday) => weekday !== 0 && weekday !== 6).length;
}
