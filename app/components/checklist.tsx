import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import styles from "./checklist.module.css";
import { Icon } from "./icon.tsx";

export type ChecklistState = "done" | "in-progress" | "to-do" | "blocked" | "error";

export interface ChecklistItem {
  id: string;
  /** Starts with a verb: "Upload the SOC 1 report". */
  title: string;
  /** Left out where the task cannot start yet. */
  href?: string;
  state: ChecklistState;
  /** In place of the usual word: "Waiting for the buyer". */
  stateText?: string;
  hint?: ReactNode;
  /** Who does it, and by when. */
  owner?: ReactNode;
}

const WORD: Record<ChecklistState, string> = {
  done: "Completed",
  "in-progress": "In progress",
  "to-do": "To do",
  blocked: "Cannot start yet",
  error: "There is a problem",
};

/** Tasks in any order. Completed is plain text: what is left should stand out, not what is done. */
export function Checklist({ label, items }: { label: string; items: readonly ChecklistItem[] }) {
  const done = items.filter((item) => item.state === "done").length;
  return (
    <div>
      <p className={styles.summary}>
        {done} of {items.length} completed
      </p>
      <ol className={styles.list} aria-label={label}>
        {items.map((item) => (
          <li key={item.id} data-state={item.state}>
            <span className={styles.words}>
              {item.href && item.state !== "blocked" ? (
                <Link to={item.href} aria-describedby={`${item.id}-state`}>
                  {item.title}
                </Link>
              ) : (
                <span className={styles.title}>{item.title}</span>
              )}
              {item.hint ? <small>{item.hint}</small> : null}
            </span>
            <span className={styles.owner}>{item.owner}</span>
            <span className={styles.state} id={`${item.id}-state`}>
              {item.state === "error" ? <Icon name="cross" /> : null}
              {item.state === "in-progress" ? <Icon name="dot" /> : null}
              {item.stateText ?? WORD[item.state]}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
