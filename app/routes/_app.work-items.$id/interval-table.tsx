import { Link } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Duration, When } from "../../components/date-time.tsx";
import { VisuallyHidden } from "../../components/visually-hidden.tsx";
import { HOLDER_WORDS } from "../_app.engagements.$id.work._index/clock-status.tsx";
import type { ShownClock, ShownInterval } from "./item-shown.ts";

/** Every stretch of a clock: what counted, what did not, and the event that says why. */
export function IntervalTable(props: {
  clock: ShownClock;
  zone: string;
  /** Where a stretch is contested; left out where the reader may not. */
  contestHref?: ((row: ShownInterval) => string) | undefined;
}) {
  const { clock, zone, contestHref } = props;
  const columns: Column<ShownInterval>[] = [
    {
      key: "from",
      header: "From",
      rowHeader: true,
      cell: (row) => <When instant={row.from} zone={zone} format="short" />,
    },
    { key: "to", header: "To", cell: (row) => <When instant={row.to} zone={zone} format="short" /> },
    {
      key: "counts",
      header: "Counts",
      numeric: true,
      cell: (row) => <Duration seconds={row.state === "running" ? row.businessSeconds : 0} />,
    },
    {
      key: "business",
      header: "Business time",
      numeric: true,
      cell: (row) => <Duration seconds={row.businessSeconds} />,
    },
    {
      key: "holder",
      header: "Held by",
      cell: (row) => (row.holder ? (HOLDER_WORDS[row.holder] ?? row.holder) : "Nobody"),
    },
    { key: "because", header: "Because", cell: (row) => <Because row={row} /> },
    { key: "evidence", header: "Evidence", cell: (row) => row.evidence ?? "none" },
    ...(contestHref
      ? [
          {
            key: "contest",
            header: "Contest",
            hiddenHeader: true,
            cell: (row: ShownInterval) =>
              row.holder ? <ContestLink href={contestHref(row)} row={row} zone={zone} /> : null,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      caption={`Stretches of the clock "${clock.levelName}"`}
      columns={columns}
      rows={clock.intervals}
      rowKey={(row) => `${row.from} ${row.state}`}
    />
  );
}

function ContestLink({ href, row, zone }: { href: string; row: ShownInterval; zone: string }) {
  return (
    <Link to={href}>
      Contest
      <VisuallyHidden>
        {" "}
        the stretch from <When instant={row.from} zone={zone} format="short" />
      </VisuallyHidden>
    </Link>
  );
}

function Because({ row }: { row: ShownInterval }) {
  return (
    <>
      {wordsFor(row)}
      {row.reason ? (
        <>
          <br />
          <small>{row.reason}</small>
        </>
      ) : null}
    </>
  );
}

function wordsFor(row: ShownInterval): string {
  const holder = (HOLDER_WORDS[row.holder ?? ""] ?? "").toLowerCase();
  switch (row.because) {
    case "start":
      return row.priority ? `Opened as ${row.priority}` : "Opened";
    case "pause":
      return row.holder === "provider" ? "Paused by the desk" : `Paused: waiting for the ${holder}`;
    case "resume":
      return "Resumed";
    case "reopen":
      return "Reopened";
    case "priority":
      return `Priority became ${row.priority ?? "another"}`;
    case "stop":
      return "Resolved: the clock stands still";
    case "acknowledge":
      return "First answer: the clock stands still";
    default:
      return "By the clock's rules";
  }
}
