import styles from "./charts.module.css";

/** Minutes from midnight in the reader's zone; `to` below `from` runs over midnight. */
export interface HoursSpan {
  from: number;
  to: number;
}

export interface HoursBarProps {
  covered: readonly HoursSpan[];
  /** The hours the reader needs, marked by two uprights. */
  yours?: HoursSpan;
  label: string;
}

const WIDTH = 144;
const DAY = 24 * 60;

/** One day from midnight to midnight: what the provider covers against what the reader needs. */
export function HoursBar({ covered, yours, label }: HoursBarProps) {
  const x = (minutes: number) => (minutes / DAY) * WIDTH;
  return (
    <svg className={styles.chart} width={WIDTH + 2} height="22" role="img" aria-label={label}>
      <rect y="8" width={WIDTH} height="6" className={styles.ground} />
      {covered.flatMap(withinDay).map((span) => (
        <rect
          key={span.from}
          x={x(span.from)}
          y="8"
          width={x(span.to - span.from)}
          height="6"
          className={styles.covered}
        />
      ))}
      {yours ? <path d={`M${x(yours.from)} 3v16M${x(yours.to)} 3v16`} className={styles.mark} /> : null}
    </svg>
  );
}

/** The needed spans that nobody covers, in order; empty where the day is covered. Minutes from midnight. */
export function uncovered({
  covered,
  needed,
}: {
  covered: readonly HoursSpan[];
  needed: HoursSpan;
}): HoursSpan[] {
  const spans = covered.flatMap(withinDay).sort((a, b) => a.from - b.from);
  return withinDay(needed).flatMap((need) => {
    const gaps: HoursSpan[] = [];
    let from = need.from;
    for (const span of spans) {
      if (span.to <= from || span.from >= need.to) continue;
      if (span.from > from) gaps.push({ from, to: span.from });
      from = Math.max(from, span.to);
    }
    return from < need.to ? [...gaps, { from, to: need.to }] : gaps;
  });
}

/** 570 → "09:30". Midnight at the end of a day is 24:00. */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

function withinDay(span: HoursSpan): HoursSpan[] {
  if (span.from < span.to) return [span];
  return [
    { from: 0, to: span.to },
    { from: span.from, to: DAY },
  ].filter((part) => part.from < part.to);
}
