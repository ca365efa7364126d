import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { NEED_ORDER, type Need } from "../../../domain/portfolio/need.ts";
import { formatMoney } from "../../../domain/shared/format-money.ts";
import { monthText } from "../../components/behind-figure.ts";
import { needSentence } from "../../components/count-words.ts";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { TodoList } from "../../components/todo-list.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { escalatedItem } from "./breach-item.tsx";
import { urgentItem } from "./need-words.tsx";
import { PortfolioDocument } from "./portfolio.graphql.ts";
import { PortfolioTable } from "./portfolio-table.tsx";
import { rulingItem } from "./ruling-words.tsx";

export const handle = { crumbs: () => [{ label: "Portfolio" }] };

export const meta: MetaFunction = () => [{ title: "Portfolio · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer({ request, context });
  const { portfolio, contests, corrections, breaches } = await query(
    { request, context },
    PortfolioDocument,
    {},
  );
  const rulings = [...contests.edges, ...corrections.edges].map((edge) => edge.node);
  const escalated = breaches.edges.map((edge) => edge.node);
  return { ...portfolio, rulings, escalated, more: breaches.pageInfo.hasNextPage };
}

export type Ruling = Awaited<ReturnType<typeof loader>>["rulings"][number];
export type Escalated = Awaited<ReturnType<typeof loader>>["escalated"][number];
export type Row = Awaited<ReturnType<typeof loader>>["engagements"][number];

export default function Portfolio() {
  const { engagements, asOf, rulings, escalated, more } = useLoaderData<typeof loader>();
  const urgent = engagements.filter((row) => row.need).sort((a, b) => rankOf(a) - rankOf(b));
  return (
    <>
      <PageHead
        title={needSentence(urgent.length, { one: "engagement", many: "engagements" })}
        lead={leadOf({ engagements, asOf })}
      />
      {urgent.length > 0 ? (
        <TodoList label="Engagements that need you" items={urgent.map(urgentItem)} />
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
        note={`${monthText(asOf.slice(0, 7))} 1–${Number(asOf.slice(8, 10))} · net of accepted exclusions`}
      >
        <PortfolioTable engagements={engagements} />
      </Section>
    </>
  );
}

function leadOf({ engagements, asOf }: { engagements: readonly Row[]; asOf: string }): string {
  const onTarget = engagements.filter((row) => row.status !== "failed" && row.status !== "missed").length;
  const count = engagements.length === 1 ? "1 engagement" : `${engagements.length} engagements`;
  const days = workingDaysLeft(asOf.slice(0, 10));
  const closes = days === 0 ? "closes now" : `closes in ${days} working ${days === 1 ? "day" : "days"}`;
  const credits = creditsText(engagements);
  return `${count}, ${onTarget} on target. ${monthText(asOf.slice(0, 7))} ${closes}; ${credits} at the present pace.`;
}

/** Each currency for itself; nothing is converted. */
function creditsText(engagements: readonly Row[]): string {
  const sums = new Map<string, bigint>();
  for (const { creditAtRisk } of engagements)
    sums.set(
      creditAtRisk.currency,
      (sums.get(creditAtRisk.currency) ?? 0n) + BigInt(creditAtRisk.amountMinor),
    );
  const parts = [...sums].filter(([, amount]) => amount > 0n);
  if (parts.length === 0) return "no credits are at risk";
  const amounts = parts.map(([currency, amountMinor]) => formatMoney({ amountMinor, currency }));
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

function rankOf(row: Row): number {
  return NEED_ORDER.indexOf(row.need as Need);
}
