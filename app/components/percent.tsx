import type { ReactNode } from "react";
import { evenSpaces } from "./date-text.ts";
import { useReaderLocale } from "./locale.tsx";
import styles from "./percent.module.css";

export interface PercentProps {
  /** Percentage points: 96.2 for 96.2 %. A string keeps every digit of an exact decimal. */
  value: number | `${number}`;
  digits?: number;
  /** What it is a percentage of: "264 sampled lines". Without it a percentage is half a statement. */
  of?: ReactNode;
  locale?: string;
}

/** A percentage in the locale's digits, with what it was measured on beneath. */
export function Percent({ value, digits, of, locale: ownLocale }: PercentProps) {
  const locale = useReaderLocale(ownLocale);
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits ?? 0,
    maximumFractionDigits: digits ?? 2,
  });
  const text = evenSpaces(format.format(value).replace(/-/g, "\u2212"));
  return (
    <span>
      <span className={styles.value}>{`${text}\u00a0%`}</span>
      {of ? <small className={styles.of}>{of}</small> : null}
    </span>
  );
}
