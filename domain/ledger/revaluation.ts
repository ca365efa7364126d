import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { DomainError } from "../shared/domain-error.ts";
import { type Money, money, negate } from "../shared/money.ts";
import { house } from "./accounts.ts";
import { convert, type ExchangeRate, requireRate } from "./exchange-rate.ts";
import { type JournalEntry, journalEntry } from "./journal-entry.ts";

/** An open position in one currency and what it is worth in the currency of the books. */
export type RevaluedPosition = {
  currency: string;
  positionMinor: string;
  valueMinor: string;
  /** The rate it was valued at; null for the currency of the books itself. */
  rate: { base: string; quote: string; rate: string; of: string; source: string } | null;
};

export type Revaluation = {
  month: string;
  base: string;
  lines: RevaluedPosition[];
  /** Of all positions: above 0 is a loss, since what is owed elsewhere has become dearer. */
  valueMinor: bigint;
};

/**
 * What the open positions between currencies are worth at a month's end: each at the rate of its last day,
 * rounded once, half away from zero. Throws ExchangeRateMissing, so that none is valued at a guess.
 */
export function revaluePositions(p: {
  month: string;
  base: string;
  positions: readonly Money[];
  rates: readonly ExchangeRate[];
}): Revaluation {
  const on = lastDayOf(p.month).toString();
  const lines = p.positions.map((position): RevaluedPosition => {
    const { currency, amountMinor } = position;
    const positionMinor = String(amountMinor);
    if (currency === p.base) return { currency, positionMinor, valueMinor: positionMinor, rate: null };
    const { stated, factor } = requireRate(p.rates, { from: currency, to: p.base, on });
    const { after } = convert(position, { factor, to: p.base });
    const { base, quote, rate, validFrom: of, source } = stated;
    const valueMinor = String(after.amountMinor);
    return { currency, positionMinor, valueMinor, rate: { base, quote, rate, of, source } };
  });
  const valueMinor = lines.reduce((sum, line) => sum + BigInt(line.valueMinor), 0n);
  return { month: p.month, base: p.base, lines, valueMinor };
}

/** The last day of a month, in UTC as the books are kept. */
export function lastDayOf(month: string): Temporal.PlainDate {
  const yearMonth = Temporal.PlainYearMonth.from(month);
  return yearMonth.toPlainDate({ day: yearMonth.daysInMonth });
}

/** The last month that has ended in UTC: that of an instant in November is October. */
export function endedMonth(now: Temporal.Instant): string {
  const today = now.toZonedDateTimeISO("UTC").toPlainDate();
  return today.toPlainYearMonth().subtract({ months: 1 }).toString();
}

/**
 * The entry at the end of a month and its mirror at the beginning of the next, one cause each: what the
 * positions are worth is gain or loss of the month, and the new month begins with them as they were.
 */
export function revaluationEntries({ month, base, valueMinor }: Revaluation): JournalEntry[] {
  if (valueMinor === 0n) return [];
  const value = money(valueMinor, base);
  const begins = lastDayOf(month).add({ days: 1 }).toZonedDateTime("UTC").toInstant();
  const entry = (step: "revalued" | "reversed", at: Temporal.Instant, amount: Money) =>
    journalEntry({
      source: "app",
      sourceId: `fx-revaluation:${month}`,
      step,
      memo: `Open positions between currencies ${step === "revalued" ? "at the end of" : "as before the end of"} ${month}`,
      effectiveAt: at,
      legs: [
        { account: house("fx_gain_loss"), amount },
        { account: house("fx_position"), amount: negate(amount) },
      ],
    });
  return [
    entry("revalued", begins.subtract({ milliseconds: 1 }), value),
    entry("reversed", begins, negate(value)),
  ];
}

/** A month to revalue: one that has ended. */
export const revaluationInput = (now: Temporal.Instant) =>
  z.object({
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, "Write a month like 2026-10.")
      .refine((month) => month <= endedMonth(now), "The month has not ended yet."),
  });

/** A month is revalued once; what is stated later is a matter of the months after it. */
export class RevaluedBefore extends DomainError {
  constructor(month: string) {
    super({ code: "revalued_before", message: `${month} has been revalued already.`, field: "month" });
  }
}

/** There is nothing whose value could have changed. */
export class NoOpenPosition extends DomainError {
  constructor(month: string) {
    const message = `No position between currencies was open at the end of ${month}.`;
    super({ code: "no_open_position", message, field: "month" });
  }
}
