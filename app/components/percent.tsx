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
  const text = evenSpaces(formatterFor(locale, digits).format(value).replace(/-/g, "\u2212"));
  return (
    <span>
      <span className={styles.value}>{`${text}\u00a0%`}</span>
      {of ? <small className={styles.of}>{of}</small> : null}
    </span>
  );
}

/** Building a formatter costs far more than using it, so each (locale, digits) is built once. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatterFor(locale: string, digits: number | undefined): Intl.NumberFormat {
  const key = `${locale}|${digits}`;
  const known = formatters.get(key);
  if (known) return known;
  const built = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits ?? 0,
    maximumFractionDigits: digits ?? 2,
  });
  formatters.set(key, built);
  return built;
}
