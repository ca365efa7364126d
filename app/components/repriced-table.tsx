import { type Column, DataTable } from "./data-table.tsx";
import { KeyFigures } from "./key-figures.tsx";
import { capitalised, standingWord } from "./level-words.ts";
import { Money } from "./money.tsx";

type Amount = { amountMinor: string; currency: string };

export interface RepricedFacts {
  creditNow: Amount;
  creditThen: Amount;
  netNow: Amount;
  netThen: Amount;
  difference: Amount;
  levels: ReadonlyArray<{
    levelId: string;
    name: string;
    unit: string;
    direction: string;
    target: string;
    measuredNow?: string | null;
    measuredThen?: string | null;
    nNow: number;
    nThen: number;
    missesNow: number;
    missesThen: number;
    statusNow: string;
    statusThen: string;
    creditNow: Amount;
    creditThen: Amount;
    sentenceNow: string;
    sentenceThen: string;
  }>;
}

type Level = RepricedFacts["levels"][number];

/** Two readings of one month side by side: every level with its credit, and what it comes to in money. */
export function RepricedTable(props: {
  price: RepricedFacts;
  caption: string;
  now?: string;
  then?: string;
}) {
  const { price, caption, now = "As it stands", then = "With it" } = props;
  return (
    <>
      <KeyFigures
        figures={[
          {
            label: `Due, ${now.toLowerCase()}`,
            value: <Money {...price.netNow} />,
            note: (
              <>
                credits <Money {...price.creditNow} />
              </>
            ),
          },
          {
            label: `Due, ${then.toLowerCase()}`,
            value: <Money {...price.netThen} />,
            note: (
              <>
                credits <Money {...price.creditThen} />
              </>
            ),
          },
          {
            label: "Difference for the buyer",
            value: <Money {...price.difference} />,
            note: differenceWords(price.difference),
          },
        ]}
      />
      <DataTable
        caption={caption}
        columns={columnsOf(now, then)}
        rows={price.levels}
        rowKey={(row) => row.levelId}
        density="roomy"
      />
    </>
  );
}

function columnsOf(now: string, then: string): Column<Level>[] {
  return [
    { key: "level", header: "Service level", rowHeader: true, cell: (row) => row.name },
    {
      key: "now",
      header: now,
      numeric: true,
      cell: (row) => (
        <Measured value={row.measuredNow} n={row.nNow} misses={row.missesNow} unit={row.unit} />
      ),
    },
    {
      key: "then",
      header: then,
      numeric: true,
      cell: (row) => (
        <Measured value={row.measuredThen} n={row.nThen} misses={row.missesThen} unit={row.unit} />
      ),
    },
    { key: "verdict", header: "Verdict", cell: (row) => <Verdict row={row} /> },
    {
      key: "creditNow",
      header: `Credit, ${now.toLowerCase()}`,
      numeric: true,
      cell: (row) => creditOf(row.creditNow, row.sentenceNow),
    },
    {
      key: "creditThen",
      header: `Credit, ${then.toLowerCase()}`,
      numeric: true,
      cell: (row) => creditOf(row.creditThen, row.sentenceThen),
    },
  ];
}

/** "the buyer pays less", in words beside the figure. */
export function differenceWords({ amountMinor }: Amount): string {
  const amount = BigInt(amountMinor);
  if (amount === 0n) return "no money changes";
  return amount > 0n ? "the buyer pays more" : "the buyer pays less";
}

function Measured(p: { value: string | null | undefined; n: number; misses: number; unit: string }) {
  return (
    <>
      {p.value === null || p.value === undefined ? "none" : `${p.value} ${p.unit}`}
      <small>
        {p.misses.toLocaleString("en-US")} {p.misses === 1 ? "miss" : "misses"} of{" "}
        {p.n.toLocaleString("en-US")}
      </small>
    </>
  );
}

function Verdict({ row }: { row: Level }) {
  const word = (status: string) =>
    status === "met" ? "Met" : capitalised(standingWord(status, row.direction));
  if (row.statusNow === row.statusThen) return <>{word(row.statusNow)}</>;
  return (
    <b>
      {word(row.statusNow)} → {word(row.statusThen)}
    </b>
  );
}

function creditOf(amount: Amount, sentence: string) {
  return (
    <>
      <Money {...amount} />
      {amount.amountMinor === "0" ? null : <small>{sentence}</small>}
    </>
  );
}
