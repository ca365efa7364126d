import { Link } from "@remix-run/react";
import { behindFigure, rowsHref } from "../../components/behind-figure.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Figure } from "../../components/figure.tsx";
import { borderWord, targetText } from "../../components/level-words.ts";
import { Sparkline } from "../../components/sparkline.tsx";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import { weightText } from "./card-words.ts";
import type { Card, CardMonth } from "./route.tsx";

type Level = Card["levels"][number];
type Row = { level: Level; part: CardMonth["levels"][number]; at: number };

/** The levels of one month's card: weight, figure and score, each figure opening its rows. */
export function ScoreTable({ card, month }: { card: Card; month: CardMonth }) {
  const at = card.months.indexOf(month);
  const rows = month.levels.flatMap((part): Row[] => {
    const level = card.levels.find((one) => one.levelId === part.levelId);
    return level ? [{ level, part, at }] : [];
  });
  return (
    <DataTable
      caption={`The levels of the scorecard in ${monthName(month.month)}`}
      density="roomy"
      rows={rows}
      rowKey={({ level }) => level.levelId}
      columns={columnsFor(card, month)}
    />
  );
}

function columnsFor(card: Card, month: CardMonth): Column<Row>[] {
  return [
    { key: "name", header: "Level", rowHeader: true, cell: ({ level }) => level.name },
    { key: "weight", header: "Weight", numeric: true, cell: ({ part }) => weightText(part.weightBps) },
    {
      key: "figure",
      header: "Figure",
      numeric: true,
      cell: ({ level, at }) => {
        const measured = level.measured[at];
        if (!measured) return "none";
        const behind = behindFigure({
          ...{ n: level.n[at] ?? 0, excluded: level.excluded[at] ?? 0 },
          ...{ windowFrom: level.windowFrom[at] ?? month.month, windowTo: month.month },
        });
        return (
          <Link to={rowsHref({ ...card, levelId: level.levelId, month: month.month })}>
            <Figure value={measured} unit={level.unit} of={behind} />
          </Link>
        );
      },
    },
    {
      key: "target",
      header: "Target",
      numeric: true,
      cell: ({ level }) => (
        <>
          {targetText(level)}
          <small>
            {borderWord(level.direction)} {level.minimum} {level.unit}
          </small>
        </>
      ),
    },
    {
      key: "score",
      header: "Score",
      numeric: true,
      cell: ({ part }) => part.score ?? <small>left out: {part.leftOut}</small>,
    },
    { key: "trend", header: "13 months", cell: ({ level }) => <LevelTrend card={card} level={level} /> },
  ];
}

/** The level's own score over the months in which it stood on the card. */
function LevelTrend({ card, level }: { card: Card; level: Level }) {
  const values = card.months.map((month) => {
    const score = month.levels.find((one) => one.levelId === level.levelId)?.score;
    return score ? Number(score) : null;
  });
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <small>too short to draw</small>;
  const label = `${known.length} months scored, from ${known[0]} to ${known.at(-1)}`;
  return <Sparkline values={values} label={label} min={0} max={100} />;
}
