import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Formula } from "../../components/arithmetic.tsx";
import { ButtonLink } from "../../components/button.tsx";
import { changeText } from "../../components/change-text.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import { MonthTable, VersionTable } from "./history-tables.tsx";
import { ScoreChart } from "./score-chart.tsx";
import { ScoreTable } from "./score-table.tsx";
import { ScorecardDocument } from "./scorecard.graphql.ts";

export const meta: MetaFunction = () => [{ title: "Scorecard · Engine Room" }];
export const handle = { crumbs: () => [{ label: "Scorecard" }] };

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { scorecard } = await query({ request, context }, ScorecardDocument, { id: params.id ?? "" });
  const card = found(scorecard);
  const wanted = new URL(request.url).searchParams.get("month");
  const scored = card.months.filter((month) => month.value !== null && month.value !== undefined);
  const month = card.months.find((one) => one.month === wanted) ?? scored.at(-1) ?? card.months.at(-1);
  return { card, month: month?.month ?? null };
}

export type Card = Awaited<ReturnType<typeof loader>>["card"];
export type CardMonth = Card["months"][number];

export default function Scorecard() {
  const { card, month: shown } = useLoaderData<typeof loader>();
  const month = card.months.find((one) => one.month === shown);
  const edit = `/engagements/${card.engagementId}/scorecard/edit`;
  if (card.versions.length === 0 || !month)
    return (
      <Section first title="Scorecard">
        <EmptyState
          kind="nothing-yet"
          title="No scorecard is agreed yet"
          action={
            card.mayEdit ? (
              <ButtonLink variant="primary" to={edit}>
                Choose levels and weights
              </ButtonLink>
            ) : undefined
          }
        >
          Up to eight levels of the contract, weighted, become one score a month. The buyer or the account
          manager writes it; both sides read it.
        </EmptyState>
      </Section>
    );
  return (
    <>
      <Section
        first
        title={`Scorecard in ${monthName(month.month)}`}
        note={month.version ? `by version ${month.version}` : "before the first version"}
        actions={card.mayEdit ? <ButtonLink to={edit}>Change levels and weights</ButtonLink> : undefined}
      >
        <ScoreFigures card={card} month={month} />
        <ScoreTable card={card} month={month} />
        <Formula>
          100 at the target or better, 0 at the minimum or worse, in proportion between them; the score is Σ
          weight × score ÷ Σ weight. A level that is excused, or of which nothing has counted yet, gives its
          weight to the others.
        </Formula>
      </Section>
      <Section title="Thirteen months" note={changeText(card.change)}>
        <ScoreChart points={card.months.map(pointOf)} />
        <MonthTable card={card} shown={month.month} />
      </Section>
      <Section title="Versions" note="what was scored stays as it was">
        <VersionTable card={card} />
      </Section>
    </>
  );
}

function pointOf({ month, value, runs }: CardMonth) {
  return { label: monthName(month), value: value ? Number(value) : null, runs };
}

function ScoreFigures({ card, month }: { card: Card; month: CardMonth }) {
  const at = card.months.indexOf(month);
  const before = card.months[at - 1]?.value ?? null;
  const scored = month.levels.filter((level) => level.score !== null && level.score !== undefined);
  const worst = [...scored].sort((a, b) => Number(a.score) - Number(b.score))[0];
  const name = card.levels.find((level) => level.levelId === worst?.levelId)?.name ?? "";
  return (
    <KeyFigures
      figures={[
        {
          label: month.runs ? "Score so far, of 100" : "Score, of 100",
          value: month.value ?? "none",
          note: before === null ? "no month before" : `${before} the month before`,
        },
        {
          label: "Levels scored",
          value: `${scored.length} of ${month.levels.length}`,
          note: leftOutText(month.levels.length - scored.length),
        },
        {
          label: "Lowest level",
          value: worst?.score ?? "none",
          note: worst ? (
            <Link
              to={`/engagements/${card.engagementId}/service-levels/${worst.levelId}?month=${month.month}`}
            >
              {name}
            </Link>
          ) : null,
        },
      ]}
    />
  );
}

function leftOutText(count: number): string {
  if (count === 0) return "all of the card";
  return count === 1 ? "1 is left out" : `${count} are left out`;
}
