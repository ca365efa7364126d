import { begunLevels } from "../../../domain/contracts/added-level.ts";
import { percentText } from "../../../domain/contracts/contract-tables.ts";
import { bpsOfPercent } from "../../../domain/contracts/percent-input.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { worstMonthCredit } from "../../../domain/contracts/worst-month.ts";
import { parseMoney } from "../../../domain/shared/parse-money.ts";
import { Money } from "../../components/money.tsx";
import { levelsFrom } from "./level-values.ts";
import styles from "./terms.module.css";
import type { Values } from "./terms-values.ts";

/** What the pool means in money, from what the form holds right now. */
export function WorstMonth({ values, terms }: { values: Values; terms: Terms }) {
  const fee = parseMoney(values.monthlyFee ?? "", terms.currency);
  const poolBps = bpsOfPercent(values.pool ?? "");
  if (!fee.ok || poolBps === null || poolBps < 0 || poolBps > 10_000)
    return <p className={styles.worst}>Enter a fee and a share to see what a missed month would cost.</p>;
  const rows = levelsFrom(values);
  const levels = begunLevels(terms, rows).flatMap(({ level }, index) => {
    const weightBps = bpsOfPercent(rows[index]?.weight ?? "") ?? 0;
    return level ? [{ ...level, weightBps: Math.min(10_000, Math.max(0, weightBps)) }] : [];
  });
  const credit = worstMonthCredit({
    feeMinor: fee.money.amountMinor,
    currency: terms.currency,
    poolBps,
    levels,
  });
  return (
    <p className={styles.worst} aria-live="polite">
      If a month missed everything, the credit would be{" "}
      <b>
        <Money amountMinor={credit} currency={terms.currency} />
      </b>{" "}
      of <Money amountMinor={fee.money.amountMinor} currency={terms.currency} /> ({percentText(poolBps)} at
      risk).
    </p>
  );
}
