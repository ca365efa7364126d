import { Link } from "@remix-run/react";
import { hoursWords } from "../../../domain/service-levels/gap-words.ts";
import {
  busyHours,
  type HourState,
  mondayText,
  type SharedRun,
  type SharedWeek,
} from "../../../domain/service-levels/shared-week.ts";
import { dateWords, shortDay, weekdayWord, zoneCity } from "../../../domain/shared/date-words.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Section } from "../../components/section.tsx";
import hidden from "../../components/visually-hidden.module.css";
import styles from "./calendar.module.css";

const WORDS: Record<HourState, string> = {
  shared: "both",
  partly: "part of the hour",
  buyer_only: "not covered",
  provider_only: "provider only",
  closed: "nobody",
};

const SIGNS: Record<HourState, string> = {
  shared: "■",
  partly: "◧",
  buyer_only: "!",
  provider_only: "·",
  closed: "",
};

/** The hours in which the buyer's calendar and the provider's team meet, in one week and over the year. */
export function SharedHours(props: {
  provider: string;
  siteId: string;
  week: SharedWeek;
  runs: readonly SharedRun[];
}) {
  const { provider, siteId, week, runs } = props;
  const site = siteId ? `&site=${siteId}` : "";
  return (
    <Section
      title={`Hours shared with ${provider}`}
      note={`${hoursWords(week.sharedSeconds)} of ${hoursWords(week.buyerSeconds)} agreed in this week`}
      id="shared"
    >
      <p className={styles.legend}>
        <Link to={`?week=${mondayText(week.monday, -1)}${site}#shared`}>Week before</Link>
        <Link to={`?week=${mondayText(week.monday, 1)}${site}#shared`}>Week after</Link>
        {(Object.keys(WORDS) as HourState[]).map((state) => (
          <span key={state}>
            <i className={styles.swatch} data-state={state} aria-hidden="true">
              {SIGNS[state]}
            </i>{" "}
            {WORDS[state]}
          </span>
        ))}
      </p>
      <WeekGrid week={week} />
      <RunTable runs={runs} />
    </Section>
  );
}

function WeekGrid({ week }: { week: SharedWeek }) {
  const { first, last } = busyHours(week);
  const shown = Array.from({ length: last - first + 1 }, (_none, index) => first + index);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1)
    <section className={styles.scroll} aria-label="Hours of the week" tabIndex={0}>
      <table className={styles.grid}>
        <caption>
          Week of {dateWords(week.monday)}, {zoneCity(week.zone)} time
          {shown.length < 24 ? "; nobody works in the hours left out" : ""}
        </caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {shown.map((hour) => (
              <th key={hour} scope="col">
                {String(hour).padStart(2, "0")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {week.days.map((day) => (
            <tr key={day.date}>
              <th scope="row">
                {weekdayWord(day.date)} {shortDay(day.date)}
              </th>
              {shown.map((hour) => {
                const state = day.hours[hour] ?? "closed";
                return (
                  <td key={hour} data-state={state}>
                    <span aria-hidden="true">{SIGNS[state]}</span>
                    <span className={hidden.hidden}>{WORDS[state]}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RunTable({ runs }: { runs: readonly SharedRun[] }) {
  const columns: Column<SharedRun>[] = [
    {
      key: "weeks",
      header: "Weeks from",
      rowHeader: true,
      cell: (run) =>
        run.weeks === 1
          ? dateWords(run.firstMonday)
          : `${dateWords(run.firstMonday)} to ${dateWords(run.lastMonday)}`,
    },
    { key: "count", header: "Weeks", numeric: true, cell: (run) => run.weeks },
    { key: "hours", header: "Shared a week", numeric: true, cell: (run) => hoursWords(run.sharedSeconds) },
  ];
  return (
    <DataTable
      caption="Shared hours a week over the coming year"
      columns={columns}
      rows={runs}
      rowKey={(run) => run.firstMonday}
    />
  );
}
