import { counted } from "../../components/count-words.ts";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Section } from "../../components/section.tsx";
import { Sparkline } from "../../components/sparkline.tsx";
import type { Listing } from "./route.tsx";

type Level = Listing["levels"][number];

/**
 * Every level and month that was frozen, over all clients; the line shows direction, the table the figures.
 */
export function MeasuredHistory({ levels, measured }: Pick<Listing, "levels" | "measured">) {
  const known = levels.filter((level) => level.months.length > 0);
  const periods = [...new Set(known.flatMap((level) => level.months.map((month) => month.period)))].sort();
  return (
    <Section
      title="What was measured"
      id="measured"
      note={`Frozen months, ${counted(measured.engagements, "engagement")}, net of accepted exclusions`}
    >
      {known.length === 0 ? (
        <EmptyState kind="nothing-yet" title="No month of this service has been measured here yet">
          The first month that both sides close appears here, whatever it shows.
        </EmptyState>
      ) : (
        <DataTable
          caption="Measured months by service level"
          narrow="scroll"
          density="compact"
          rows={known}
          rowKey={(level) => level.levelId}
          columns={[
            { key: "name", header: "Service level", rowHeader: true, cell: (level) => level.name },
            { key: "line", header: "Trend", cell: (level) => <Trend level={level} periods={periods} /> },
            ...periods.map((period) => ({
              key: period,
              header: period,
              numeric: true,
              cell: (level: Level) => <Figure level={level} period={period} />,
            })),
          ]}
        />
      )}
    </Section>
  );
}

function Trend({ level, periods }: { level: Level; periods: readonly string[] }) {
  const values = periods.map((period) => {
    const month = level.months.find((one) => one.period === period);
    return month ? Number(month.percent) : null;
  });
  const known = values.filter((value) => value !== null);
  return (
    <Sparkline
      values={values}
      label={`${known.length} months, from ${known[0]} % to ${known.at(-1)} %, target ${level.target} %`}
    />
  );
}

function Figure({ level, period }: { level: Level; period: string }) {
  const month = level.months.find((one) => one.period === period);
  if (!month) return "–";
  return (
    <>
      {month.percent} %<small>of {month.n}</small>
    </>
  );
}
