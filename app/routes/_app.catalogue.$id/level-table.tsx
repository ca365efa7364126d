import { type Column, DataTable } from "../../components/data-table.tsx";
import { borderWord } from "../../components/level-words.ts";
import { MetricSources } from "../../components/metric-sources.tsx";
import { Section } from "../../components/section.tsx";
import type { Listing } from "./route.tsx";

type Level = Listing["levels"][number];

const COLUMNS: ReadonlyArray<Column<Level>> = [
  {
    key: "name",
    header: "Service level",
    rowHeader: true,
    width: "34%",
    cell: (level) => <LevelName level={level} />,
  },
  {
    key: "target",
    header: "Target, border",
    cell: (level) => (
      <>
        {level.direction === "higher" ? "at least" : "at most"} {level.target} {level.unit}
        <small>
          {borderWord(level.direction)} {level.minimum} {level.unit}
        </small>
      </>
    ),
  },
  { key: "clock", header: "Clock", cell: (level) => <Clock level={level} /> },
  {
    key: "weight",
    header: "Share of the pool",
    numeric: true,
    cell: (level) => `${level.weightBps / 100} %`,
  },
  { key: "source", header: "Where they come from", cell: (level) => <Source level={level} /> },
];

/** What is promised, how it is counted, who defines it, and who says that the target is usual. */
export function LevelTable({ levels }: { levels: readonly Level[] }) {
  return (
    <Section
      title="Service levels offered"
      note="Starting points; both sides may change them in the contract"
    >
      <DataTable
        caption="Service levels"
        columns={COLUMNS}
        rows={levels}
        rowKey={(level) => level.levelId}
        density="roomy"
      />
    </Section>
  );
}

function LevelName({ level }: { level: Level }) {
  return (
    <>
      {level.name}
      {level.metric ? (
        <small>
          {level.metric.numerator} ÷ {level.metric.denominator}
        </small>
      ) : null}
    </>
  );
}

function Clock({ level }: { level: Level }) {
  if (level.targetMinutes.length === 0) return "a share of items, no clock";
  const where = level.calendar === "around_the_clock" ? "around the clock" : "in the agreed hours";
  return (
    <>
      {level.targetMinutes.map(({ priority, minutes }) => (
        <span key={priority}>
          {priority === "standard" ? "" : `${priority} `}
          {durationOf(minutes)}
          <br />
        </span>
      ))}
      <small>{where}</small>
    </>
  );
}

function Source({ level }: { level: Level }) {
  if (!level.metric) return "Agreed between the parties";
  return <MetricSources metric={level.metric} />;
}

/** 90 is "1 h 30 min". */
export function durationOf(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? `${hours} h` : "", rest > 0 ? `${rest} min` : ""].filter(Boolean).join(" ");
}
