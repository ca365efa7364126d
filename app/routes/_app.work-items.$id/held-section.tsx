import { type Column, DataTable } from "../../components/data-table.tsx";
import { Duration, When } from "../../components/date-time.tsx";
import { Section } from "../../components/section.tsx";
import { HOLDER_WORDS } from "../_app.engagements.$id.work._index/clock-status.tsx";
import type { ShownClock } from "./item-shown.ts";

type Pause = ShownClock["pauses"][number];
type Move = ShownClock["dueMoves"][number];
type HeldRow = { name: string; businessSeconds: number; wallSeconds: number; isTotal?: boolean };

/** Who held a clock for how long, every pause with its reason, and each move of the due time. */
export function HeldSection({ clock, zone }: { clock: ShownClock; zone: string }) {
  if (!clock.startedAt) return null;
  return (
    <Section title="Who holds the clock" note={`${clock.levelName}, from its start to its end or to now`}>
      {clock.dueMoves.map((move) => (
        <p key={`${move.from} ${move.at}`}>
          <MoveSentence move={move} zone={zone} />
        </p>
      ))}
      <HeldTable clock={clock} />
      {clock.pauses.length > 0 ? <PauseLedger clock={clock} zone={zone} /> : null}
    </Section>
  );
}

function HeldTable({ clock }: { clock: ShownClock }) {
  const sum = (kind: "businessSeconds" | "wallSeconds") =>
    clock.held.reduce((total, one) => total + one[kind], 0);
  const rows: HeldRow[] = [
    ...clock.held.map((one) => ({ ...one, name: HOLDER_WORDS[one.holder] ?? one.holder })),
    {
      name: "Together",
      businessSeconds: sum("businessSeconds"),
      wallSeconds: sum("wallSeconds"),
      isTotal: true,
    },
  ];
  const time = (seconds: number, row: HeldRow) =>
    row.isTotal ? (
      <b>
        <Duration seconds={seconds} />
      </b>
    ) : (
      <Duration seconds={seconds} />
    );
  const columns: Column<HeldRow>[] = [
    {
      key: "holder",
      header: "Held by",
      rowHeader: true,
      cell: (row) => (row.isTotal ? <b>{row.name}</b> : row.name),
    },
    {
      key: "business",
      header: "Business time",
      numeric: true,
      cell: (row) => time(row.businessSeconds, row),
    },
    { key: "wall", header: "By the wall clock", numeric: true, cell: (row) => time(row.wallSeconds, row) },
  ];
  return (
    <DataTable
      caption={`Who held the clock "${clock.levelName}"`}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.name}
    />
  );
}

function PauseLedger({ clock, zone }: { clock: ShownClock; zone: string }) {
  const columns: Column<Pause>[] = [
    {
      key: "from",
      header: "Paused from",
      rowHeader: true,
      cell: (row) => <When instant={row.from} zone={zone} format="short" />,
    },
    { key: "to", header: "To", cell: (row) => <When instant={row.to} zone={zone} format="short" /> },
    { key: "holder", header: "Waited for", cell: (row) => HOLDER_WORDS[row.holder] ?? row.holder },
    {
      key: "business",
      header: "Business time",
      numeric: true,
      cell: (row) => <Duration seconds={row.businessSeconds} />,
    },
    { key: "reason", header: "Reason", cell: (row) => row.reason ?? "none given" },
    { key: "by", header: "Recorded", cell: (row) => <Recorded pause={row} zone={zone} /> },
  ];
  return (
    <DataTable
      caption={`Pauses of the clock "${clock.levelName}"`}
      columns={columns}
      rows={clock.pauses}
      rowKey={(row) => row.from}
    />
  );
}

/** A pause that counts from before it was recorded says so: the other side may ask why. */
function Recorded({ pause, zone }: { pause: Pause; zone: string }) {
  if (!pause.recordedAt) return <>{pause.recordedBy}</>;
  if (pause.recordedAt <= pause.from) return <>{pause.recordedBy}</>;
  return (
    <>
      {pause.recordedBy}, <When instant={pause.recordedAt} zone={zone} format="short" />
    </>
  );
}

function MoveSentence({ move, zone }: { move: Move; zone: string }) {
  const at = (instant: string) => <When instant={instant} zone={zone} format="weekday" />;
  return (
    <>
      {move.ongoing ? "Due was " : "Due moved from "}
      {at(move.from)}
      {move.ongoing ? "; it would be " : " to "}
      {move.to ? at(move.to) : "never"}
      {move.ongoing ? " if it went on now: " : ": "}
      {move.causes.map((cause, index) => (
        <span key={`${cause.kind} ${cause.businessSeconds} ${cause.priority ?? ""}`}>
          {index > 0 ? ", " : ""}
          <CauseWords cause={cause} ongoing={move.ongoing} />
        </span>
      ))}
      .
    </>
  );
}

function CauseWords({ cause, ongoing }: { cause: Move["causes"][number]; ongoing: boolean }) {
  switch (cause.kind) {
    case "pause":
      return (
        <>
          {ongoing ? "waiting " : "waited "}
          <Duration seconds={cause.businessSeconds} /> for the{" "}
          {(HOLDER_WORDS[cause.waitingOn ?? "buyer"] ?? "buyer").toLowerCase()}
          {cause.reason ? ` (${cause.reason})` : ""}
        </>
      );
    case "target":
      return <>the priority became {cause.priority ?? "another"}</>;
    case "reopen":
      return <>the work was reopened</>;
    default:
      return <>the clock began anew</>;
  }
}
