import { useEffect, useRef } from "react";
import styles from "./form.module.css";
import { Icon } from "./icon.tsx";

export interface SummaryError {
  message: string;
  /** The id of the control to go to; left out where the whole form is refused. */
  fieldId?: string;
}

/** Stands above a refused form and takes the focus, so that nobody has to look for what went wrong. */
export function ErrorSummary(props: { errors: readonly SummaryError[]; title?: string; focus?: boolean }) {
  const { errors, title = "This needs a correction before it can be saved", focus = true } = props;
  const box = useRef<HTMLDivElement>(null);
  const fingerprint = errors.map((error) => error.message).join("\n");

  useEffect(() => {
    if (focus && fingerprint !== "") box.current?.focus();
  }, [focus, fingerprint]);

  if (errors.length === 0) return null;
  return (
    <div ref={box} className={styles.summary} role="alert" tabIndex={-1}>
      <h2>
        <Icon name="cross" /> {title}
      </h2>
      <ul>
        {errors.map((error) => (
          <li key={`${error.fieldId ?? ""} ${error.message}`}>
            {error.fieldId ? <a href={`#${error.fieldId}`}>{error.message}</a> : error.message}
          </li>
        ))}
      </ul>
    </div>
  );
}
