import type { ReactNode } from "react";
import styles from "./form.module.css";

/** The row of buttons that ends a form: the primary first, then the way out. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
