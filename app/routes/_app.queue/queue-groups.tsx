import { Link } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Section } from "../../components/section.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import type { QueueQuery } from "../../gql/graphql.ts";
import { countWord, GROUP_WORDS, holderWord } from "./queue-words.ts";

type Row = QueueQuery["queue"]["edges"][number]["node"];

const TONES: Record<string, StatusTone> = { breached: "breached", hour: "risk", paused: "held" };

/** The items of one page under the headings of their groups; a group without an item here has no heading. */
export function QueueGroups(props: {
  rows: readonly Row[];
  counts: QueueQuery["queueCounts"];
  across: boolean;
}) {
  const shown = GROUP_WORDS.flatMap(([group, words]) => {
    const rows = props.rows.filter((row) => row.group === group);
    return rows.length > 0 ? [{ group, words, rows }] : [];
  });
  return shown.map(({ group, words, rows }) => (
    <Section
      key={group}
      title={words}
      note={countWord(props.counts.find((one) => one.group === group)?.n ?? rows.length)}
    >
      <DataTable
        caption={`${words}, the soonest first`}
        rows={rows}
        rowKey={(row) => row.id}
        columns={columns(props.across)}
      />
    </Section>
  ));
}

function columns(across: boolean): Column<Row>[] {
  return [
    {
      key: "due",
      header: "Due",
      width: "18%",
      cell: (row) => (
        <Status tone={TONES[row.group] ?? "neutral"}>
          {row.dueAt ? <When instant={row.dueAt} format="short" /> : "Not running"}
        </Status>
      ),
    },
    {
      key: "work",
      header: "Work",
      rowHeader: true,
      cell: (row) => (
        <>
          <Link to={`/work-items/${row.id}`}>{row.reference}</Link> {row.title}
        </>
      ),
    },
    { key: "priority", header: "Priority", width: "9%", cell: (row) => row.priority ?? "none" },
    { key: "holder", header: "Clock held by", width: "13%", cell: (row) => holderWord(row.holder) },
    {
      key: "engagement",
      header: "Engagement",
      width: "26%",
      cell: (row) => (
        <>
          <Link to={`/engagements/${row.engagementId}/work`}>{row.engagementTitle}</Link>
          <small>{across ? `${row.provider} for ${row.buyer}` : row.buyer}</small>
        </>
      ),
    },
  ];
}
