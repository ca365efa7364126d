import type { ReactNode } from "react";
import styles from "./todo-list.module.css";

export interface TodoItem {
  id: string;
  /** A `Status` that says until when. */
  status: ReactNode;
  text: ReactNode;
  /** Why it matters and what follows from waiting. */
  sub?: ReactNode;
  /** One link or small button: the next step. */
  action?: ReactNode;
}

/** What needs the reader, most urgent first. */
export function TodoList({ label, items }: { label: string; items: readonly TodoItem[] }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {items.map((item) => (
        <li key={item.id}>
          <span>{item.status}</span>
          <span className={styles.text}>
            {item.text}
            {item.sub ? <small>{item.sub}</small> : null}
          </span>
          <span className={styles.action}>{item.action}</span>
        </li>
      ))}
    </ul>
  );
}
