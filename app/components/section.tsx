import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import styles from "./section.module.css";

export interface SectionProps {
  title: ReactNode;
  /** Period, calendar, source: what a reader needs in order to trust the figures below. */
  note?: ReactNode;
  actions?: ReactNode;
  /** The anchor for links to this section. */
  id?: string;
  /** The first section under a strip of figures starts without the space above it. */
  first?: boolean;
  children: ReactNode;
}

/** A part of a page under a rule; its heading names the region. */
export function Section({ title, note, actions, id, first = false, children }: SectionProps) {
  const headingId = useId();
  return (
    <section
      className={classNames(styles.section, first && styles.first)}
      id={id}
      aria-labelledby={headingId}
    >
      <header className={styles.header}>
        <h2 id={headingId}>{title}</h2>
        {note ? <small>{note}</small> : null}
        {actions ? (
          <div className={styles.actions} data-screen-only>
            {actions}
          </div>
        ) : null}
      </header>
      {children}
    </section>
  );
}
