import { monthName } from "../../../domain/billing/month-name.ts";
import { Money } from "../../components/money.tsx";
import styles from "../_app.contracts.new/terms.module.css";
import type { IfRepeated } from "./if-repeated.ts";

/** The credits of the month that repeats, level by level. */
export function CreditsRepeat({ month }: { month: IfRepeated | null }) {
  if (!month) return null;
  const { levels, figures, currency, period } = month;
  const costly = levels.filter((level) => level.uncappedMinor > 0n);
  return (
    <p className={styles.worst} aria-live="polite">
      If {monthName(period)} repeats, the credit is{" "}
      <b>
        <Money amountMinor={figures.creditMinor} currency={currency} />
      </b>
      {costly.length === 0 ? ": every level was at its target." : "."}
      {costly.map((level) => (
        <span key={level.id}>
          <br />
          <small>{level.sentence}</small>
        </span>
      ))}
    </p>
  );
}

/** One outcome price in the month that repeats. */
export function PriceRepeats({ month, index }: { month: IfRepeated | null; index: number }) {
  if (!month || index >= month.prices.length) return null;
  const line = month.prices[index];
  return (
    <p className={styles.worst} aria-live="polite">
      {line ? (
        <>
          If {monthName(month.period)} repeats:{" "}
          <b>
            <Money amountMinor={line.amountMinor} currency={month.currency} />
          </b>
          <br />
          <small>{line.sentence}</small>
        </>
      ) : (
        "Complete the figures to see what the latest month would bring."
      )}
    </p>
  );
}

/** What the collar does to the month that repeats. */
export function CollarRepeats({ month }: { month: IfRepeated | null }) {
  if (!month) return null;
  return (
    <p className={styles.worst} aria-live="polite">
      If {monthName(month.period)} repeats, the collar{" "}
      {month.collar ? (
        <>
          moves the month by{" "}
          <b>
            <Money amountMinor={month.collar.amountMinor} currency={month.currency} />
          </b>
          .
        </>
      ) : (
        "does not touch the month."
      )}
    </p>
  );
}

/** Fee, credit, prices and net of the month that repeats, and who gets what. */
export function NetRepeats({ month }: { month: IfRepeated | null }) {
  if (!month) return null;
  const { figures, currency } = month;
  const amount = (amountMinor: bigint) => <Money amountMinor={amountMinor} currency={currency} />;
  const adjusted =
    figures.adjustments.reduce((sum, one) => sum + one.amountMinor, 0n) + figures.collarMinor;
  return (
    <p className={styles.worst} aria-live="polite">
      If {monthName(month.period)} repeats: {amount(figures.feeMinor)} less {amount(figures.creditMinor)} of
      credits, {amount(adjusted)} by outcome prices and collar. The buyer pays{" "}
      <b>{amount(figures.netMinor)}</b>; the provider receives {amount(figures.providerMinor)}, the
      commission is {amount(figures.commissionMinor)}.
    </p>
  );
}

/** Credit and net of the month that repeats, in one line. */
export function MonthRepeats({ month }: { month: IfRepeated | null }) {
  if (!month) return null;
  const { figures, currency, period } = month;
  return (
    <p className={styles.worst} aria-live="polite">
      If {monthName(period)} repeats, the credit is{" "}
      <b>
        <Money amountMinor={figures.creditMinor} currency={currency} />
      </b>{" "}
      and the buyer pays <Money amountMinor={figures.netMinor} currency={currency} />.
    </p>
  );
}

/** One level in the month that repeats. */
export function LevelRepeats({ month, levelId }: { month: IfRepeated | null; levelId: string }) {
  const level = month?.levels.find((one) => one.id === levelId);
  if (!month || !level) return null;
  return (
    <p className={styles.note} aria-live="polite">
      If {monthName(month.period)} repeats ({level.measured ?? "nothing measured"}):{" "}
      <b>
        <Money amountMinor={level.uncappedMinor} currency={month.currency} />
      </b>
      {level.uncappedMinor > 0n ? <>, {level.sentence}</> : null}
    </p>
  );
}
