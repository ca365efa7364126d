import { Link } from "@remix-run/react";
import { Formula } from "../../components/arithmetic.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Figure } from "../../components/figure.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { targetText } from "../../components/level-words.ts";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import type { MonthForecastQuery } from "../../gql/graphql.ts";
import { LevelStatus } from "./level-status.tsx";
import { monthName } from "./month-words.ts";

type Forecast = NonNullable<MonthForecastQuery["monthForecast"]>;
type Level = Forecast["levels"][number];

/** Where the running month is heading: each level with its interval and its error, and what it would cost. */
export function ForecastSection({ engagementId, forecast }: { engagementId: string; forecast: Forecast }) {
  const { credits, month, day } = forecast;
  const name = monthName(month);
  const causes = credits.levels.map((level) => level.name).join(", ");
  return (
    <Section title={`Where ${name} is heading`} note={`after ${day} ${day === 1 ? "day" : "days"}`}>
      <KeyFigures
        figures={[
          {
            label: "Credits at the forecast",
            value: <Money {...credits.forecast} />,
            note: causes === "" ? "no level brings any" : causes,
          },
          {
            label: "Credits if the month ended now",
            value: <Money {...credits.now} />,
            note: "by the figures of today",
          },
          {
            label: "Credits at worst",
            value: <Money {...credits.worst} />,
            note: "every level at the worse end of its interval",
          },
        ]}
      />
      <DataTable
        caption={`The levels at the end of ${name}`}
        density="roomy"
        rows={forecast.levels}
        rowKey={(level) => level.levelId}
        columns={columnsFor(`/engagements/${engagementId}/service-levels`, month)}
      />
      <Formula>
        h of n items were in time so far and R are still to come, as many as the last three months had to
        come on this day. Their share is that of this month so far and of an average earlier month together:
        p = (h + H) ÷ (n + N); forecast (h + R·p) ÷ (n + R), interval by the beta-binomial distribution. It
        is tried on the earlier months on the same day; where the figure as it stood was nearer, that one is
        shown.
      </Formula>
    </Section>
  );
}

function columnsFor(base: string, month: string): Column<Level>[] {
  return [
    {
      key: "name",
      header: "Service level",
      rowHeader: true,
      cell: (level) => <Link to={`${base}/${level.levelId}?month=${month}`}>{level.name}</Link>,
    },
    {
      key: "value",
      header: "At the month's end",
      numeric: true,
      cell: (level) =>
        level.value ? <Figure value={level.value} unit={level.unit} of={rangeText(level)} /> : "none yet",
    },
    { key: "target", header: "Target", numeric: true, cell: targetText },
    { key: "status", header: "Would be", cell: (level) => <LevelStatus level={level} /> },
    { key: "items", header: "Items", numeric: true, cell: (level) => <Items level={level} /> },
    { key: "test", header: "How it is found, and its error when tried", cell: howFound },
  ];
}

function rangeText({ low, high }: Level): string {
  return low && high ? `95 % within ${low} to ${high}` : "no interval";
}

function Items({ level }: { level: Level }) {
  const { n, remaining, open } = level;
  const come = remaining === null || remaining === undefined ? "" : `${remaining} to come`;
  return (
    <>
      {n}
      <small>{[come, open > 0 ? `${open} of them open` : ""].filter(Boolean).join(", ")}</small>
    </>
  );
}

/** "With August to October; 0.71 points off, 0.82 as it stood, in 11 months from December 2025". */
function howFound({ reason, earlier, test, method }: Level) {
  const found = reason ?? (earlier ? `With ${monthName(earlier.from)} to ${monthName(earlier.to)}` : "");
  if (!test) return <small>{found}</small>;
  const { error, naiveError } = test;
  const errors =
    method === "as_now"
      ? `${naiveError} points off as it stood, ${error} by the forecast`
      : `${error} points off, ${naiveError} as it stood`;
  const span = `${test.months} months from ${monthName(test.from)} to ${monthName(test.to)}`;
  return (
    <>
      {errors}
      <small>
        {span}, {test.inside} of them within the interval
      </small>
      <small>{found}</small>
    </>
  );
}
