import type { ReactNode } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Duration, When } from "../../components/date-time.tsx";
import { Section } from "../../components/section.tsx";
import { HOLDER_WORDS } from "../_app.engagements.$id.work._index/clock-status.tsx";
import type { ShownClock } from "./item-shown.ts";

type Pause = ShownClock["pauses"][number];
type Move = ShownClock["dueMoves"][number];
type Held = ShownClock["held"][number];
type HeldRow = { name: string; times: ReadonlyMap<string, Time>; isTotal?: boolean };
type Time = Pick<Held, "businessSeconds" | "wallSeconds">;

/** Who held each clock for how long, what moved their due times, and every pause with its reason. */
export function HeldSection({ clocks, zone }: { clocks: readonly ShownClock[]; zone: string }) {
  const started = clocks.filter((clock) => clock.startedAt);
  if (started.length === 0) return null;
  return (
    <Section title="Who holds the clock" note="business time, and by the wall clock in brackets">
      <HeldTable clocks={started} />
      {started.map((clock) => (
        <ClockMoves key={clock.levelId} clock={clock} zone={zone} named={started.length > 1} />
      ))}
    </Section>
  );
}

function ClockMoves({ clock, zone, named }: { clock: ShownClock; zone: string; named: boolean }) {
  return (
    <>
      {clock.dueMoves.map((move) => (
        <p key={`${move.from} ${move.at}`}>
          {named ? `${clock.levelName}: ` : ""}
          <MoveSentence move={move} zone={zone} />
        </p>
      ))}
      {clock.pauses.length > 0 ? <PauseLedger clock={clock} zone={zone} named={named} /> : null}
    </>
  );
}

function HeldTable({ clocks }: { clocks: readonly ShownClock[] }) {
  const holders = [...new Set(clocks.flatMap((clock) => clock.held.map((one) => one.holder)))];
  const rows: HeldRow[] = [
    ...holders.map((holder) => ({
      name: HOLDER_WORDS[holder] ?? holder,
      times: timesOf(clocks, (one) => one.holder === holder),
    })),
    { name: "Together", times: timesOf(clocks, () => true), isTotal: true },
  ];
  const columns: Column<HeldRow>[] = [
    {
      key: "holder",
      header: "Held by",
      rowHeader: true,
      cell: (row) => <Strong row={row}>{row.name}</Strong>,
    },
    ...clocks.map((clock) => ({
      key: clock.levelId,
      header: clock.levelName,
      numeric: true,
      cell: (row: HeldRow) => (
        <Strong row={row}>
          <Times time={row.times.get(clock.levelId)} />
        </Strong>
      ),
    })),
  ];
  return (
    <DataTable caption="Who held each clock" columns={columns} rows={rows} rowKey={(row) => row.name} />
  );
}

function timesOf(clocks: readonly ShownClock[], counts: (one: Held) => boolean): Map<string, Time> {
  return new Map(
    clocks.map((clock) => {
      const held = clock.held.filter(counts);
      const sum = (kind: keyof Time) => held.reduce((total, one) => total + one[kind], 0);
      return [clock.levelId, { businessSeconds: sum("businessSeconds"), wallSeconds: sum("wallSeconds") }];
    }),
  );
}

function Times({ time }: { time: Time | undefined }) {
  if (!time || time.wallSeconds === 0) return <>0</>;
  return (
    <>
      <Duration seconds={time.businessSeconds} /> (<Duration seconds={time.wallSeconds} />)
    </>
  );
}

function Strong({ row, children }: { row: HeldRow; children: ReactNode }) {
  return row.isTotal ? <b>{children}</b> : children;
}

function PauseLedger({ clock, zone, named }: { clock: ShownClock; zone: string; named: boolean }) {
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
    <>
      <h3>{named ? `Pauses of "${clock.levelName}"` : "Pauses"}</h3>
      <DataTable
        caption={`Pauses of the clock "${clock.levelName}"`}
        columns={columns}
        rows={clock.pauses}
        rowKey={(row) => row.from}
      />
    </>
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
