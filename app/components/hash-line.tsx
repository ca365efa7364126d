import type { ReactNode } from "react";
import styles from "./hash-line.module.css";

/** Versions, hashes and references: what somebody copies to check a document. */
export function HashLine({ children }: { children: ReactNode }) {
  return <p className={styles.hash}>{children}</p>;
}
