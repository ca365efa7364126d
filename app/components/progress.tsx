import { type ReactNode, useId } from "react";
import styles from "./progress.module.css";

export interface ProgressProps {
  label: string;
  /** Left out while the amount of work is not known yet. */
  value?: number;
  max?: number;
  /** What happens now: "Row 412 of 1,000; 3 refused so far". Spoken politely as it changes. */
  detail?: ReactNode;
  actions?: ReactNode;
}

/** Work of more than ten seconds. It runs on the server and survives leaving the page. */
export function Progress({ label, value, max = 100, detail, actions }: ProgressProps) {
  const id = useId();
  return (
    <div className={styles.progress}>
      <label htmlFor={id}>{label}</label>
      <span className={styles.figure}>
        {value === undefined ? null : `${Math.floor((value * 100) / max)} %`}
      </span>
      <progress id={id} value={value} max={max} />
      <small className={styles.detail} aria-live="polite">
        {detail}
      </small>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}
