import styles from "./charts.module.css";

export interface SparklineProps {
  /** Oldest first; null where nothing was measured, which breaks the line. */
  values: ReadonlyArray<number | null>;
  /** The whole statement in words: "13 months, from 97 % to 91 %". */
  label: string;
  /** The scale; by default from the smallest to the largest value. */
  min?: number;
  max?: number;
}

const WIDTH = 86;
const HEIGHT = 22;

/** A line of recent periods with a dot on the last: direction only, the figures stand in the row. */
export function Sparkline({ values, label, min, max }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const low = min ?? Math.min(...known);
  const high = max ?? Math.max(...known);
  const x = (index: number) => 2 + (index * (WIDTH - 5)) / Math.max(1, values.length - 1);
  const y = (value: number) => HEIGHT - 3 - ((value - low) / (high - low || 1)) * (HEIGHT - 6);
  const points = values.map((value, index) =>
    value === null
      ? null
      : { at: `${x(index).toFixed(1)} ${y(value).toFixed(1)}`, cx: x(index), cy: y(value) },
  );
  const path = points
    .map((point, index) => (point ? `${points[index - 1] ? "L" : "M"}${point.at}` : ""))
    .join("");
  const last = points.at(-1);
  return (
    <svg className={styles.chart} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <path d={path} fill="none" className={styles.trace} />
      {last ? <circle cx={last.cx} cy={last.cy} r="2.2" className={styles.end} /> : null}
    </svg>
  );
}
