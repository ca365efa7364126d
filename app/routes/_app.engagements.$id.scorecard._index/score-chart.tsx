import styles from "./scorecard.module.css";

export interface ScorePoint {
  label: string;
  /** Out of 100; null where no level of the card counted. */
  value: number | null;
  /** A month that runs is drawn open. */
  runs: boolean;
}

const WIDTH = 720;
const HEIGHT = 170;
const LEFT = 30;
const BOTTOM = 24;

/** Thirteen months of a score between 0 and 100; the same figures stand in the table beneath. */
export function ScoreChart({ points }: { points: readonly ScorePoint[] }) {
  const known = points.filter((point) => point.value !== null);
  const x = (index: number) => LEFT + 14 + (index * (WIDTH - LEFT - 28)) / Math.max(1, points.length - 1);
  const y = (value: number) => 8 + (1 - value / 100) * (HEIGHT - BOTTOM - 16);
  const path = points
    .map(({ value }, index) => {
      if (value === null) return "";
      const begins = index === 0 || points[index - 1]?.value === null;
      return `${begins ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join("");
  const [first, last] = [known[0], known.at(-1)];
  const ends = `from ${first?.value} in ${first?.label} to ${last?.value} in ${last?.label}`;
  const label = `The score over ${points.length} months, ${ends}`;
  return (
    <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {[0, 50, 100].map((value) => (
        <g key={value}>
          <path d={`M${LEFT} ${y(value)}H${WIDTH}`} className={styles.grid} />
          <text x={LEFT - 6} y={y(value) + 4} className={styles.scale} textAnchor="end">
            {value}
          </text>
        </g>
      ))}
      <path d={path} className={styles.line} />
      {points.map(({ value, label: month, runs }, index) => (
        <g key={month}>
          {value === null ? null : (
            <circle cx={x(index)} cy={y(value)} r="3.2" className={runs ? styles.open : styles.dot} />
          )}
          <text x={x(index)} y={HEIGHT - 6} className={styles.scale} textAnchor="middle">
            {month.slice(0, 3)}
          </text>
        </g>
      ))}
    </svg>
  );
}
