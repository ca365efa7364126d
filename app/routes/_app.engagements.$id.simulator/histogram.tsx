import { Formula } from "../../components/arithmetic.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { Money } from "../../components/money.tsx";
import styles from "./simulator.module.css";

type Amount = { amountMinor: string; currency: string };
export type Bar = { from: Amount; to: Amount; years: number };

const WIDTH = 480;
const HEIGHT = 140;

/** How many drawn years had which credits; the same figures stand in the table beneath. */
export function Histogram({ bars, runs }: { bars: readonly Bar[]; runs: number }) {
  const most = Math.max(1, ...bars.map((bar) => bar.years));
  const width = WIDTH / bars.length;
  const tallest = bars.reduce((best, bar) => (bar.years > best.years ? bar : best), bars[0] as Bar);
  return (
    <>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 2}`}
        role="img"
        aria-label={
          `Credits of ${runs} drawn years in ${bars.length} steps; ` +
          `${tallest.years} years fall into the fullest one.`
        }
      >
        {bars.map((bar, index) => {
          const height = Math.round((bar.years / most) * HEIGHT);
          return (
            <rect
              key={bar.from.amountMinor}
              className={styles.bar}
              x={index * width + 1}
              y={HEIGHT - height}
              width={Math.max(1, width - 2)}
              height={height}
            />
          );
        })}
        <path d={`M0 ${HEIGHT + 1}h${WIDTH}`} className={styles.axis} />
      </svg>
      <p className={styles.ends} aria-hidden="true">
        <span>{bars[0] ? <Money {...bars[0].from} /> : null}</span>
        <span>{bars.length > 0 ? <Money {...(bars.at(-1) as Bar).to} /> : null}</span>
      </p>
      <details className={styles.details}>
        <summary>The chart as a table</summary>
        <DataTable
          caption="Drawn years by their credits"
          density="compact"
          rows={bars}
          rowKey={(bar) => bar.from.amountMinor}
          columns={[
            {
              key: "from",
              header: "Credits from",
              rowHeader: true,
              cell: (bar) => <Money {...bar.from} />,
            },
            { key: "to", header: "to", cell: (bar) => <Money {...bar.to} /> },
            {
              key: "years",
              header: "Years",
              numeric: true,
              cell: (bar) => bar.years.toLocaleString("en-US"),
            },
          ]}
        />
        <Formula>
          A step begins at its first figure and ends before its second; the last holds both.
        </Formula>
      </details>
    </>
  );
}
