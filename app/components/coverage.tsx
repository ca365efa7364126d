import styles from "./coverage.module.css";
import { clockText, HoursBar, type HoursSpan, uncovered } from "./hours-bar.tsx";
import { Status } from "./status.tsx";

export interface CoverageDay {
  /** "Monday". */
  day: string;
  covered: readonly HoursSpan[];
  /** What the contract asks for; left out on a day without an obligation. */
  needed?: HoursSpan;
}

/** A week of coverage against the agreed hours; each day says its gaps in words beside the picture. */
export function Coverage({ caption, days }: { caption: string; days: readonly CoverageDay[] }) {
  return (
    <table className={styles.coverage} aria-label={caption}>
      <tbody>
        {days.map((day) => (
          <tr key={day.day}>
            <th scope="row">{day.day}</th>
            <td>
              <HoursBar
                covered={day.covered}
                yours={day.needed}
                label={`${day.day}: ${spansText(day.covered)}`}
              />
            </td>
            <td>
              <DayVerdict day={day} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayVerdict({ day }: { day: CoverageDay }) {
  if (!day.needed) return <Status tone="neutral">No hours agreed</Status>;
  const gaps = uncovered({ covered: day.covered, needed: day.needed });
  if (gaps.length === 0) return <Status tone="fine">Covered {spansText([day.needed])}</Status>;
  return <Status tone="risk">Gap {spansText(gaps)}</Status>;
}

function spansText(spans: readonly HoursSpan[]): string {
  if (spans.length === 0) return "nothing covered";
  return spans.map((span) => `${clockText(span.from)}–${clockText(span.to)}`).join(", ");
}
