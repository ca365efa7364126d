import type { NamedCalendar as BusinessCalendar } from "../../../domain/shared/business-calendar.ts";
import { WEEKDAYS } from "../../../domain/shared/business-calendar.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day, When } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import type { CalendarQuery } from "../../gql/graphql.ts";
import { DAY_NAMES, dayText } from "./calendar-values.ts";

type Version = CalendarQuery["calendarVersions"][number];

/** The hours that count now, and what a reader should notice about them. */
export function VersionInForce({ version, zone }: { version: Version; zone: string }) {
  const calendar = (version.calendar ?? null) as BusinessCalendar | null;
  return (
    <Section
      first
      title="Business hours in force"
      note={`version ${version.number} · ${calendar?.zone ?? zone}`}
    >
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
  const dates = calendar.holidays ?? [];
  if (dates.length === 0) return <>None</>;
  return (
    <>
      {dates.map((date, index) => (
        <span key={date}>
          {index > 0 ? ", " : ""}
          <Day date={date} />
          {calendar.holidayNames?.[date] ? ` (${calendar.holidayNames[date]})` : ""}
        </span>
      ))}
    </>
  );
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
      cell: (row) =>
        row.inForce ? <Status tone="fine">In force</Status> : <Status tone="neutral">Not in force</Status>,
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
