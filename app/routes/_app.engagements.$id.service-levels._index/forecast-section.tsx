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
        level.value ? (
          <Figure value={level.value} unit={level.unit} of={level.reason ?? restedOn(level)} />
        ) : (
          "nothing to go by yet"
        ),
    },
    {
      key: "interval",
      header: "95 % interval",
      numeric: true,
      cell: (level) => (level.low && level.high ? `${level.low} to ${level.high}` : "none"),
    },
    { key: "target", header: "Target", numeric: true, cell: targetText },
    { key: "status", header: "Would be", cell: (level) => <LevelStatus level={level} /> },
    { key: "items", header: "Items", numeric: true, cell: (level) => <Items level={level} /> },
    { key: "test", header: "Error when tried", numeric: true, cell: (level) => <Tried level={level} /> },
  ];
}

function restedOn({ earlier }: Level): string {
  if (!earlier) return "no earlier month";
  return `with ${monthName(earlier.from)} to ${monthName(earlier.to)}`;
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

function Tried({ level }: { level: Level }) {
  const { test, method } = level;
  if (!test) return <>not tried</>;
  const [shown, other] =
    method === "as_now" ? [test.naiveError, test.error] : [test.error, test.naiveError];
  const against = method === "as_now" ? `${other} by the forecast` : `${other} as it stood`;
  return (
    <>
      {shown} points
      <small>
        {against}; {test.months} months from {monthName(test.from)}
        {method === "as_now" ? "" : `, ${test.inside} within the interval`}
      </small>
    </>
  );
}
