import { Link } from "@remix-run/react";
import type { FigureDetail } from "../../../domain/service-levels/month-figure.ts";
import { behindFigure, rowsHref } from "../../components/behind-figure.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Figure } from "../../components/figure.tsx";
import { borderWord, targetText } from "../../components/level-words.ts";
import { Percent } from "../../components/percent.tsx";
import { Sparkline } from "../../components/sparkline.tsx";
import type { MonthQuery } from "../../gql/graphql.ts";
import { LevelStatus } from "./level-status.tsx";

type Month = NonNullable<MonthQuery["monthFigures"]>;
type Level = Month["levels"][number];
type Strip = MonthQuery["monthStrip"];

/** Every level of the month; its percentage leads to the rows behind it. */
export function LevelTable(props: { engagementId: string; month: Month; strip: Strip }) {
  const { engagementId, month, strip } = props;
  const columns: Column<Level>[] = [
    { key: "name", header: "Service level", rowHeader: true, cell: (level) => level.name },
    {
      key: "measured",
      header: "Measured",
      numeric: true,
      cell: (level) => (
        <Measured
          level={level}
          month={month.month}
          href={rowsHref({ engagementId, levelId: level.levelId, month: month.month })}
        />
      ),
    },
    {
      key: "target",
      header: "Target",
      numeric: true,
      cell: (level) => (
        <>
          {targetText(level)}
          <small>
            {borderWord(level.direction)} {level.minimum} {level.unit}
          </small>
        </>
      ),
    },
    { key: "status", header: "Verdict", cell: (level) => <LevelStatus level={level} /> },
    { key: "gross", header: "Gross", numeric: true, cell: (level) => <Gross level={level} /> },
    {
      key: "interval",
      header: "95 % interval",
      numeric: true,
      cell: (level) => (level.interval ? `${level.interval.low} to ${level.interval.high}` : "none"),
    },
    {
      key: "desk",
      header: "The desk says",
      numeric: true,
      cell: (level) =>
        level.kind === "clock_attainment" && level.desk?.percent ? (
          <Percent value={level.desk.percent as `${number}`} of={`${level.desk.n} items`} />
        ) : (
          "nothing"
        ),
    },
    { key: "trend", header: "13 months", cell: (level) => <Trend level={level} strip={strip} /> },
  ];
  return (
    <DataTable
      caption="Service levels of the month"
      columns={columns}
      rows={month.levels}
      rowKey={(level) => level.levelId}
      density="roomy"
    />
  );
}

function Measured({ level, month, href }: { level: Level; month: string; href: string }) {
  if (level.measured === null || level.measured === undefined)
    return level.reason?.startsWith("Not scored") ? (
      <Link to={href}>
        Not scored<small>{level.reason.replace("Not scored: ", "")}</small>
      </Link>
    ) : (
      <>none of 0</>
    );
  return (
    <Link to={href}>
      <Figure value={level.measured} unit={level.unit} of={behindText(level, month)} />
      {level.reason ? <small>{level.reason}</small> : null}
    </Link>
  );
}

function behindText(level: Level, month: string): string {
  const { n, hits, excluded, window } = level;
  const isUptime = (level.detail as FigureDetail | null)?.kind === "uptime";
  const isShare = level.unit === "%" && Boolean(level.interval);
  return behindFigure({
    ...{ n, excluded, hits: isShare ? hits : null },
    ...(isUptime ? { counts: "outages" } : {}),
    ...{ windowFrom: window?.from ?? month, windowTo: window?.to ?? month },
  });
}

function Gross({ level }: { level: Level }) {
  if (!level.gross) return <>none</>;
  const of = level.excluded === 0 ? "nothing excluded" : `${level.excluded} excluded`;
  return <Figure value={level.gross} unit={level.unit} of={of} />;
}

function Trend({ level, strip }: { level: Level; strip: Strip }) {
  const values = strip.map((month) => {
    const measured = month.levels.find((one) => one.levelId === level.levelId)?.measured;
    return measured ? Number(measured) : null;
  });
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return <>no figures yet</>;
  const label = `${known.length} months measured, from ${known[0]} to ${known.at(-1)} ${level.unit}`;
  return <Sparkline values={values} label={label} />;
}
