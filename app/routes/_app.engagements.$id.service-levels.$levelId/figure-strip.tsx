import type { FigureDetail } from "../../../domain/service-levels/month-figure.ts";
import { Figure } from "../../components/figure.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { borderWord, targetText } from "../../components/level-words.ts";
import type { LevelRowsQuery } from "../../gql/graphql.ts";
import { LevelStatus } from "../_app.engagements.$id.service-levels._index/level-status.tsx";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";

export type Level = NonNullable<LevelRowsQuery["monthFigures"]>["levels"][number];

/** The figure with its interval, what it counts, gross beside net, and the target. */
export function FigureStrip({ level, month, state }: { level: Level; month: string; state: string }) {
  const { interval } = level;
  const detail = level.detail as FigureDetail | null;
  const confidence = (detail?.kind === "sample" && detail.draw?.confidence) || "95";
  const range = interval ? `${confidence} % interval ${interval.low} to ${interval.high}` : null;
  return (
    <KeyFigures
      figures={[
        {
          label: `${level.name}, ${windowText(level, month)}`,
          value: level.measured ? <Figure value={level.measured} unit={level.unit} of={range} /> : "none",
          note: <LevelStatus level={level} />,
        },
        {
          label: "Counted",
          value: level.n.toLocaleString("en-US"),
          note: state === "frozen" ? "frozen" : "as of now",
        },
        {
          label: "Without exclusions",
          value: level.gross ? <Figure value={level.gross} unit={level.unit} /> : "none",
          note: exclusionText(level),
        },
        {
          label: "Misses",
          value: level.misses.toLocaleString("en-US"),
          note: `${targetText(level)}, ${borderWord(level.direction)} ${level.minimum} ${level.unit}`,
          ...(level.misses > 0 ? { tone: "breached" as const } : {}),
        },
      ]}
    />
  );
}

function windowText(level: Level, month: string): string {
  const { window } = level;
  return window ? `${monthName(window.from)} to ${monthName(window.to)}` : monthName(month);
}

function exclusionText(level: Level): string {
  const detail = level.detail as FigureDetail | null;
  const planned = detail?.kind === "uptime" && detail.plannedSeconds > 0;
  const nothing = planned ? "planned times counted too" : "nothing excluded";
  const excluded = level.excluded === 0 ? nothing : `${level.excluded} excluded`;
  return level.voided === 0 ? excluded : `${excluded}, ${level.voided} cancelled`;
}
