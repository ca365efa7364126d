import { HashLine } from "../../components/hash-line.tsx";
import { Sheet, SheetHeading } from "../../components/sheet.tsx";
import styles from "./contract.module.css";

export interface SheetClause {
  id: string;
  heading: string;
  paragraphs: readonly string[];
  table?: { columns: readonly string[]; rows: ReadonlyArray<{ cells: readonly string[] }> } | null;
}

/** The contract as paper: every clause in words, with the hashes by which the text can be checked. */
export function ContractSheet(props: {
  title: string;
  parties: string;
  version: { number: number; termsHash: string; documentHash: string; clauses: readonly SheetClause[] };
}) {
  const { title, parties, version } = props;
  return (
    <Sheet title={title} meta={`${parties} · statement of work, version ${version.number}`}>
      {version.clauses.map((clause, index) => (
        <ClauseText key={clause.id} clause={clause} number={index + 1} />
      ))}
      <HashLine>Terms {version.termsHash}</HashLine>
      <HashLine>Text {version.documentHash}</HashLine>
    </Sheet>
  );
}

function ClauseText({ clause, number }: { clause: SheetClause; number: number }) {
  return (
    <section id={clause.id} className={styles.clause}>
      <SheetHeading>
        {number}. {clause.heading}
      </SheetHeading>
      {clause.paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {clause.table ? <ClauseTable label={clause.heading} table={clause.table} /> : null}
    </section>
  );
}

function ClauseTable(props: { label: string; table: NonNullable<SheetClause["table"]> }) {
  const { label, table } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1)
    <section className={styles.scroll} aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ cells }) => (
            <tr key={cells.join("|")}>
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th key={table.columns[index]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={table.columns[index]}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
