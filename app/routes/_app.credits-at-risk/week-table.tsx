import { Link } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { Money } from "../../components/money.tsx";
import { Sparkline } from "../../components/sparkline.tsx";
import { Status } from "../../components/status.tsx";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import type { Row, Week } from "./route.tsx";
import styles from "./week-table.module.css";

/** One row a contract: the latest look, how it moved within its month, and the weeks before. */
export function WeekTable({ rows }: { rows: readonly Row[] }) {
  return (
    <DataTable
      caption="Credits at risk by contract"
      density="roomy"
      rows={rows}
      rowKey={(row) => row.engagementId}
      columns={COLUMNS}
    />
  );
}

const COLUMNS: Column<Row>[] = [
  {
    key: "name",
    header: "Contract",
    rowHeader: true,
    cell: (row) => (
      <>
        <Link to={`/engagements/${row.engagementId}/service-levels`}>{row.title}</Link>
        <small>
          {row.provider} for {row.buyer}
        </small>
      </>
    ),
  },
  {
    key: "forecast",
    header: "Forecast",
    numeric: true,
    cell: ({ weeks }) => {
      const last = weeks.at(-1);
      if (!last) return "none";
      return (
        <>
          <Money {...last.forecast} />
          <small>{monthName(last.month)}</small>
        </>
      );
    },
  },
  {
    key: "now",
    header: "By that day's figures",
    numeric: true,
    cell: ({ weeks }) => {
      const last = weeks.at(-1);
      if (!last) return "none";
      return (
        <>
          <Money {...last.now} />
          <small>
            at worst <Money {...last.worst} />
          </small>
        </>
      );
    },
  },
  { key: "change", header: "Since the week before", cell: ({ weeks }) => <Change weeks={weeks} /> },
  {
    key: "levels",
    header: "Because of",
    cell: ({ weeks }) => weeks.at(-1)?.levels.join(", ") || "no level",
  },
  { key: "weeks", header: "Weeks", cell: ({ weeks }) => <Weeks weeks={weeks} /> },
];

/** Only weeks of one month are compared: another month begins anew. */
function Change({ weeks }: { weeks: readonly Week[] }) {
  const [last, before] = [weeks.at(-1), weeks.at(-2)];
  if (!last || !before) return <small>the first week</small>;
  if (last.month !== before.month) return <small>the first week of {monthName(last.month)}</small>;
  const moved = BigInt(last.forecast.amountMinor) - BigInt(before.forecast.amountMinor);
  if (moved === 0n) return <Status tone="neutral">Unchanged</Status>;
  const by = { amountMinor: String(moved < 0n ? -moved : moved), currency: last.forecast.currency };
  return (
    <Status tone={moved > 0n ? "breached" : "met"}>
      {moved > 0n ? "Up" : "Down"} <Money {...by} />
    </Status>
  );
}

function Weeks({ weeks }: { weeks: readonly Week[] }) {
  const values = weeks.map((week) => Number(week.forecast.amountMinor));
  const label = `Forecast credits of ${weeks.length} weeks, the latest last`;
  return (
    <details className={styles.weeks}>
      <summary aria-label={`${weeks.length} weeks one by one`}>
        <Sparkline values={values} label={label} min={0} max={Math.max(1, ...values)} />
      </summary>
      <ul>
        {weeks.map((week) => (
          <li key={week.weekOf}>
            <Day date={week.weekOf} />: <Money {...week.forecast} />
          </li>
        ))}
      </ul>
    </details>
  );
}
