import {
  dayText,
  durationText,
  isoDuration,
  type MomentStyle,
  momentText,
  styleInYear,
} from "./date-text.ts";
import styles from "./date-time.module.css";
import { usePresentYear, useReaderLocale, useZone } from "./locale.tsx";

export interface WhenProps {
  /** ISO 8601 with Z, as the API writes moments. */
  instant: string;
  zone?: string;
  locale?: string;
  /**
   * `full` "Sat 21 Nov 2026, 09:24", `short` "21 Nov, 09:24" (with its year where that is another),
   * `weekday` "Sat 09:24", `time` "09:24".
   */
  format?: MomentStyle;
  /** Names the zone after the time: for deadlines between parties in different zones. */
  showZone?: boolean;
}

/** A moment in the zone in force. Same text on the server and in the browser. */
export function When({
  instant,
  zone: ownZone,
  locale: ownLocale,
  format = "full",
  showZone = false,
}: WhenProps) {
  const zone = useZone(ownZone);
  const locale = useReaderLocale(ownLocale);
  const style = styleInYear({ style: format, instant, zone, year: usePresentYear() });
  const text = momentText({ instant, zone, locale, style });
  return (
    <time
      className={styles.moment}
      dateTime={instant}
      title={`${momentText({ instant, zone, locale, style: "full" })}, ${zone}`}
    >
      {showZone ? `${text} ${zone}` : text}
    </time>
  );
}

/** A calendar day (YYYY-MM-DD); it has no zone, so it never shifts. */
export function Day({
  date,
  locale: ownLocale,
  weekday = false,
}: {
  date: string;
  locale?: string;
  weekday?: boolean;
}) {
  const locale = useReaderLocale(ownLocale);
  return (
    <time className={styles.moment} dateTime={date}>
      {dayText({ date, locale, weekday })}
    </time>
  );
}

/** A length of time in hours and minutes, the way service levels are agreed: "2 h 25 min". */
export function Duration({ seconds }: { seconds: number }) {
  return (
    <time className={styles.moment} dateTime={isoDuration(seconds)}>
      {durationText(seconds)}
    </time>
  );
}
