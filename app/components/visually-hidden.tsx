import type { ReactNode } from "react";
import styles from "./visually-hidden.module.css";

/** Text for screen readers only, kept in the flow of reading. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className={styles.hidden}>{children}</span>;
}
