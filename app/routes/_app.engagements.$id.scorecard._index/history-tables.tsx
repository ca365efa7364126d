import { Link } from "@remix-run/react";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import { weightText } from "./card-words.ts";
import type { Card } from "./route.tsx";

/** Every month of the trend, newest first; each opens its levels. */
export function MonthTable({ card, shown }: { card: Card; shown: string }) {
  return (
    <DataTable
      caption="The score month by month"
      density="compact"
      rows={[...card.months].reverse()}
      rowKey={({ month }) => month}
      columns={[
        {
          key: "month",
          header: "Month",
          rowHeader: true,
          cell: ({ month, runs }) => (
            <Link to={`?month=${month}`} aria-current={month === shown ? "true" : undefined}>
              {monthName(month)}
              {runs ? ", so far" : ""}
            </Link>
          ),
        },
        { key: "value", header: "Score", numeric: true, cell: ({ value }) => value ?? "none" },
        {
          key: "levels",
          header: "Levels scored",
          numeric: true,
          cell: ({ levels }) =>
            `${levels.filter((one) => typeof one.score === "string").length} of ${levels.length}`,
        },
        { key: "version", header: "Version", numeric: true, cell: ({ version }) => version ?? "none" },
      ]}
    />
  );
}

/** Who weighted what, and from which month on. */
export function VersionTable({ card }: { card: Card }) {
  const nameOf = (id: string) => card.levels.find((level) => level.levelId === id)?.name ?? id;
  return (
    <DataTable
      caption="Versions of the scorecard"
      rows={[...card.versions].reverse()}
      rowKey={({ number }) => String(number)}
      columns={[
        { key: "number", header: "Version", rowHeader: true, cell: ({ number }) => number },
        { key: "from", header: "From", cell: ({ fromMonth }) => monthName(fromMonth) },
        {
          key: "levels",
          header: "Levels and weights",
          cell: ({ levels }) =>
            levels.map((level) => `${nameOf(level.levelId)} ${weightText(level.weightBps)}`).join(" · "),
        },
        { key: "note", header: "Why", cell: ({ note }) => note || "no note" },
        {
          key: "by",
          header: "Written",
          cell: ({ createdBy, createdAt }) => (
            <>
              {createdBy}
              <small>
                <When instant={createdAt} />
              </small>
            </>
          ),
        },
      ]}
    />
  );
}
