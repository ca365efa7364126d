import { type Column, DataTable } from "../../components/data-table.tsx";
import { capitalised, standingWord } from "../../components/level-words.ts";
import { Section } from "../../components/section.tsx";
import type { CorrectionShown } from "./route.tsx";

type Figure = CorrectionShown["figures"][number];

/** The figures that no clock makes and that were measured from something else, each with both hashes. */
export function FigureTable({ correction }: { correction: CorrectionShown }) {
  if (correction.figures.length === 0) return null;
  const levels = new Map(correction.price.levels.map((level) => [level.levelId, level]));
  const word = (levelId: string, status: string) =>
    standingWord(status, levels.get(levelId)?.direction ?? "higher");
  const columns: Column<Figure>[] = [
    {
      key: "level",
      header: "Service level",
      rowHeader: true,
      cell: (row) => levels.get(row.levelId)?.name ?? row.levelId,
    },
    {
      key: "frozen",
      header: "As frozen",
      cell: ({ levelId, frozenStatus, frozenHash }) =>
        frozenStatus ? (
          <Measured words={word(levelId, frozenStatus)} hash={frozenHash} />
        ) : (
          "Without a bundle"
        ),
    },
    {
      key: "corrected",
      header: "As corrected",
      cell: ({ levelId, status, bundleHash }) =>
        status ? <Measured words={word(levelId, status)} hash={bundleHash} /> : "Not in the month",
    },
  ];
  return (
    <Section title="Figures measured from other work" note="their bundles are in the download">
      <DataTable
        caption="Figures measured from other work"
        columns={columns}
        rows={correction.figures}
        rowKey={(row) => row.levelId}
        empty={null}
      />
    </Section>
  );
}

function Measured({ words, hash }: { words: string; hash: string | null | undefined }) {
  return (
    <>
      {capitalised(words)} <small>{hash?.slice(0, 19)}</small>
    </>
  );
}
