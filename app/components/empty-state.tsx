import type { ReactNode } from "react";
import styles from "./empty-state.module.css";

export interface EmptyStateProps {
  /**
   * `nothing-yet` teaches what will stand here and offers the first step;
   * `none-found` says that a filter hides everything and offers to clear it.
   */
  kind: "nothing-yet" | "none-found";
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** Stands where rows would stand. */
export function EmptyState({ kind, title, children, action }: EmptyStateProps) {
  return (
    <div className={styles.empty} data-kind={kind}>
      <p className={styles.title}>{title}</p>
      {children ? <div className={styles.words}>{children}</div> : null}
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  );
}
