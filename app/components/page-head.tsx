import type { ReactNode } from "react";
import styles from "./page-head.module.css";

export interface PageHeadProps {
  /** Says what matters now in the reader's words, not the name of the table behind the page. */
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
}

/** The title of a page, one paragraph of context and the actions that belong to the whole page. */
export function PageHead({ title, lead, actions }: PageHeadProps) {
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        <h1>{title}</h1>
        {lead ? <p className={styles.lead}>{lead}</p> : null}
      </div>
      {actions ? (
        <div className={styles.actions} data-screen-only>
          {actions}
        </div>
      ) : null}
    </header>
  );
}
