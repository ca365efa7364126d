import type { NamedCalendar as BusinessCalendar } from "../../../domain/shared/business-calendar.ts";
import { WEEKDAYS } from "../../../domain/shared/business-calendar.ts";
import { dayMonth } from "../../../domain/shared/date-words.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import type { CalendarQuery } from "../../gql/graphql.ts";
import styles from "./calendar.module.css";
import { DAY_NAMES, dayText } from "./calendar-values.ts";

type Version = CalendarQuery["calendarVersions"][number];

/** The hours that count now, and what a reader should notice about them. */
export function VersionInForce(props: { version: Version; next: Version | undefined; zone: string }) {
  const { version, next, zone } = props;
  const calendar = (version.calendar ?? null) as BusinessCalendar | null;
  return (
    <Section
      first
      title="Business hours in force"
      note={`version ${version.number} · ${calendar?.zone ?? zone}`}
    >
      {next ? (
        <Notice title={`Version ${next.number} takes effect later`}>
          From <When instant={next.effectiveFrom} zone={zone} /> on its hours count; until then these do.
        </Notice>
      ) : null}
      {version.remarks.map((remark) => (
        <Notice key={remark} tone="warning" title={remark} />
      ))}
      <Facts
        facts={
          calendar
            ? [
                ...WEEKDAYS.map((day) => ({
                  id: day,
                  label: DAY_NAMES[day],
                  value: dayText(calendar, day) || "Closed",
                })),
                { id: "holidays", label: "Holidays", value: <Holidays calendar={calendar} /> },
              ]
            : [{ id: "all", label: "Every day", value: "Around the clock" }]
        }
      />
      <HashLine>{version.hash}</HashLine>
    </Section>
  );
}

function Holidays({ calendar }: { calendar: BusinessCalendar }) {
  const dates = [...new Set(calendar.holidays ?? [])].sort();
  if (dates.length === 0) return <>None</>;
  const years = [...new Set(dates.map((date) => date.slice(0, 4)))];
  return (
    <>
      {years.map((year) => (
        <p key={year} className={styles.holidays}>
          <b>{year}</b>{" "}
          {dates
            .filter((date) => date.startsWith(year))
            .map((date) => {
              const name = calendar.holidayNames?.[date];
              return name ? `${dayMonth(date)} (${name})` : dayMonth(date);
            })
            .join(", ")}
        </p>
      ))}
    </>
  );
}

/** Whether it counts now, and where it does not: from when it will, or until when it did. */
function Standing({ version, zone }: { version: Version; zone: string }) {
  const { standing, inForceUntil } = version;
  const until = inForceUntil ? <When instant={inForceUntil} zone={zone} format="short" /> : null;
  switch (standing) {
    case "in_force":
      return <Status tone="fine">In force{until ? <> until {until}</> : null}</Status>;
    case "later":
      return (
        <Status tone="held">
          In force from <When instant={version.effectiveFrom} zone={zone} format="short" />
          {until ? <> until {until}</> : null}
        </Status>
      );
    case "past":
      return <Status tone="neutral">In force until {until}</Status>;
    default:
      return <Status tone="neutral">Never in force: a newer version came first</Status>;
  }
}

export function VersionTable({ versions, zone }: { versions: readonly Version[]; zone: string }) {
  const columns: Column<Version>[] = [
    { key: "number", header: "Version", rowHeader: true, cell: (row) => row.number },
    {
      key: "from",
      header: "In effect from",
      cell: (row) => <When instant={row.effectiveFrom} zone={zone} />,
    },
    { key: "note", header: "Why", cell: (row) => row.note },
    { key: "by", header: "Added by", cell: (row) => row.createdBy ?? "The signed contract" },
    {
      key: "state",
      header: "State",
      cell: (row) => <Standing version={row} zone={zone} />,
    },
    { key: "hash", header: "Hash", cell: (row) => <code>{row.hash.slice(0, 19)}</code> },
  ];
  return (
    <Section title="Every version">
      <DataTable
        caption="Versions of the calendar, newest first"
        columns={columns}
        rows={versions}
        rowKey={(row) => row.id}
      />
    </Section>
  );
}
