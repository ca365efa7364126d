import type { ReactNode } from "react";
import styles from "./confirmation.module.css";
import { Icon } from "./icon.tsx";

export interface ConfirmationProps {
  /** What is done now: "Statement approved". */
  title: ReactNode;
  reference?: ReactNode;
  /** What happens next, to whom and when. */
  next: readonly string[];
  actions?: ReactNode;
}

/** The page after something has been sent, signed or approved. */
export function Confirmation({ title, reference, next, actions }: ConfirmationProps) {
  return (
    <div className={styles.confirmation}>
      <h1 className={styles.title}>
        <Icon name="check" /> {title}
      </h1>
      {reference ? (
        <p>
          Your reference is <b>{reference}</b>.
        </p>
      ) : null}
      <h2 className={styles.heading}>What happens next</h2>
      <ol className={styles.next}>
        {next.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}
