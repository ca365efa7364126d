import type { ReactNode } from "react";
import { When } from "./date-time.tsx";
import { Icon } from "./icon.tsx";
import styles from "./timeline.module.css";
import { VisuallyHidden } from "./visually-hidden.tsx";

export interface TimelineEntry {
  id: string;
  /** ISO 8601 with Z. */
  at: string;
  who: ReactNode;
  /** In the past tense: "changed the priority". */
  what: ReactNode;
  before?: ReactNode;
  after?: ReactNode;
  /** Where it came from: "e-mail", "API key ops-sync", "rule 12". */
  source?: ReactNode;
  /** What it did to the service-level clock: "Paused, buyer holds the clock". */
  clockEffect?: ReactNode;
  /** A message, a file, the procedure text it was done against. */
  children?: ReactNode;
}

/** The stream of events of an object, each with its evidence; in the reader's zone unless one is named. */
export function Timeline(props: { label: string; entries: readonly TimelineEntry[]; zone?: string }) {
  const { label, entries, zone } = props;
  return (
    <ol className={styles.stream} aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.id} id={entry.id}>
          <span className={styles.at}>
            <When instant={entry.at} format="short" {...(zone ? { zone } : {})} />
          </span>
          <div className={styles.entry}>
            <p>
              <b>{entry.who}</b> {entry.what}
              {entry.source ? <small className={styles.source}>{entry.source}</small> : null}
            </p>
            {entry.before !== undefined || entry.after !== undefined ? (
              <Change before={entry.before} after={entry.after} />
            ) : null}
            {entry.clockEffect ? (
              <p className={styles.effect}>
                <Icon name="pause" /> {entry.clockEffect}
              </p>
            ) : null}
            {entry.children ? <div className={styles.body}>{entry.children}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** A value before and after, readable without colour and aloud. */
export function Change({ before, after }: { before?: ReactNode; after?: ReactNode }) {
  return (
    <p className={styles.change}>
      <VisuallyHidden>from </VisuallyHidden>
      <span className={styles.before}>{before ?? "nothing"}</span>
      <Icon name="right" />
      <VisuallyHidden>to </VisuallyHidden>
      <span>{after ?? "nothing"}</span>
    </p>
  );
}
