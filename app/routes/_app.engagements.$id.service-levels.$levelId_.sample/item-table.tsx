import { Link } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import { VisuallyHidden } from "../../components/visually-hidden.tsx";
import {
  type ItemShown,
  type SampleShown,
  type ScoreShown,
  scoreText,
  standingText,
} from "./sample-shown.ts";

const VIEWS = {
  all: "All",
  mine: "Yours to score",
  differing: "Scores differ",
  errors: "With errors",
} as const;

/** The drawn items in the order of the draw; a score that is blind to the reader is named and not shown. */
export function ItemSection(props: {
  sample: SampleShown;
  rows: readonly ItemShown[];
  filter: string;
  unit: string;
  hrefOf: (query: Record<string, string>) => string;
  isFirst: boolean;
}) {
  const { sample, rows, filter, unit, hrefOf } = props;
  const { total, next } = sample.items;
  return (
    <Section title="The drawn items" note="in the order of the draw">
      <p>
        {Object.entries(VIEWS).map(([view, word], index) => (
          <span key={view}>
            {index > 0 ? " · " : ""}
            {view === filter ? <b>{word}</b> : <Link to={hrefOf({ view })}>{word}</Link>}
          </span>
        ))}
      </p>
      <DataTable
        caption="Drawn items in the order of the draw"
        columns={columnsOf(unit, (position) => hrefOf({ view: filter, item: String(position) }))}
        rows={rows}
        rowKey={(row) => String(row.position)}
        density="compact"
        empty={<EmptyState kind="none-found" title="No drawn item is like that" />}
      />
      <Pagination
        label="drawn items"
        summary={`${rows.length} of ${total.toLocaleString("en-US")} shown`}
        {...(props.isFirst ? {} : { previousHref: hrefOf({ view: filter }) })}
        {...(next === null || next === undefined
          ? {}
          : { nextHref: hrefOf({ view: filter, after: String(next) }) })}
      />
    </Section>
  );
}

function columnsOf(unit: string, itemHref: (position: number) => string): Column<ItemShown>[] {
  const score = (header: string, round: "first" | "second"): Column<ItemShown> => ({
    key: round,
    header,
    cell: (row) => <ScoreCell score={row[round]} hidden={row.hidden} unit={unit} />,
  });
  return [
    { key: "position", header: "Draw", numeric: true, cell: (row) => row.position + 1 },
    {
      key: "reference",
      header: "Reference",
      rowHeader: true,
      cell: (row) => <Link to={`/work-items/${row.workItemId}`}>{row.reference}</Link>,
    },
    { key: "title", header: "Title", cell: (row) => row.title },
    {
      key: "state",
      header: "Standing",
      cell: (row) => <Status tone={toneOf(row)}>{standingText(row)}</Status>,
    },
    score("First score", "first"),
    score("Second score", "second"),
    {
      key: "ruling",
      header: "Decided",
      cell: (row) => {
        if (row.ruling) return scoreText(row.ruling, unit);
        return row.state === "settled" ? "not needed" : "none";
      },
    },
    {
      key: "open",
      header: "Open",
      hiddenHeader: true,
      cell: (row) => (
        <Link to={`${itemHref(row.position)}#score`}>
          {row.mine ? "Score" : "Open"}
          <VisuallyHidden> {row.reference}</VisuallyHidden>
        </Link>
      ),
    },
  ];
}

function ScoreCell(props: { score: ScoreShown | null | undefined; hidden: boolean; unit: string }) {
  const { score, hidden, unit } = props;
  if (!score) return <>{hidden ? "blind until you score" : "none"}</>;
  return (
    <>
      {scoreText(score, unit)}
      {score.note ? <small>{score.note}</small> : null}
    </>
  );
}

function toneOf(row: ItemShown): StatusTone {
  if (row.mine) return "held";
  if (row.state === "ruling") return "risk";
  return row.state === "settled" ? "fine" : "neutral";
}
