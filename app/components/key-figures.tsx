import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./key-figures.module.css";

export interface KeyFigure {
  /** The name of the figure with its target and period: "Restore, target 8 business hours". */
  label: ReactNode;
  value: ReactNode;
  /** What the figure means next, or a `Status`: the colour of the value never stands alone. */
  note?: ReactNode;
  tone?: "met" | "risk" | "breached" | "held";
  /** The rows behind the figure. */
  href?: string;
}

/** A strip of up to four large figures between rules. */
export function KeyFigures({ figures }: { figures: readonly KeyFigure[] }) {
  return (
    <dl className={styles.strip} data-count={figures.length}>
      {figures.map((figure, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the strip is fixed and its labels may be elements
        <div key={index} className={styles.figure}>
          <dt>{figure.label}</dt>
          <dd>
            <span className={classNames(styles.value, figure.tone && styles[figure.tone])}>
              {figure.href ? <Link to={figure.href}>{figure.value}</Link> : figure.value}
            </span>
            {figure.note ? <span className={styles.note}>{figure.note}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
