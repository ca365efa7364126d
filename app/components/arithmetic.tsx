import type { ReactNode } from "react";
import styles from "./arithmetic.module.css";

export interface ArithmeticLine {
  id: string;
  label: ReactNode;
  /** The measurement, the rule and the multiplication in full, so that a reader can redo it by hand. */
  formula?: ReactNode;
  amount: ReactNode;
}

export interface ArithmeticProps {
  caption: string;
  lines: readonly ArithmeticLine[];
  /** "Due before tax", and what follows it: tax, the amount paid, the balance. */
  totals: ReadonlyArray<{ id: string; label: ReactNode; amount: ReactNode }>;
}

/** Lines that add up: what, how it was computed, how much; then the sum under a rule of ink. */
export function Arithmetic({ caption, lines, totals }: ArithmeticProps) {
  return (
    <table className={styles.calc} aria-label={caption}>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <th scope="row">
              {line.label}
              {line.formula ? <div className={styles.formula}>{line.formula}</div> : null}
            </th>
            <td>{line.amount}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        {totals.map((total) => (
          <tr key={total.id}>
            <th scope="row">{total.label}</th>
            <td>{total.amount}</td>
          </tr>
        ))}
      </tfoot>
    </table>
  );
}

/** The smaller text of a computation, also outside of the table. */
export function Formula({ children }: { children: ReactNode }) {
  return <div className={styles.formula}>{children}</div>;
}
