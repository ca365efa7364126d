import { hoursWords } from "../../domain/service-levels/gap-words.ts";
import styles from "./hours-coverage.module.css";
import { Notice } from "./notice.tsx";
import { Status } from "./status.tsx";

export interface CoverageLine {
  id: string;
  name: string;
  zone: string;
  openSeconds: number;
  uncoveredSeconds: number;
  gaps: readonly { words: string; seconds: number; dates: readonly string[] }[];
}

/** Gaps told at once; the rest is a click away. */
const SHOWN = 6;

/** Says before anyone signs in which agreed hours of the coming year nobody of the provider's works. */
export function HoursCoverageNotice(props: { provider: string; calendars: readonly CoverageLine[] }) {
  const { provider, calendars } = props;
  const short = calendars.filter((one) => one.uncoveredSeconds > 0);
  if (calendars.length === 0) return null;
  if (short.length === 0)
    return (
      <p className={styles.fine}>
        <Status tone="fine">Every hour covered</Status> {provider} works in all agreed hours of the coming
        year, changes of the clocks and holidays included.
      </p>
    );
  const total = short.reduce((sum, one) => sum + one.uncoveredSeconds, 0);
  return (
    <Notice tone="warning" title={`${hoursWords(total)} of the coming year are not covered by ${provider}`}>
      {short.map((one) => (
        <CalendarGaps key={one.id} line={one} named={calendars.length > 1} />
      ))}
    </Notice>
  );
}

function CalendarGaps({ line, named }: { line: CoverageLine; named: boolean }) {
  const share = `${hoursWords(line.uncoveredSeconds)} of ${hoursWords(line.openSeconds)} a year`;
  return (
    <div className={styles.calendar}>
      <p>
        {named ? <b>{line.name}: </b> : null}
        {share} without anybody at work:
      </p>
      <GapList gaps={line.gaps.slice(0, SHOWN)} />
      {line.gaps.length > SHOWN ? (
        <details>
          <summary>{line.gaps.length - SHOWN} more gaps</summary>
          <GapList gaps={line.gaps.slice(SHOWN)} />
        </details>
      ) : null}
    </div>
  );
}

function GapList({ gaps }: { gaps: CoverageLine["gaps"] }) {
  return (
    <ul className={styles.gaps}>
      {gaps.map((gap) => (
        <li key={`${gap.words}${gap.dates[0]}`}>
          {gap.words}{" "}
          <small>
            {hoursWords(gap.seconds)}
            {gap.dates.length > 1 ? ` on ${gap.dates.length} days` : ""}
          </small>
        </li>
      ))}
    </ul>
  );
}
