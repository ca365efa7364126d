import { formatMoney } from "../../domain/shared/format-money.ts";
import { evenSpaces } from "./date-text.ts";
import { useReaderLocale } from "./locale.tsx";
import styles from "./money.module.css";

export interface MoneyProps {
  /** Minor units as a whole number; GraphQL carries it as a string because it may exceed 2^53. */
  amountMinor: string | bigint;
  /** ISO 4217. */
  currency: string;
  locale?: string;
}

/** An amount with its currency and a true minus sign, in tabular figures and never broken over lines. */
export function Money({ amountMinor, currency, locale }: MoneyProps) {
  const readerLocale = useReaderLocale(locale);
  const text = formatMoney({ amountMinor: BigInt(amountMinor), currency }, readerLocale);
  return <span className={styles.money}>{evenSpaces(text.replace(/-/g, "\u2212"))}</span>;
}
