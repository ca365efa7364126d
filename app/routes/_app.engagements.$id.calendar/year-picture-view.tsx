import { Link } from "@remix-run/react";
import { hoursWords } from "../../../domain/service-levels/gap-words.ts";
import {
  type PictureDay,
  type PictureMonth,
  shadeOf,
  type YearPicture,
} from "../../../domain/service-levels/year-picture.ts";
import { dateWords, weekdayWord, zoneCity } from "../../../domain/shared/date-words.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Section } from "../../components/section.tsx";
import hidden from "../../components/visually-hidden.module.css";
import styles from "./calendar.module.css";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" });

/** The year as twelve small months: the darker a day, the longer it is open; what is special has a mark. */
export function YearPictureView(props: {
  picture: YearPicture;
  special: readonly PictureDay[];
  siteId: string;
}) {
  const { picture, special, siteId } = props;
  const site = siteId ? `&site=${siteId}` : "";
  return (
    <Section
      title={`The year ${picture.year}`}
      note={`${hoursWords(picture.openSeconds)} open · ${zoneCity(picture.zone)} time`}
      id="year"
    >
      <p className={styles.legend}>
        <Link to={`?year=${picture.year - 1}${site}#year`}>← {picture.year - 1}</Link>
        <Link to={`?year=${picture.year + 1}${site}#year`}>{picture.year + 1} →</Link>
        {(["closed", "to 4 h", "to 8 h", "to 12 h", "more"] as const).map((words, shade) => (
          <span key={words}>
            <i className={styles.swatch} data-shade={shade} aria-hidden="true" /> {words}
          </span>
        ))}
        <span>● holiday</span>
        <span>◆ other hours</span>
        <span>↻ clocks change</span>
      </p>
      <div className={styles.year}>
        {picture.months.map((month) => (
          <Month key={month.month} month={month} />
        ))}
      </div>
      <details className={styles.more}>
        <summary>The year as a table</summary>
        <MonthTable months={picture.months} />
      </details>
      <SpecialTable days={special} />
    </Section>
  );
}

function Month({ month }: { month: PictureMonth }) {
  const name = nameOf(month.month);
  const weeks = weeksOf(month.days);
  return (
    <table className={styles.month}>
      <caption>
        {name} <small>{hoursWords(month.openSeconds)}</small>
      </caption>
      <thead>
        <tr>
          {DAYS.map((day) => (
            <th key={day} scope="col" abbr={day}>
              {day.slice(0, 1)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, index) => (
          <tr key={week.find((day) => day)?.date ?? String(index)}>
            {week.map((day, weekday) =>
              day ? <DayCell key={day.date} day={day} /> : <td key={DAYS[weekday]} />,
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({ day }: { day: PictureDay }) {
  const words = wordsOf(day);
  const marks = `${day.holiday ? "●" : ""}${day.overridden ? "◆" : ""}${day.clockChangeMinutes ? "↻" : ""}`;
  const number = (
    <>
      {day.day}
      <span className={styles.mark} aria-hidden="true">
        {marks}
      </span>
      <span className={hidden.hidden}>: {words}</span>
    </>
  );
  return (
    <td data-shade={shadeOf(day.openSeconds)} title={`${dateWords(day.date)}: ${words}`}>
      {marks ? <a href={`#day-${day.date}`}>{number}</a> : number}
    </td>
  );
}

function SpecialTable({ days }: { days: readonly PictureDay[] }) {
  const columns: Column<PictureDay>[] = [
    {
      key: "date",
      header: "Date",
      rowHeader: true,
      cell: (day) => (
        <span id={`day-${day.date}`} tabIndex={-1}>
          {weekdayWord(day.date)} {dateWords(day.date)}
        </span>
      ),
    },
    { key: "what", header: "What is special", cell: (day) => marksOf(day).join(", ") },
    { key: "open", header: "Open", numeric: true, cell: (day) => hoursWords(day.openSeconds) },
  ];
  if (days.length === 0) return <p>No holidays, no other hours, and the clocks do not change.</p>;
  return (
    <DataTable
      caption="Holidays, other hours and changes of the clocks"
      columns={columns}
      rows={days}
      rowKey={(day) => day.date}
    />
  );
}

function MonthTable({ months }: { months: readonly PictureMonth[] }) {
  const columns: Column<PictureMonth>[] = [
    { key: "month", header: "Month", rowHeader: true, cell: (one) => nameOf(one.month) },
    { key: "days", header: "Open days", numeric: true, cell: (one) => one.openDays },
    { key: "hours", header: "Open hours", numeric: true, cell: (one) => hoursWords(one.openSeconds) },
    {
      key: "closed",
      header: "Holidays",
      numeric: true,
      cell: (one) => one.days.filter((day) => day.holiday !== null).length,
    },
  ];
  return (
    <DataTable caption="Open hours by month" columns={columns} rows={months} rowKey={(one) => one.month} />
  );
}

function wordsOf(day: PictureDay): string {
  const open = day.openSeconds === 0 ? "closed" : `${hoursWords(day.openSeconds)} open`;
  return [open, ...marksOf(day)].join(", ");
}

function marksOf(day: PictureDay): string[] {
  const { clockChangeMinutes: change } = day;
  return [
    ...(day.holiday ? [day.holiday] : []),
    ...(day.overridden ? ["other hours"] : []),
    ...(change === 0 ? [] : [`clocks go ${change > 0 ? "forward" : "back"} ${Math.abs(change)} min`]),
  ];
}

function weeksOf(days: readonly PictureDay[]): (PictureDay | null)[][] {
  const cells: (PictureDay | null)[] = [
    ...Array.from({ length: days[0]?.weekday ?? 0 }, () => null),
    ...days,
  ];
  const weeks: (PictureDay | null)[][] = [];
  for (let at = 0; at < cells.length; at += 7)
    weeks.push(Array.from({ length: 7 }, (_none, index) => cells[at + index] ?? null));
  return weeks;
}

function nameOf(month: string): string {
  return MONTH.format(new Date(`${month}-01T00:00:00Z`));
}
